import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../shared/transfer.ts';
import { summariseTransfers } from './summarise-transfers.ts';

function transfer(change: Partial<Transfer>): Transfer {
  return {
    id: 'a',
    direction: 'publish',
    accountId: 'git-example',
    coordinates: { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'kettle.bin' },
    localName: 'kettle.bin',
    state: 'queued',
    size: 1000,
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
    addedAt: 100,
    startedAt: null,
    settledAt: null,
    ...change,
  };
}

describe('all transfers in one line', () => {
  it('counts files and sums bytes, speed and time left', () => {
    const summary = summariseTransfers([
      transfer({ state: 'done', transferred: 1000 }),
      transfer({ state: 'sending', transferred: 500, speed: 100 }),
      transfer({}),
    ]);
    expect(summary).toEqual({
      text: '1 of 3 published · 1.5 of 3 kB · 100 B/s · 15 s left',
      announcement: '1 of 3 published',
      fraction: 0.5,
      isActive: true,
      failed: 0,
      settled: 1,
    });
  });

  it('leaves out what was finished before this batch began', () => {
    const earlier = transfer({ state: 'done', addedAt: 1 });
    expect(summariseTransfers([earlier, transfer({})]).announcement).toBe('0 of 1 published');
  });

  it('tells what failed, and leaves out what was cancelled', () => {
    const summary = summariseTransfers([
      transfer({ state: 'done' }),
      transfer({ state: 'failed' }),
      transfer({ state: 'cancelled' }),
    ]);
    expect(summary.text).toBe('1 of 2 published · 1 failed');
    expect(summary.isActive).toBe(false);
    expect(summary.fraction).toBeNull();
  });

  it('says when something needs the user', () => {
    expect(summariseTransfers([transfer({ state: 'needs-decision' })]).text).toBe(
      '0 of 1 published · 1 needs you',
    );
  });

  it('tells what the user paused from what waits for the user', () => {
    const signedOut = transfer({ state: 'paused', failure: { reason: 'bad-login' } });
    const summary = summariseTransfers([transfer({ state: 'paused' }), signedOut]);
    expect(summary.text).toBe('0 of 2 published · 1 paused · 1 needs you');
    expect(summary.isActive).toBe(false);
  });

  it('has a word for both directions at once, and none for nothing', () => {
    const both = [transfer({ state: 'skipped' }), transfer({ direction: 'download', state: 'done' })];
    expect(summariseTransfers(both).text).toBe('2 of 2 finished');
    expect(summariseTransfers([]).text).toBe('');
  });
});
