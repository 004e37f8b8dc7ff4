import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/clocks.ts';
import { ByteRate } from './byte-rate.ts';

/** Wants bytes without end; answers how many it got, and how to stop it. */
async function greedy(rate: ByteRate, piece = 128 * 1024): Promise<{ got: () => number; stop: () => void }> {
  let got = 0;
  const request = { takeBack: (): void => undefined };
  function ask(): void {
    request.takeBack = rate.ask(piece, (bytes) => {
      got += bytes;
      ask();
    });
  }
  ask();
  await Promise.resolve();
  return { got: () => got, stop: () => request.takeBack() };
}

describe('a limit of bytes a second', () => {
  it.each([16 * 1024, 1_000_000, 50_000_000])('of %i is kept', async (limit) => {
    const clock = new ManualClock();
    const taker = await greedy(new ByteRate(clock, () => limit));
    clock.advance(10_000);
    expect(taker.got() / 10 / limit).toBeCloseTo(1, 1);
  });

  it('is shared evenly by all who want bytes at once, whatever they ask for at a time', async () => {
    const clock = new ManualClock();
    const rate = new ByteRate(clock, () => 100_000);
    const takers = await Promise.all([greedy(rate), greedy(rate, 1_000_000), greedy(rate, 20_000)]);
    clock.advance(30_000);
    for (const taker of takers) expect(taker.got() / 1_000_000).toBeCloseTo(1, 1);
  });

  it('leaves what one does not take to the others', async () => {
    const clock = new ManualClock();
    const rate = new ByteRate(clock, () => 100_000);
    const [leaving, staying] = await Promise.all([greedy(rate), greedy(rate)]);
    leaving.stop();
    clock.advance(10_000);
    expect(leaving.got()).toBeLessThanOrEqual(10_000);
    expect(staying.got()).toBeGreaterThan(980_000);
  });

  it('acts at once when it is changed, lifted or set', async () => {
    const clock = new ManualClock();
    let limit: number | null = 16 * 1024;
    const rate = new ByteRate(clock, () => limit);
    const taker = await greedy(rate);
    clock.advance(5000);
    const before = taker.got();
    limit = 1_000_000;
    clock.advance(1000);
    expect(taker.got() - before).toBeGreaterThan(880_000);
    expect(taker.got() - before).toBeLessThan(1_120_000);
    taker.stop();
    const whole: number[] = [];
    rate.ask(1e9, (bytes) => whole.push(bytes));
    limit = null;
    expect(rate.isLimited).toBe(false);
    clock.advance(100);
    expect(whole).toEqual([1e9]);
  });

  it('saves nothing up while nobody wants any', async () => {
    const clock = new ManualClock();
    const rate = new ByteRate(clock, () => 100_000);
    clock.advance(60_000);
    const taker = await greedy(rate);
    clock.advance(1000);
    expect(taker.got()).toBeLessThan(125_000);
  });

  it('gives nothing to who has gone', async () => {
    const clock = new ManualClock();
    const rate = new ByteRate(clock, () => 16 * 1024);
    const stay = await greedy(rate);
    let granted = false;
    const takeBack = rate.ask(1, () => {
      granted = true;
    });
    takeBack();
    clock.advance(10_000);
    stay.stop();
    expect(granted).toBe(false);
  });
});
