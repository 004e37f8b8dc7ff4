import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { Transfer, TransferId } from '../../shared/transfer.ts';
import { systemClock } from '../clock.ts';
import { HashService } from '../local-files/hash-service.ts';
import { give, newLocalFiles } from '../local-files/testing/given-files.ts';
import { loggersTo } from '../log.ts';
import { MemoryRegistry } from '../testing/memory-registry.ts';
import { openJournal } from './journal/open-journal.ts';
import type { TransferJournal } from './journal/transfer-journal.ts';
import type { TransferSummary } from './transfer-ledger.ts';
import { Transfers } from './transfers.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.4.2' };

let folder = '';
let data = '';
let registry: MemoryRegistry;
let saveAs: string | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-transfers-'));
  data = await mkdtemp(join(tmpdir(), 'tea-chest-journal-'));
  registry = new MemoryRegistry();
  saveAs = null;
});
afterEach(async () => {
  for (const journal of opened.splice(0)) journal.close();
  await rm(folder, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
});

const opened: TransferJournal[] = [];

function newTransfers(client: Outcome<MemoryRegistry> = succeeded(registry)) {
  const hashes = new HashService();
  const localFiles = newLocalFiles(hashes);
  const told: string[] = [];
  const summaries: TransferSummary[] = [];
  const log = loggersTo({ write: () => undefined })('transfers');
  const { journal } = openJournal(
    join(data, 'transfers.sqlite'),
    { use: 'alone', keeps: 'everything' },
    log,
    new Date(),
  );
  opened.push(journal);
  const transfers = new Transfers({
    clientFor: async () => client,
    localFiles,
    hashes,
    places: {
      downloadFolder: () => folder,
      askForFile: async () => saveAs,
      askForFolder: async () => saveAs,
    },
    limits: () => ({ publish: 3, download: 4 }),
    listener: {
      changed: () => undefined,
      removed: () => undefined,
      packagesChanged: ({ accountId, owner }) => told.push(`${accountId} ${owner}`),
      ranDry: (summary) => summaries.push(summary),
    },
    journal,
    clock: systemClock,
    keptFolder: join(folder, 'replaced'),
    deleteMoved: async () => failed('not-offered'),
    random: () => 0,
    log,
  });
  async function settled(): Promise<Transfer[]> {
    await vi.waitFor(() => expect(summaries).not.toEqual([]), { timeout: 10_000, interval: 5 });
    summaries.length = 0;
    return transfers.list();
  }
  /** As when the app quits. */
  async function end(): Promise<void> {
    await transfers.stop();
    opened.splice(opened.indexOf(journal), 1);
    journal.close();
  }
  return { transfers, journal, localFiles, told, settled, end };
}

function idsOf(outcome: Outcome<TransferId[]>): TransferId[] {
  if (!outcome.ok) throw new Error(outcome.failure.reason);
  return outcome.value;
}

describe('publishing', () => {
  it('sends every file, tells of the owner once for the batch, and skips all the second time', async () => {
    const { transfers, localFiles, told, settled } = newTransfers();
    const source = join(folder, 'dist');
    await mkdir(source);
    for (let index = 0; index < 12; index += 1)
      await writeFile(join(source, `f${index}`), randomBytes(1000 + index));
    const { files } = await give(localFiles, [source]);
    const request = {
      accountId: 'a',
      version,
      files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
    };
    expect(idsOf(await transfers.publish(request))).toHaveLength(12);
    localFiles.release(files.map(({ ticket }) => ticket));
    const first = await settled();
    expect(new Set(first.map(({ state }) => state))).toEqual(new Set(['done']));
    expect(told).toEqual(['a crew']);
    for (const { name } of files) {
      expect(registry.get({ ...version, fileName: name })).toEqual(await readFile(join(source, name)));
    }
    transfers.clearSettled();
    const again = await give(localFiles, [source]);
    await transfers.publish({
      ...request,
      files: again.files.map(({ ticket, name }) => ({ ticket, fileName: name })),
    });
    expect(new Set((await settled()).map(({ state }) => state))).toEqual(new Set(['skipped']));
  });

  it('queues nothing when a ticket is unknown or the version would hit another', async () => {
    const { transfers } = newTransfers();
    const files = [{ ticket: '0'.repeat(32), fileName: 'x' }];
    expect(await transfers.publish({ accountId: 'a', version, files })).toEqual(failed('local-file-missing'));
    expect(
      await transfers.publish({ accountId: 'a', version: { ...version, version: '..' }, files }),
    ).toEqual(failed('invalid-version'));
    expect(transfers.list()).toEqual([]);
  });

  it('tries at the next start again to put back what the server lacks', async () => {
    const first = newTransfers();
    await writeFile(join(folder, 'a'), 'new');
    registry.put({ ...version, fileName: 'a' }, Buffer.from('old'));
    registry.put({ ...version, fileName: 'b' }, Buffer.from('beside'));
    const listed = await registry.listFiles(version);
    const seen = listed.ok ? listed.value.files[0] : undefined;
    const { files } = await give(first.localFiles, [join(folder, 'a')]);
    const refused = { answer: failed('file-too-large', { status: 403 }), store: () => null };
    registry.publishFaults.push(refused, refused);
    await first.transfers.publish({
      accountId: 'a',
      version,
      files: files.map(({ ticket, name }) => ({
        ticket,
        fileName: name,
        replaces: { id: seen?.id ?? 0, sha256: seen?.sha256 ?? '' },
      })),
    });
    expect(await first.settled()).toMatchObject([{ state: 'failed', oldFile: 'returning' }]);
    expect(registry.get({ ...version, fileName: 'a' })).toBeNull();
    await first.end();

    const second = newTransfers();
    second.transfers.restore();
    expect(await second.settled()).toMatchObject([{ state: 'failed', oldFile: 'back' }]);
    expect(registry.get({ ...version, fileName: 'a' })?.toString()).toBe('old');
  });

  it('fails with the reason why the account cannot be used', async () => {
    const { transfers, localFiles, settled } = newTransfers(failed('credential-locked'));
    await writeFile(join(folder, 'a'), 'x');
    const { files } = await give(localFiles, [join(folder, 'a')]);
    await transfers.publish({
      accountId: 'a',
      version,
      files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
    });
    expect(await settled()).toMatchObject([{ state: 'paused', failure: { reason: 'credential-locked' } }]);
  });
});

describe('downloading', () => {
  it('puts several files into a new folder called after the version, under names safe for any disk', async () => {
    const hostile = { ...version, version: '../../evil' };
    const names = ['a:b', 'A?B', 'CON', 'plain.txt'];
    for (const fileName of names) registry.put({ ...hostile, fileName }, Buffer.from(fileName));
    const { transfers, settled } = newTransfers();
    for (let time = 0; time < 2; time += 1) {
      await transfers.download({ accountId: 'a', version: hostile, fileNames: names, to: 'download-folder' });
      await settled();
    }
    expect((await readdir(folder)).sort()).toEqual(['kettle-.._.._evil', 'kettle-.._.._evil (2)']);
    const inside = join(folder, 'kettle-.._.._evil');
    expect((await readdir(inside)).sort()).toEqual(['A_B (2)', '_CON', 'a_b', 'plain.txt']);
    expect(await readFile(join(inside, 'A_B (2)'), 'utf8')).toBe('A?B');
  });

  it('puts one file where the dialog says, and shows it there', async () => {
    registry.put({ ...version, fileName: 'kettle.bin' }, Buffer.from('tea'));
    const { transfers, settled } = newTransfers();
    saveAs = join(folder, 'mine.bin');
    const request = { accountId: 'a', version, fileNames: ['kettle.bin'], to: 'ask' as const };
    const [id] = idsOf(await transfers.download(request));
    expect(await settled()).toMatchObject([{ state: 'done', localName: 'mine.bin', size: 3 }]);
    expect(transfers.localPathOf(id ?? '')).toBe(saveAs);
    expect(await readFile(saveAs, 'utf8')).toBe('tea');
    saveAs = null;
    expect(await transfers.download(request)).toEqual(succeeded([]));
  });

  it('says at once when the folder cannot be made', async () => {
    const { transfers } = newTransfers();
    await rm(folder, { recursive: true });
    expect(
      await transfers.download({ accountId: 'a', version, fileNames: ['a', 'b'], to: 'download-folder' }),
    ).toMatchObject({ ok: false, failure: { reason: 'folder-not-writable' } });
  });
});

it('is on the disk before it is answered for', async () => {
  registry.put({ ...version, fileName: 'a' }, Buffer.from('a'));
  const { transfers, journal, settled } = newTransfers();
  const [id = ''] = idsOf(
    await transfers.download({ accountId: 'a', version, fileNames: ['a'], to: 'download-folder' }),
  );
  expect(journal.find(id)?.transfer.id).toBe(id);
  await settled();
});

describe('stopping', () => {
  it('keeps what there is, and the next run of the app goes on from there', async () => {
    const big = randomBytes(3_000_000);
    registry.put({ ...version, fileName: 'big' }, big);
    registry.downloadFaults.push({ stallAt: 2_000_000 });
    const before = newTransfers();
    const ids = idsOf(
      await before.transfers.download({ accountId: 'a', version, fileNames: ['big'], to: 'download-folder' }),
    );
    await vi.waitFor(() => expect(before.transfers.list()).toMatchObject([{ transferred: 2_000_000 }]));
    await before.end();
    expect(await readdir(folder)).toHaveLength(1);

    registry.asked.length = 0;
    const after = newTransfers();
    after.transfers.restore();
    expect(await after.settled()).toMatchObject([{ id: ids[0], state: 'done' }]);
    expect(registry.asked).toEqual(['list', 'get big from 2000000']);
    expect(await readdir(folder)).toEqual(['big']);
    expect(await readFile(join(folder, 'big'))).toEqual(big);
  });

  it('keeps the order, what is paused and what failed; what is done is history', async () => {
    const before = newTransfers(failed('credential-locked'));
    for (const name of ['a', 'b', 'c']) registry.put({ ...version, fileName: name }, Buffer.from(name));
    const ids = idsOf(
      await before.transfers.download({
        accountId: 'a',
        version,
        fileNames: ['a', 'b', 'c'],
        to: 'download-folder',
      }),
    );
    await before.settled();
    before.transfers.move([ids[2] ?? ''], ids[0] ?? '');
    before.transfers.cancel([ids[1] ?? '']);
    await before.end();

    const after = newTransfers();
    after.transfers.restore();
    expect(after.transfers.list().map(({ id, state }) => [id, state])).toEqual([
      [ids[2], 'paused'],
      [ids[0], 'paused'],
    ]);
    after.transfers.resumeAccount('a');
    expect((await after.settled()).map(({ state }) => state)).toEqual(['done', 'done']);
    const { transfers: history, hasMore } = after.transfers.history({ before: null, limit: 2 });
    expect(hasMore).toBe(true);
    const rest = after.transfers.history({ before: history[1]?.id ?? null, limit: 2 });
    expect([...history, ...rest.transfers].map(({ state }) => state).sort()).toEqual([
      'cancelled',
      'done',
      'done',
    ]);
    expect(rest.hasMore).toBe(false);
  });
});

describe('the history', () => {
  it('runs the same again, with the file as it is now, and is forgotten on request', async () => {
    const { transfers, localFiles, settled } = newTransfers();
    const path = join(folder, 'a.txt');
    await writeFile(path, 'one');
    const { files } = await give(localFiles, [path]);
    const [id = ''] = idsOf(
      await transfers.publish({
        accountId: 'a',
        version,
        files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
      }),
    );
    await settled();
    transfers.clearSettled();
    registry.remove({ ...version, fileName: 'a.txt' });
    await writeFile(path, 'three');
    idsOf(await transfers.runAgain([id, 'unknown']));
    expect(await settled()).toMatchObject([{ state: 'done', size: 5 }]);
    expect(registry.get({ ...version, fileName: 'a.txt' })?.toString()).toBe('three');
    transfers.clearHistory();
    expect(transfers.history({ before: null, limit: 10 })).toEqual({ transfers: [], hasMore: false });
    expect(transfers.list()).toEqual([]);
  });
});
