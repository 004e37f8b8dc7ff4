import { expect, test } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import type { Transfer } from '../../shared/transfer.ts';
import { summariseFailures } from './summarise-failures.ts';

function transfer(id: number, batch: string | null, failure: Failure | null, addedAt = 1): Transfer {
  return {
    id: String(id),
    batch,
    copiedFrom: null,
    oldFile: null,
    direction: 'publish',
    accountId: 'account',
    coordinates: { owner: 'me', packageName: 'kettle', version: '1', fileName: `${id}.bin` },
    localName: `${id}.bin`,
    state: failure === null ? 'done' : 'failed',
    size: 1,
    transferred: 1,
    speed: null,
    sha256: null,
    failure,
    waitsFor: 0,
    retryAt: null,
    position: id,
    addedAt,
    startedAt: 1,
    settledAt: 2,
  };
}

test('a large batch is told by reason, the most common first', () => {
  const [batch, ...others] = summariseFailures(
    Array.from({ length: 1000 }, (_, id) =>
      transfer(
        id,
        'big',
        id < 8
          ? { reason: 'invalid-file-name', subject: `${id}.bin` }
          : id < 10
            ? { reason: 'storage-quota-reached' }
            : null,
      ),
    ),
  );
  expect(others).toEqual([]);
  expect(batch?.done).toBe(990);
  expect(batch?.failed.map(({ id }) => Number(id))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(batch?.reasons).toEqual([
    { title: 'The server does not take this file name', count: 8 },
    { title: 'The storage quota is reached', count: 2 },
  ]);
});

test('what all failures are about is told', () => {
  const failure: Failure = { reason: 'owner-not-found', subject: 'tea' };
  const [batch] = summariseFailures(Array.from({ length: 6 }, (_, id) => transfer(id, 'one', failure)));
  expect(batch?.reasons).toEqual([{ title: 'There is no user or organization tea', count: 6 }]);
});

test('batches stand by themselves, the latest first; small ones and lone transfers tell for themselves', () => {
  const failure: Failure = { reason: 'not-allowed' };
  const batches = summariseFailures([
    ...Array.from({ length: 6 }, (_, id) => transfer(id, 'early', failure, 1)),
    ...Array.from({ length: 6 }, (_, id) => transfer(id + 10, 'late', failure, 2)),
    ...Array.from({ length: 5 }, (_, id) => transfer(id + 20, 'small', failure, 3)),
    ...Array.from({ length: 9 }, (_, id) => transfer(id + 30, null, failure, 4)),
    ...Array.from({ length: 9 }, (_, id) => transfer(id + 40, 'fine', null, 5)),
  ]);
  expect(batches.map(({ batch }) => batch)).toEqual(['late', 'early']);
});
