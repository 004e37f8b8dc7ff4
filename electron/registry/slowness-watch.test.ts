import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/clocks.ts';
import { defaultLimits } from './request-limits.ts';
import { SlownessWatch } from './slowness-watch.ts';

/** Seconds until a download that gets `bytes(second)` each second counts as too slow; null when it never does. */
function secondsUntilTooSlow(
  bytes: (second: number) => number,
  { isPatient = false, isHeldBack = (_second: number): boolean => false } = {},
): number | null {
  const clock = new ManualClock();
  let second = 0;
  let tooSlow: number | null = null;
  const watch = new SlownessWatch(clock, defaultLimits, {
    isHeldBack: () => isHeldBack(second),
    isPatient,
    onTooSlow: () => {
      tooSlow ??= second + 1;
    },
  });
  for (; second < 2000; second += 1) {
    watch.note(bytes(second));
    clock.advance(1000);
  }
  watch.end();
  return tooSlow;
}

describe('a slow download', () => {
  it.each([
    ['nothing at all', () => 0, 30],
    ['nothing after a while', (second: number) => (second < 50 ? 1e6 : 0), 80],
    ['one byte in five seconds', (second: number) => (second % 5 === 0 ? 1 : 0), 120],
    ['less than 1 KiB a second', () => 1000, 120],
    ['a trickle in gulps', (second: number) => (second % 20 === 0 ? 10_000 : 0), 120],
    ['a trickle after a good start', (second: number) => (second < 10 ? 5000 : 100), 120],
    ['1 KiB a second', () => 1024, null],
    ['gulps that are worth it', (second: number) => (second % 20 === 0 ? 30_000 : 0), null],
  ])('that gets %s', (_, bytes, seconds) => {
    expect(secondsUntilTooSlow(bytes)).toBe(seconds);
  });

  it('may trickle where nothing better is to be had, but not stand still', () => {
    expect(secondsUntilTooSlow(() => 1, { isPatient: true })).toBeNull();
    expect(secondsUntilTooSlow(() => 0, { isPatient: true })).toBe(30);
  });

  it('is not the network’s fault while the reader or the limit holds it back', () => {
    expect(secondsUntilTooSlow(() => 0, { isHeldBack: () => true })).toBeNull();
    expect(secondsUntilTooSlow(() => 1, { isHeldBack: (second) => second % 100 === 99 })).toBeNull();
    expect(secondsUntilTooSlow(() => 0, { isHeldBack: (second) => second < 500 })).toBe(530);
  });
});
