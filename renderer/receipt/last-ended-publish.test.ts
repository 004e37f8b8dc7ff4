import { describe, expect, it } from 'vitest';
import type { Transfer, TransferState } from '../../shared/transfer.ts';
import { lastEndedPublish } from './last-ended-publish.ts';

function transfer(
  batch: string | null,
  addedAt: number,
  state: TransferState,
  direction: Transfer['direction'] = 'publish',
): Transfer {
  return {
    id: `${batch}-${addedAt}-${state}`,
    batch,
    direction,
    accountId: 'a',
    coordinates: { owner: 'crew', packageName: 'kettle', version: `${addedAt}`, fileName: 'a' },
    localName: 'a',
    state,
    waitsFor: 0,
    size: 1,
    transferred: 1,
    speed: null,
    sha256: null,
    copiedFrom: null,
    oldFile: null,
    failure: null,
    retryAt: null,
    position: 1,
    addedAt,
    startedAt: null,
    settledAt: null,
  };
}

describe('the last publish that ended', () => {
  it('is the newest one, failures and all', () => {
    const transfers = [
      transfer('one', 1, 'done'),
      transfer('two', 2, 'done'),
      transfer('two', 2, 'failed'),
      transfer('get', 3, 'done', 'download'),
    ];
    expect(lastEndedPublish(transfers)).toMatchObject({ batch: 'two', version: { version: '2' } });
  });

  it('is none while a file of the newest one is on its way, and for what has no batch', () => {
    expect(lastEndedPublish([transfer('one', 1, 'done'), transfer('two', 2, 'sending')])).toBeNull();
    expect(lastEndedPublish([transfer('two', 2, 'done'), transfer('two', 2, 'needs-decision')])).toBeNull();
    expect(lastEndedPublish([transfer(null, 1, 'done')])).toBeNull();
    expect(lastEndedPublish([])).toBeNull();
  });
});
