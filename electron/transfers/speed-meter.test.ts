import { describe, expect, it } from 'vitest';
import { SpeedMeter } from './speed-meter.ts';

describe('SpeedMeter', () => {
  it('tells bytes a second over the last seconds, not over all', () => {
    const meter = new SpeedMeter();
    expect(meter.speed(0)).toBeNull();
    for (let at = 0; at <= 10_000; at += 50) meter.add(at, at < 5000 ? at * 10 : 50_000 + (at - 5000));
    const speed = meter.speed(10_000);
    expect(speed).toBeGreaterThan(900);
    expect(speed).toBeLessThan(1100);
  });

  it('falls to nothing when nothing moves', () => {
    const meter = new SpeedMeter();
    meter.add(0, 0);
    meter.add(1000, 1000);
    expect(meter.speed(1000)).toBe(1000);
    expect(meter.speed(2000)).toBe(500);
    expect(meter.speed(6000)).toBe(0);
  });

  it('starts over with a transfer that starts over', () => {
    const meter = new SpeedMeter();
    meter.add(0, 0);
    meter.add(1000, 1_000_000);
    meter.add(1100, 0);
    meter.add(2100, 500);
    expect(meter.speed(2100)).toBe(500);
  });
});
