import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CopySource } from '../../shared/copying.ts';
import { sha256Of, TwoRegistries } from './testing/two-registries.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.4.2' };
const large = randomBytes(6_000_000);
const small = Buffer.from('tea');
const large256 = sha256Of(large);

let both: TwoRegistries;
let source: CopySource;
beforeEach(async () => {
  both = await TwoRegistries.started();
  source = { kind: 'version', accountId: both.from.accountId, version };
});
afterEach(() => both[Symbol.asyncDispose]());

async function fill(): Promise<void> {
  await both.from.put({ ...version, fileName: 'kettle.bin' }, large);
  await both.from.put({ ...version, fileName: 'notes.txt' }, small);
  await both.from.put({ ...version, fileName: 'empty' }, Buffer.alloc(0));
}

const all = new Map([
  ['kettle.bin', large256],
  ['notes.txt', sha256Of(small)],
  ['empty', sha256Of(Buffer.alloc(0))],
]);

describe('a copy of a version', () => {
  it('brings every byte to the other server, tells where it came from, and the second time finds all there', async () => {
    await fill();
    const plan = await both.plan(source, {});
    expect(plan).toMatchObject({ versions: 1, new: 3, identical: 0, differing: 0, problems: [] });
    expect(plan.bytes).toBe(large.length + small.length);
    await both.copy(source, {});
    const transfers = await both.settled();
    expect(transfers.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(transfers[0]).toMatchObject({
      direction: 'publish',
      accountId: both.to.accountId,
      copiedFrom: { accountId: both.from.accountId, coordinates: { ...version, fileName: 'kettle.bin' } },
      sha256: large256,
      transferred: large.length,
    });
    expect(new Set(transfers.map(({ batch }) => batch)).size).toBe(1);
    expect(await both.to.files(version)).toEqual(all);
    expect(await both.from.files(version)).toEqual(all);
    expect(await both.plan(source, {})).toMatchObject({ new: 0, identical: 3, bytes: 0 });
    await both.copy(source, {});
    expect((await both.settled()).slice(3).map(({ state }) => state)).toEqual(Array(3).fill('skipped'));
  });

  it('asks about a name that other bytes have, and takes another name for it', async () => {
    await fill();
    await both.to.put({ ...version, fileName: 'notes.txt' }, Buffer.from('coffee'));
    expect(await both.plan(source, {})).toMatchObject({ new: 2, differing: 1 });
    await both.copy(source, {});
    await both.until(() => both.transfers.list().some(({ state }) => state === 'needs-decision'));
    const asked = both.transfers.list().find(({ state }) => state === 'needs-decision');
    both.transfers.decide(asked?.id ?? '', { kind: 'rename', fileName: 'notes-2.txt' });
    await both.settled();
    expect((await both.to.files(version))?.get('notes-2.txt')).toBe(sha256Of(small));
    expect((await both.to.files(version))?.get('notes.txt')).toBe(sha256Of(Buffer.from('coffee')));
  });

  it.each(['cut', 'reset'] as const)(
    'goes on where a source that is %s broke off, without sending anew',
    async (kind) => {
      await both.from.put({ ...version, fileName: 'kettle.bin' }, large);
      const plan = await both.plan(source, {});
      both.from.relay.cuts.push({ direction: 'to-client', afterBytes: 5_000_000, kind });
      both.from.relay.received = 0;
      await both.copies.start({ plan: plan.id, afterwards: 'keep' });
      const [transfer] = await both.settled();
      expect(transfer).toMatchObject({ state: 'done', sha256: large256 });
      expect(both.from.relay.cuts).toEqual([]);
      // What was on its way is lost with a reset; from the first byte on it would be 5 MB more.
      expect(both.from.relay.received).toBeLessThan(large.length + 4_500_000);
    },
  );

  it('whose target is cut is sent once more by itself', async () => {
    await both.from.put({ ...version, fileName: 'kettle.bin' }, large);
    const plan = await both.plan(source, {});
    both.to.relay.cuts.push({ direction: 'to-server', afterBytes: 3_000_000, kind: 'reset' });
    await both.copies.start({ plan: plan.id, afterwards: 'keep' });
    expect((await both.settled())[0]).toMatchObject({ state: 'done', sha256: large256 });
    expect(both.to.relay.cuts).toEqual([]);
  });

  it('never ends as a success with bytes that are not those listed, and leaves nothing of them', async () => {
    await both.from.put({ ...version, fileName: 'kettle.bin' }, large);
    const plan = await both.plan(source, {});
    await both.from.damage(large256);
    await both.copies.start({ plan: plan.id, afterwards: 'keep' });
    const [transfer] = await both.settled();
    expect(transfer).toMatchObject({
      state: 'failed',
      failure: { reason: 'damaged-on-server' },
      copiedFrom: { isAtFault: true },
    });
    expect(await both.to.files(version)).toBeNull();
    await both.from.damage(large256);
    both.transfers.retry([transfer?.id ?? '']);
    expect((await both.settled())[0]).toMatchObject({ state: 'done', sha256: large256 });
  });

  it('fetches bytes that were damaged on the way once more', async () => {
    await both.from.put({ ...version, fileName: 'kettle.bin' }, large);
    const plan = await both.plan(source, {});
    both.from.relay.cuts.push({ direction: 'to-client', afterBytes: 3_000_000, kind: 'flip' });
    await both.copies.start({ plan: plan.id, afterwards: 'keep' });
    expect((await both.settled())[0]).toMatchObject({ state: 'done', sha256: large256 });
  });

  it('does not send another file that took the name of the one that was planned', async () => {
    await both.from.put({ ...version, fileName: 'kettle.bin' }, large);
    const plan = await both.plan(source, {});
    await both.from.direct.deleteFile({ ...version, fileName: 'kettle.bin' });
    await both.from.put({ ...version, fileName: 'kettle.bin' }, small);
    await both.copies.start({ plan: plan.id, afterwards: 'keep' });
    const [transfer] = await both.settled();
    expect(transfer).toMatchObject({ state: 'failed', failure: { reason: 'changed-on-server' } });
    expect(await both.to.files(version)).toBeNull();
  });

  it('waits for the account that it comes from to be signed in again, also over a restart', async () => {
    await fill();
    const plan = await both.plan(source, {});
    both.refused.add(both.from.accountId);
    await both.copies.start({ plan: plan.id, afterwards: 'delete' });
    const isHeld = () => both.transfers.list().every(({ state }) => state === 'paused');
    await both.until(isHeld);
    await both.restart();
    expect(isHeld()).toBe(true);
    const held = both.transfers.list().find(({ copiedFrom }) => copiedFrom?.isAtFault === true);
    expect(held).toMatchObject({ failure: { reason: 'bad-login' } });
    both.transfers.resumeAccount(both.to.accountId);
    both.refused.clear();
    both.transfers.resumeAccount(both.from.accountId);
    expect(new Set((await both.settled()).map(({ state }) => state))).toEqual(new Set(['done']));
    expect(await both.from.files(version)).toBeNull();
  });

  it('ends with either of its accounts: nothing is deleted then', async () => {
    await fill();
    const plan = await both.plan(source, {});
    both.to.relay.cuts.push({ direction: 'to-server', afterBytes: 3_000_000, kind: 'stall' });
    await both.copies.start({ plan: plan.id, afterwards: 'delete' });
    await both.until(() => both.to.relay.cuts.length === 0);
    both.transfers.cancelAccount(both.from.accountId);
    const transfers = await both.settled();
    expect(transfers.filter(({ state }) => state === 'cancelled').length).toBeGreaterThan(1);
    expect(transfers.find(({ direction }) => direction === 'delete')?.state).toBe('cancelled');
    expect(await both.from.files(version)).toEqual(all);
  });

  it('goes on after a restart, and so does the deletion that ends a move', async () => {
    await fill();
    const plan = await both.plan(source, {});
    both.to.relay.cuts.push({ direction: 'to-server', afterBytes: 3_000_000, kind: 'stall' });
    await both.copies.start({ plan: plan.id, afterwards: 'delete' });
    await both.until(() => both.to.relay.cuts.length === 0);
    await both.restart();
    const transfers = await both.settled();
    expect(transfers.map(({ direction, state }) => [direction, state])).toContainEqual(['delete', 'done']);
    expect(await both.to.files(version)).toEqual(all);
    expect(await both.from.files(version)).toBeNull();
  });
});

describe('a copy in the place of another file', () => {
  const taken = { ...version, fileName: 'kettle.bin' };
  const others = Buffer.from('coffee');

  /** A copy whose name is taken at the other place, at the moment when the user is asked; answers its id. */
  async function asked(afterwards: 'keep' | 'delete' = 'keep'): Promise<string> {
    await fill();
    await both.to.put(taken, others);
    await both.copy(source, {}, afterwards);
    const find = () => both.transfers.list().find(({ state }) => state === 'needs-decision');
    await both.until(() => find() !== undefined);
    return find()?.id ?? '';
  }

  async function replace(id: string): Promise<void> {
    const listed = await both.to.direct.listFiles(version);
    const theirs = listed.ok
      ? listed.value.files.find(({ fileName }) => fileName === taken.fileName)
      : undefined;
    if (theirs === undefined) throw new Error('nothing to replace');
    both.transfers.decide(id, { kind: 'replace', seen: { id: theirs.id, sha256: theirs.sha256 } });
  }

  it('is brought to this disk first, ends the move with the others and leaves nothing here', async () => {
    await replace(await asked('delete'));
    expect(new Set((await both.settled()).map(({ state }) => state))).toEqual(new Set(['done']));
    expect(both.transfers.list()[0]).toMatchObject({ oldFile: 'replaced', sha256: large256 });
    expect(await both.to.files(version)).toEqual(all);
    expect(await both.from.files(version)).toBeNull();
    expect(await readdir(both.keptFolder)).toEqual([]);
  });

  it('leaves the old file alone while its own bytes cannot be had', async () => {
    const id = await asked();
    await both.from.damage(large256);
    await replace(id);
    const ended = (await both.settled()).find((transfer) => transfer.id === id);
    expect(ended).toMatchObject({
      state: 'failed',
      oldFile: 'there',
      failure: { reason: 'damaged-on-server' },
      copiedFrom: { isAtFault: true },
    });
    expect((await both.to.files(version))?.get(taken.fileName)).toBe(sha256Of(others));
    await both.from.damage(large256);
    both.transfers.retry([id]);
    await both.settled();
    expect((await both.to.files(version))?.get(taken.fileName)).toBe(large256);
  });

  it('goes on after a restart while its bytes were coming', async () => {
    const id = await asked();
    both.from.relay.cuts.push({ direction: 'to-client', afterBytes: 3_000_000, kind: 'stall' });
    await replace(id);
    await both.until(() => both.from.relay.cuts.length === 0);
    await both.restart();
    await both.settled();
    expect((await both.to.files(version))?.get(taken.fileName)).toBe(large256);
    expect(await readdir(both.keptFolder)).toEqual([]);
  });

  it('that is cancelled leaves nothing on this disk, and can be wanted again', async () => {
    const id = await asked();
    both.from.relay.cuts.push({ direction: 'to-client', afterBytes: 3_000_000, kind: 'stall' });
    await replace(id);
    await both.until(() => both.from.relay.cuts.length === 0);
    both.transfers.cancel([id]);
    await both.settled();
    await expect.poll(() => readdir(both.keptFolder)).toEqual([]);
    expect((await both.to.files(version))?.get(taken.fileName)).toBe(sha256Of(others));
    both.transfers.retry([id]);
    await both.settled();
    expect((await both.to.files(version))?.get(taken.fileName)).toBe(large256);
  });
});

describe('a move', () => {
  it('deletes the version where it was when all of it is there, and renames on one server', async () => {
    await fill();
    await both.copy(source, { accountId: both.from.accountId, version: '2.0' }, 'delete');
    const transfers = await both.settled();
    expect(transfers.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    expect(await both.from.files(version)).toBeNull();
    expect(await both.from.files({ ...version, version: '2.0' })).toEqual(all);
  });

  it('takes a package with all its versions, the oldest first', async () => {
    for (const name of ['1.0', '1.1', '2.0']) {
      await both.from.put({ ...version, version: name, fileName: 'a' }, Buffer.from(name));
    }
    const { owner, packageName } = version;
    const whole = {
      kind: 'package',
      accountId: both.from.accountId,
      package: { owner, packageName },
    } as const;
    await both.copy(whole, { packageName: 'pot' }, 'delete');
    const transfers = await both.settled();
    expect(transfers).toHaveLength(6);
    expect(
      transfers.filter(({ direction }) => direction === 'publish').map((each) => each.coordinates.version),
    ).toEqual(['1.0', '1.1', '2.0']);
    for (const name of ['1.0', '1.1', '2.0']) {
      expect(await both.from.files({ ...version, version: name })).toBeNull();
      expect(await both.to.files({ owner, packageName: 'pot', version: name })).toEqual(
        new Map([['a', sha256Of(Buffer.from(name))]]),
      );
    }
  });

  it('leaves the source whole while one file could not be copied, and goes on when it can', async () => {
    await fill();
    await both.to.put({ ...version, fileName: 'notes.txt' }, Buffer.from('coffee'));
    await both.copy(source, {}, 'delete');
    await both.until(() => both.transfers.list().at(-1)?.state === 'paused');
    expect(both.transfers.list().at(-1)).toMatchObject({
      direction: 'delete',
      failure: { reason: 'batch-incomplete', subject: 'notes.txt' },
    });
    expect(await both.from.files(version)).toEqual(all);
    const asked = both.transfers.list().find(({ state }) => state === 'needs-decision');
    both.transfers.decide(asked?.id ?? '', { kind: 'rename', fileName: 'notes-2.txt' });
    await both.settled();
    expect(await both.from.files(version)).toBeNull();
    expect((await both.to.files(version))?.get('notes-2.txt')).toBe(sha256Of(small));
  });

  it('is given up with a file that is cancelled: the source stays whole', async () => {
    await fill();
    await both.to.put({ ...version, fileName: 'notes.txt' }, Buffer.from('coffee'));
    await both.copy(source, {}, 'delete');
    await both.until(() => both.transfers.list().some(({ state }) => state === 'needs-decision'));
    const asked = both.transfers.list().find(({ state }) => state === 'needs-decision');
    both.transfers.decide(asked?.id ?? '', { kind: 'keep-theirs' });
    await both.settled();
    expect(both.transfers.list().at(-1)).toMatchObject({
      state: 'failed',
      failure: { reason: 'batch-incomplete' },
    });
    expect(await both.from.files(version)).toEqual(all);
  });

  it.each([
    [
      'a file that was published to it meanwhile',
      async () => both.from.put({ ...version, fileName: 'late' }, small),
    ],
    [
      'a copy that somebody deleted',
      async () => void (await both.to.direct.deleteFile({ ...version, fileName: 'notes.txt' })),
    ],
  ])('deletes nothing on account of %s, also after a restart', async (_what, change) => {
    await fill();
    await both.to.put({ ...version, fileName: 'empty' }, Buffer.from('not empty'));
    await both.copy(source, {}, 'delete');
    await both.until(() => both.transfers.list().at(-1)?.state === 'paused');
    await both.restart(change);
    const asked = both.transfers.list().find(({ state }) => state === 'needs-decision');
    both.transfers.decide(asked?.id ?? '', { kind: 'rename', fileName: 'none' });
    await both.settled();
    const last = both.transfers.list().find(({ direction }) => direction === 'delete');
    expect(last).toMatchObject({ state: 'failed', failure: { reason: 'changed-on-server' } });
    expect((await both.from.files(version))?.size).toBeGreaterThanOrEqual(3);
  });
});

describe('a plan', () => {
  it('refuses to copy a version onto itself, also under another spelling or another address of the server', async () => {
    await fill();
    const { accountId } = both.from;
    const same = await both.plan(source, { accountId, packageName: 'Kettle' });
    expect(same.problems).toEqual([{ kind: 'same-place', version: '1.4.2', fileName: null }]);
    expect(await both.copies.start({ plan: same.id, afterwards: 'delete' })).toMatchObject({ ok: false });
    const beside = await both.accountAt(both.from.registry.url, both.from.registry.token('full'));
    const other = await both.plan(source, { accountId: beside });
    expect(other.problems).toMatchObject([{ kind: 'same-place' }]);
  });

  it('says which of the servers refuses', async () => {
    const { owner, packageName } = version;
    const to = { accountId: both.to.accountId, owner, packageName, version: null };
    expect(await both.copies.plan({ from: source, to })).toMatchObject({
      value: { kind: 'refused', accountId: both.from.accountId, failure: { reason: 'not-found' } },
    });
    await fill();
    await both.to.relay.close();
    expect(await both.copies.plan({ from: source, to })).toMatchObject({
      value: { kind: 'refused', accountId: both.to.accountId, failure: { reason: 'unreachable' } },
    });
  });

  it('can be started once, and only the last one', async () => {
    await fill();
    const first = await both.plan(source, {});
    const second = await both.plan(source, { version: '2' });
    expect(await both.copies.start({ plan: first.id, afterwards: 'keep' })).toMatchObject({ ok: false });
    expect(await both.copies.start({ plan: second.id, afterwards: 'keep' })).toMatchObject({ ok: true });
    expect(await both.copies.start({ plan: second.id, afterwards: 'keep' })).toMatchObject({ ok: false });
    await both.settled();
  });
});
