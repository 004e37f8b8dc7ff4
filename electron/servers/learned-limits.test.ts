import { describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import { noLimitsKnown } from '../../shared/server-limits.ts';
import { loggersTo } from '../log.ts';
import type { EndedUpload } from '../registry/ended-upload.ts';
import { ManualClock } from '../testing/clocks.ts';
import { LearnedLimits, ServersFile } from './learned-limits.ts';

const serverUrl = 'https://git.example.org';
const megabyte = 1_000_000;
const culprit = 'nginx in front of git.example.org';
const tooLarge: Failure = { reason: 'too-large-for-proxy', status: 413, subject: culprit };
const interrupted: Failure = { reason: 'interrupted' };

function refuseToWrite(): never {
  throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
}

function newLimits() {
  const clock = new ManualClock();
  const written: string[] = [];
  const lines: string[] = [];
  const log = loggersTo({ write: (line) => void lines.push(line) })('servers');
  const store = {
    read: () => ServersFile.parse(JSON.parse(written.at(-1) ?? '{}')),
    write: (file: ServersFile) => void written.push(JSON.stringify(file)),
  };
  const limits = new LearnedLimits(store, clock, log);
  function note(size: number, failure: Failure | null, more: Partial<EndedUpload> = {}): void {
    clock.advance(60_000);
    const outcome =
      failure === null ? ({ ok: true, value: undefined } as const) : ({ ok: false, failure } as const);
    limits.noteUpload({
      serverUrl,
      owner: 'crew',
      size,
      sentBytes: size,
      milliseconds: 1000,
      outcome,
      ...more,
    });
  }
  function noteCut(seconds: number): void {
    note(1000 * megabyte, interrupted, { sentBytes: 10 * megabyte, milliseconds: seconds * 1000 });
  }
  return { limits, clock, note, noteCut, written, reopen: () => new LearnedLimits(store, clock, log) };
}

describe('what uploads teach about a server', () => {
  it('remembers the largest that got through and the smallest that was refused', () => {
    const { limits, note } = newLimits();
    expect(limits.of(serverUrl)).toEqual(noLimitsKnown);
    for (const size of [5, 90, 20]) note(size * megabyte, null);
    for (const size of [300, 120, 150]) note(size * megabyte, tooLarge, { sentBytes: 0 });
    expect(limits.of(serverUrl)).toMatchObject({
      largestPublished: 90 * megabyte,
      refused: { size: 120 * megabyte, culprit },
    });
    expect(limits.of('https://other.example.org')).toEqual(noLimitsKnown);
  });

  it('names the server itself where the limit is its own', () => {
    const { limits, note } = newLimits();
    note(10, { reason: 'file-too-large', status: 403, subject: 'kettle.bin' });
    expect(limits.of(serverUrl).refused).toEqual({ size: 10, culprit: 'git.example.org' });
  });

  it('forgets a limit that was raised, and what got through before one was lowered', () => {
    const { limits, note } = newLimits();
    note(120 * megabyte, tooLarge);
    note(121 * megabyte, null);
    expect(limits.of(serverUrl)).toMatchObject({ refused: null, largestPublished: 121 * megabyte });
    note(50 * megabyte, tooLarge);
    expect(limits.of(serverUrl)).toMatchObject({ refused: { size: 50 * megabyte }, largestPublished: null });
  });

  it.each([
    [[60, 60.4], null],
    [[60, 60.4, 59.9], 60],
    [[100.2, 31, 100, 7, 101], 100],
    [[20, 40, 60, 80, 100], null],
    [[1, 1, 1, 1], null],
  ])('cuts after %j seconds mean a limit of %j', (seconds, cutAfter) => {
    const { limits, noteCut } = newLimits();
    for (const second of seconds) noteCut(second);
    expect(limits.of(serverUrl).cutAfter).toBe(cutAfter);
  });

  it('takes cuts at one moment for one, since the network was cut', () => {
    const { limits, noteCut, clock } = newLimits();
    for (let count = 0; count < 5; count += 1) {
      noteCut(60);
      clock.advance(-59_000);
    }
    expect(limits.of(serverUrl).cutAfter).toBeNull();
  });

  it('believes in no cut that a longer upload outlived', () => {
    const { limits, note, noteCut } = newLimits();
    for (let count = 0; count < 3; count += 1) noteCut(60);
    note(500 * megabyte, null, { milliseconds: 30_000 });
    expect(limits.of(serverUrl).cutAfter).toBe(60);
    note(500 * megabyte, null, { milliseconds: 90_000 });
    expect(limits.of(serverUrl).cutAfter).toBeNull();
  });

  it.each([
    ['was cancelled', { reason: 'cancelled' }, 1],
    ['met a fault of the server', { reason: 'server-error', status: 500 }, 1],
    ['waited in vain after its last byte', { reason: 'proxy-timed-out', status: 504 }, 10],
    ['broke after its last byte', interrupted, 10],
  ] as const)('learns no limit from what %s', (_, failure, sentBytes) => {
    const { limits, note } = newLimits();
    for (let count = 0; count < 5; count += 1) note(10, failure, { sentBytes, milliseconds: 60_000 });
    expect(limits.of(serverUrl)).toMatchObject({ ...noLimitsKnown, speed: expect.any(Number) });
  });

  it('knows how fast the last long upload was', () => {
    const { limits, note } = newLimits();
    note(20 * megabyte, null, { milliseconds: 10_000 });
    expect(limits.of(serverUrl).speed).toBe(2 * megabyte);
    note(20 * megabyte, null, { milliseconds: 100 });
    expect(limits.of(serverUrl).speed).toBe(2 * megabyte);
  });

  it('is there again after a restart, and writes only what is new', () => {
    const { limits, note, written, reopen } = newLimits();
    note(120 * megabyte, tooLarge);
    note(100 * megabyte, null);
    const writes = written.length;
    for (let count = 0; count < 1000; count += 1) note(count, null);
    expect(written).toHaveLength(writes);
    expect(reopen().of(serverUrl)).toEqual(limits.of(serverUrl));
  });

  it('lets an upload be done though nothing can be written', () => {
    const clock = new ManualClock();
    const lines: string[] = [];
    const log = loggersTo({ write: (line) => void lines.push(line) })('servers');
    const limits = new LearnedLimits({ read: () => ({ servers: [] }), write: refuseToWrite }, clock, log);
    limits.noteUpload({
      serverUrl,
      owner: 'crew',
      size: 5,
      sentBytes: 5,
      milliseconds: 1,
      outcome: { ok: true, value: undefined },
    });
    expect(limits.of(serverUrl).largestPublished).toBe(5);
    expect(lines.join()).toContain('ENOSPC');
  });

  it('remembers whose quota was reached, until something is stored there again', () => {
    const { limits, note, clock, reopen } = newLimits();
    const failure: Failure = {
      reason: 'storage-quota-reached',
      serverWords: 'maximum allowed package storage quota exceeded',
    };
    note(10, failure);
    note(10, { reason: 'package-count-reached' }, { owner: 'lounge' });
    expect(reopen().quotaOf(serverUrl, 'CREW')).toEqual({
      ownerKey: 'crew',
      failure,
      at: clock.now() - 60_000,
    });
    note(10, null, { owner: 'ada' });
    note(0, null);
    expect(limits.quotaOf(serverUrl, 'crew')).not.toBeNull();
    note(10, null, { owner: 'Crew' });
    expect(limits.quotaOf(serverUrl, 'crew')).toBeNull();
    expect(limits.quotaOf(serverUrl, 'lounge')).toMatchObject({
      failure: { reason: 'package-count-reached' },
    });
  });

  it('remembers a hundred servers, the latest', () => {
    const { limits, note, reopen } = newLimits();
    for (let count = 0; count < 120; count += 1) note(1, null, { serverUrl: `https://${count}.example.org` });
    expect(reopen().of('https://119.example.org').largestPublished).toBe(1);
    expect(limits.of('https://19.example.org')).toEqual(noLimitsKnown);
  });
});
