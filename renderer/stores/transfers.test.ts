import { beforeEach, describe, expect, it } from 'vitest';
import type { Transfer } from '../../shared/transfer.ts';
import { removeTransfers, replaceTransfers, useTransfers } from './transfers.ts';

function transfer(id: string, change: Partial<Transfer> = {}): Transfer {
  return {
    id,
    direction: 'publish',
    accountId: 'git-example',
    coordinates: { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: `${id}.bin` },
    localName: `${id}.bin`,
    state: 'queued',
    size: 10,
    transferred: 0,
    speed: null,
    sha256: null,
    failure: null,
    batch: null,
    copiedFrom: null,
    oldFile: null,
    waitsFor: 0,
    retryAt: null,
    position: 0,
    addedAt: 1,
    startedAt: null,
    settledAt: null,
    ...change,
  };
}

function orderedIds() {
  return useTransfers.getState().order.map(({ id }) => id);
}

describe('the mirror of transfers', () => {
  beforeEach(() => {
    removeTransfers([...useTransfers.getState().byId.keys()]);
  });

  it('puts what moves first, then what failed, what waits, and what is done, latest first', () => {
    replaceTransfers([
      transfer('done-early', { state: 'done', settledAt: 5 }),
      transfer('done-late', { state: 'skipped', settledAt: 6 }),
      transfer('failed', { state: 'failed', settledAt: 4 }),
      transfer('waiting-b', { addedAt: 2 }),
      transfer('waiting-a'),
      transfer('sending', { state: 'sending', addedAt: 3 }),
    ]);
    expect(orderedIds()).toEqual(['sending', 'failed', 'waiting-a', 'waiting-b', 'done-late', 'done-early']);
  });

  it('has what waits in the order of the queue, also after a move', () => {
    replaceTransfers([
      transfer('a', { position: 1 }),
      transfer('b', { position: 2, state: 'paused' }),
      transfer('c', { position: 3, state: 'waiting', addedAt: 0 }),
    ]);
    expect(orderedIds()).toEqual(['a', 'b', 'c']);
    replaceTransfers([transfer('c', { position: 0.5, state: 'waiting', addedAt: 0 })]);
    expect(orderedIds()).toEqual(['c', 'a', 'b']);
  });

  it('keeps the order, and the other snapshots, while only bytes move', () => {
    replaceTransfers([transfer('a', { state: 'sending' }), transfer('b')]);
    const before = useTransfers.getState();
    replaceTransfers([transfer('a', { state: 'sending', transferred: 5 })]);
    const after = useTransfers.getState();
    expect(after.order).toBe(before.order);
    expect(after.byId.get('b')).toBe(before.byId.get('b'));
    expect(after.byId.get('a')?.transferred).toBe(5);
  });

  it('keeps a transfer in the list as the same entry when the order changes', () => {
    replaceTransfers([transfer('a'), transfer('b')]);
    const [, b] = useTransfers.getState().order;
    replaceTransfers([transfer('b', { state: 'sending' })]);
    expect(orderedIds()).toEqual(['b', 'a']);
    expect(useTransfers.getState().order[0]).toBe(b);
  });

  it('forgets what was taken off', () => {
    replaceTransfers([transfer('a'), transfer('b')]);
    useTransfers.getState().select(new Set(['a', 'b']));
    removeTransfers(['a']);
    expect(orderedIds()).toEqual(['b']);
    expect([...useTransfers.getState().selected]).toEqual(['b']);
  });
});
