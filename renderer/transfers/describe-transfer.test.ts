import { describe, expect, it } from 'vitest';
import { TransferState } from '../../shared/transfer.ts';
import { describeEffort, describeTransfer } from './describe-transfer.ts';

const base = {
  direction: 'publish',
  state: 'queued',
  size: 9_900_000_000,
  transferred: 4_200_000_000,
  speed: null,
  failure: null,
  startedAt: null,
  settledAt: null,
} as const;

describe('a transfer in words', () => {
  it('tells bytes, speed and time left while it sends', () => {
    expect(describeTransfer({ ...base, state: 'sending', speed: 112_000_000 }).text).toBe(
      'Sending 4.2 of 9.9 GB · 112 MB/s · 51 s left',
    );
    expect(describeTransfer({ ...base, state: 'sending' }).text).toBe('Sending 4.2 of 9.9 GB');
  });

  it('does not promise a time for a download of unknown size', () => {
    const receiving = {
      ...base,
      direction: 'download',
      state: 'receiving',
      size: null,
      speed: 5000,
    } as const;
    expect(describeTransfer(receiving).text).toBe('Receiving 4.2 GB · 5 kB/s');
  });

  it.each([
    ['publish', 'queued', 'Waiting'],
    ['publish', 'checking', 'Asking the server what is there'],
    ['publish', 'storing', 'The server is storing it'],
    ['publish', 'verifying', 'Checking what the server stored'],
    ['publish', 'done', 'Published and verified'],
    ['publish', 'skipped', 'Already there, identical'],
    ['publish', 'paused', 'Paused at 4.2 of 9.9 GB'],
    ['publish', 'cancelled', 'Cancelled'],
    ['download', 'verifying', 'Checking what was received'],
    ['download', 'done', 'Downloaded and verified'],
    ['download', 'skipped', 'Already on disk, identical'],
  ] as const)('says of a %s that is %s: %s', (direction, state, text) => {
    expect(describeTransfer({ ...base, direction, state }).text).toBe(text);
  });

  it('names the culprit and the next step when it failed', () => {
    const failure = {
      reason: 'too-large-for-proxy',
      subject: 'nginx in front of git.example.org',
      setting: 'client_max_body_size',
      status: 413,
    } as const;
    expect(describeTransfer({ ...base, state: 'failed', failure })).toEqual({
      text: 'nginx in front of git.example.org refuses files of this size',
      nextStep: 'Ask its administrator to raise client_max_body_size. HTTP 413',
      tone: 'bad',
    });
  });

  it('has words for every state', () => {
    for (const state of TransferState.options) {
      expect(describeTransfer({ ...base, state }).text).toMatch(/^[A-Z]/);
    }
  });

  it('tells what it took', () => {
    expect(
      describeEffort({ ...base, state: 'done', size: 61_900_000, startedAt: 1000, settledAt: 1600 }),
    ).toBe('61.9 MB in 0.6 s');
    expect(describeEffort({ ...base, state: 'done' })).toBeNull();
  });
});
