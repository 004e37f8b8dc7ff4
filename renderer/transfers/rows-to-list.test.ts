import { expect, test } from 'vitest';
import type { Transfer, TransferState } from '../../shared/transfer.ts';
import { rowsToList } from './rows-to-list.ts';

function transfer(id: string, state: TransferState): Transfer {
  return {
    id,
    batch: null,
    copiedFrom: null,
    oldFile: null,
    direction: 'publish',
    accountId: 'account',
    coordinates: { owner: 'me', packageName: 'kettle', version: '1', fileName: id },
    localName: id,
    state,
    size: 1,
    transferred: 0,
    speed: null,
    sha256: null,
    failure: null,
    waitsFor: 0,
    retryAt: null,
    position: 1,
    addedAt: 1,
    startedAt: null,
    settledAt: null,
  };
}

function list(states: readonly TransferState[], mostOfEach: number) {
  const transfers = states.map((state, number) => transfer(String(number), state));
  const byId = new Map(transfers.map((each) => [each.id, each]));
  const { entries, hidden } = rowsToList(transfers, byId, mostOfEach);
  return { ids: entries.map(({ id }) => id), hidden };
}

test('a list that is not long is listed whole', () => {
  expect(list(['sending', 'queued', 'done'], 3)).toEqual({ ids: ['0', '1', '2'], hidden: 0 });
});

test('of a long one the first of each part are listed, and how many are not is said', () => {
  const states: TransferState[] = [
    'sending',
    'failed',
    'queued',
    'queued',
    'queued',
    'done',
    'skipped',
    'done',
  ];
  expect(list(states, 2)).toEqual({ ids: ['0', '1', '2', '3', '5', '6'], hidden: 2 });
});

test('ten thousand cost the list no more than a few hundred', () => {
  const { ids, hidden } = list(
    Array.from({ length: 10_000 }, (_, number) => (number < 4000 ? 'queued' : 'done')),
    200,
  );
  expect(ids).toHaveLength(400);
  expect(hidden).toBe(9600);
});
