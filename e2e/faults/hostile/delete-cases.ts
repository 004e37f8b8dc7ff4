import assert from 'node:assert/strict';
import { TransferDecision } from '../../../shared/transfer.ts';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { startApp } from './app-in-process.ts';

/** What somebody replaced a moment ago is not deleted in place of what the user saw. */
async function replacedBefore(world: FaultWorld): Promise<void> {
  const { platform, account } = await startApp(world, 'app', world.server.url);
  const version = world.newVersion();
  const { owner, packageName, version: number } = version;
  const inAccount = { accountId: account.id };
  await world.byHand.put(owner, packageName, number, 'a.bin', Buffer.from('one'));
  const seen = await platform.request('packages:list-files', { ...inAccount, version });
  await world.byHand.deleteVersion(owner, packageName, number);
  await world.byHand.put(owner, packageName, number, 'a.bin', Buffer.from('two'));

  const [old] = seen.files;
  assert.ok(old !== undefined);
  const { id, sha256 } = old;
  await assert.rejects(
    platform.request('deletions:delete', {
      ...inAccount,
      owner,
      target: {
        kind: 'files',
        packageName,
        version: number,
        files: [{ fileName: 'a.bin', id, sha256 }],
        isOneThing: true,
      },
    }),
    /changed-on-server/,
  );
  await assert.rejects(
    platform.request('deletions:delete', {
      ...inAccount,
      owner,
      target: { kind: 'version', packageName, version: number, id: null, fileIds: [id] },
    }),
    /changed-on-server/,
  );
  const there = await world.byHand.get(owner, packageName, number, 'a.bin');
  assert.equal(Buffer.from(there ?? []).toString(), 'two');
}

/** With its last file a version goes; what is gone already counts as deleted. */
async function lastFile(world: FaultWorld): Promise<void> {
  const { platform, account } = await startApp(world, 'app', world.server.url);
  const version = world.newVersion();
  const { owner, packageName, version: number } = version;
  const inAccount = { accountId: account.id };
  await world.byHand.put(owner, packageName, number, 'a.bin', Buffer.from('one'));
  const listed = await platform.request('packages:list-files', { ...inAccount, version });
  const [found] = listed.files;
  assert.ok(found !== undefined);
  const files = [{ fileName: 'a.bin', id: found.id, sha256: found.sha256 }];
  const target = { kind: 'files', packageName, version: number, files, isOneThing: true } as const;
  await platform.request('deletions:delete', { ...inAccount, owner, target });
  assert.equal(await world.byHand.files(owner, packageName, number), null);
  assert.deepEqual(await world.byHand.versions(owner, packageName), []);
  await platform.request('deletions:delete', { ...inAccount, owner, target });
}

/** Nothing is ever deleted to make room for an upload unless the user said so of the very file. */
async function replacesNothingUnasked(world: FaultWorld): Promise<void> {
  const { platform, account } = await startApp(world, 'app', world.server.url);
  const version = world.newVersion();
  const { owner, packageName, version: number } = version;
  await world.byHand.put(owner, packageName, number, 'a.bin', Buffer.from('theirs'));
  platform.chosen = [await world.source('a.bin', 'mine')];
  const { files } = await platform.request('local-files:choose', { what: 'files' });
  const [id = ''] = await platform.request('transfers:publish', {
    accountId: account.id,
    version,
    files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
  });
  await world.until(async () => {
    const transfers = await platform.request('transfers:list', undefined);
    return transfers.some((transfer) => transfer.id === id && transfer.state === 'needs-decision');
  });
  assert.ok(!TransferDecision.safeParse({ kind: 'replace' }).success);
  const seen = { id: 1_000_000, sha256: '0'.repeat(64) };
  await platform.request('transfers:decide', { id, decision: { kind: 'replace', seen } });
  await world.until(async () => {
    const transfers = await platform.request('transfers:list', undefined);
    return transfers.some(
      (transfer) => transfer.state === 'needs-decision' && transfer.failure?.reason === 'changed-on-server',
    );
  });
  await platform.request('transfers:decide', { id, decision: { kind: 'rename', fileName: 'b.bin' } });
  await world.until(async () => (await world.byHand.files(owner, packageName, number))?.size === 2);
  const listed = await world.byHand.files(owner, packageName, number);
  assert.equal(listed?.get('a.bin'), sha256Of(Buffer.from('theirs')));
  assert.equal(listed?.get('b.bin'), sha256Of(Buffer.from('mine')));
}

/** Rows 84 to 86: deleting. */
export const deleteCases: readonly FaultCase[] = [
  { row: 84, name: 'file and version', when: 'short', run: replacedBefore },
  { row: 85, name: 'what goes with it, and once more', when: 'short', run: lastFile },
  { row: 86, name: 'the app replaces nothing unasked', when: 'always', run: replacesNothingUnasked },
];
