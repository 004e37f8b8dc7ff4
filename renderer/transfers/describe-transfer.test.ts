import { describe, expect, it } from 'vitest';
import { TransferState } from '../../shared/transfer.ts';
import { describeBriefly, describeEffort, describeTransfer, showsProgress } from './describe-transfer.ts';

const base = {
  direction: 'publish',
  state: 'queued',
  size: 9_900_000_000,
  transferred: 4_200_000_000,
  speed: null,
  failure: null,
  batch: null,
  copiedFrom: null,
  oldFile: null,
  waitsFor: 0,
  retryAt: null,
  startedAt: null,
  settledAt: null,
} as const;

const now = 1_000_000;

function bar(change: Partial<Parameters<typeof showsProgress>[0]>): boolean {
  return showsProgress({ direction: 'download', state: 'receiving', failure: null, ...change });
}

describe('a transfer in words', () => {
  it('tells bytes, speed and time left while it sends', () => {
    expect(describeTransfer({ ...base, state: 'sending', speed: 112_000_000 }, now).text).toBe(
      'Sending 4.2 of 9.9 GB · 112 MB/s · 51 s left',
    );
    expect(describeTransfer({ ...base, state: 'sending' }, now).text).toBe('Sending 4.2 of 9.9 GB');
  });

  it('tells how many it comes after', () => {
    expect(describeTransfer({ ...base, size: null, waitsFor: 2 }, now).text).toBe(
      'Comes last: waits for 2 files of its batch',
    );
    expect(
      describeTransfer(
        { ...base, state: 'paused', failure: { reason: 'batch-incomplete', subject: 'kettle.zip' } },
        now,
      ),
    ).toMatchObject({
      text: 'Paused: It comes after files that are missing: kettle.zip',
      nextStep: expect.stringContaining('Resume or retry those files: it goes on when they are there.'),
    });
  });

  it('tells what becomes of an old file, first of all that it is nowhere but here', () => {
    const failure = { reason: 'changed-on-server', subject: 'kettle.bin' } as const;
    const stranded = describeTransfer({ ...base, state: 'needs-decision', oldFile: 'away', failure }, now);
    expect(stranded.tone).toBe('bad');
    expect(stranded.nextStep).toBe(
      'The old file is not on the server any more. It is kept on this computer.',
    );
    const back = describeTransfer(
      { ...base, state: 'failed', oldFile: 'back', failure: { reason: 'file-too-large' } },
      now,
    );
    expect(back.nextStep).toMatch(/^The old file is back on the server\. /);
    expect(describeTransfer({ ...base, state: 'sending', oldFile: 'returning' }, now).text).toBe(
      'Putting the old file back: 4.2 of 9.9 GB',
    );
    expect(describeTransfer({ ...base, state: 'done', oldFile: 'replaced' }, now).text).toBe(
      'Replaced and verified',
    );
  });

  it('does not promise a time for a download of unknown size', () => {
    const receiving = {
      ...base,
      direction: 'download',
      state: 'receiving',
      size: null,
      speed: 5000,
    } as const;
    expect(describeTransfer(receiving, now).text).toBe('Receiving 4.2 GB · 5 kB/s');
  });

  it.each([
    ['publish', 'queued', 'Waiting'],
    ['publish', 'checking', 'Asking the server what is there'],
    ['publish', 'storing', 'The server is storing it'],
    ['publish', 'verifying', 'Checking what the server stored'],
    ['publish', 'done', 'Published and verified'],
    ['publish', 'skipped', 'Already there, identical'],
    ['publish', 'paused', 'Paused'],
    ['download', 'paused', 'Paused at 4.2 of 9.9 GB'],
    ['publish', 'cancelled', 'Cancelled'],
    ['download', 'verifying', 'Checking what was received'],
    ['download', 'done', 'Downloaded and verified'],
    ['download', 'skipped', 'Already on disk, identical'],
  ] as const)('says of a %s that is %s: %s', (direction, state, text) => {
    expect(describeTransfer({ ...base, direction, state }, now).text).toBe(text);
  });

  it('names the culprit and the next step when it failed', () => {
    const failure = {
      reason: 'too-large-for-proxy',
      subject: 'nginx in front of git.example.org',
      setting: 'client_max_body_size',
      status: 413,
    } as const;
    expect(describeTransfer({ ...base, state: 'failed', failure }, now)).toEqual({
      text: 'nginx in front of git.example.org refuses files of this size',
      nextStep: 'Ask its administrator to raise client_max_body_size. HTTP 413',
      tone: 'bad',
    });
  });

  it('counts down to the next try and says why the last one failed', () => {
    const failure = { reason: 'unreachable', subject: 'git.example.org' } as const;
    const waiting = { ...base, state: 'waiting', failure, retryAt: now + 11_200 } as const;
    expect(describeTransfer(waiting, now)).toEqual({
      text: 'Trying again in 12 s: git.example.org cannot be reached',
      nextStep: null,
      tone: 'quiet',
    });
    expect(describeTransfer(waiting, now + 11_500).text).toBe(
      'Trying again: git.example.org cannot be reached',
    );
    expect(describeTransfer({ ...waiting, failure: null }, now).text).toBe('Trying again in 12 s');
    expect(describeTransfer({ ...waiting, direction: 'download' }, now).nextStep).toBe(
      '4.2 of 9.9 GB are kept',
    );
  });

  it('says of a paused publish that it begins anew, once it had begun', () => {
    const paused = { ...base, state: 'paused' } as const;
    expect(describeTransfer({ ...paused, startedAt: 5 }, now).nextStep).toBe(
      'starts again from the beginning when resumed',
    );
    expect(describeTransfer(paused, now).nextStep).toBeNull();
    expect(describeTransfer({ ...paused, direction: 'download', startedAt: 5 }, now).nextStep).toBeNull();
  });

  it('says why something paused by itself, and what to do', () => {
    const words = describeTransfer({ ...base, state: 'paused', failure: { reason: 'bad-login' } }, now);
    expect(words.text).toBe('Paused: The server does not accept the credential');
    expect(words.nextStep).toMatch(/^The token was revoked .* Sign in again/);
    expect(words.tone).toBe('attention');
  });

  it('calls a row by what does not change by the second', () => {
    const moved = { ...base, state: 'sending', speed: 5, transferred: 9 } as const;
    expect(describeBriefly(moved)).toBe('Sending');
    const waiting = { ...base, state: 'waiting', retryAt: now + 9000 } as const;
    expect(describeBriefly(waiting)).toBe('Trying again');
  });

  it('shows a bar where bytes are kept or move, and leaves long words their room', () => {
    expect(bar({})).toBe(true);
    expect(bar({ state: 'paused' })).toBe(true);
    expect(bar({ state: 'paused', direction: 'publish' })).toBe(false);
    expect(bar({ state: 'paused', failure: { reason: 'bad-login' } })).toBe(false);
    expect(bar({ state: 'waiting' })).toBe(false);
    expect(bar({ state: 'done' })).toBe(false);
  });

  it('has words for every state', () => {
    for (const state of TransferState.options) {
      expect(describeTransfer({ ...base, state }, now).text).toMatch(/^[A-Z]/);
    }
  });

  it('tells what it took', () => {
    expect(
      describeEffort({ ...base, state: 'done', size: 61_900_000, startedAt: 1000, settledAt: 1600 }),
    ).toBe('61.9 MB in 0.6 s');
    expect(describeEffort({ ...base, state: 'done' })).toBeNull();
  });
});
