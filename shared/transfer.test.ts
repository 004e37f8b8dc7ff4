import { describe, expect, it } from 'vitest';
import { fractionOf, secondsLeft } from './transfer.ts';

describe('how far a transfer is', () => {
  it('is unknown without a size, and never above 1', () => {
    expect(fractionOf({ state: 'receiving', size: null, transferred: 5 })).toBeNull();
    expect(fractionOf({ state: 'receiving', size: 4, transferred: 5 })).toBe(1);
    expect(fractionOf({ state: 'sending', size: 10, transferred: 4 })).toBe(0.4);
  });
  it('is nothing for an empty file until it is done', () => {
    expect(fractionOf({ state: 'sending', size: 0, transferred: 0 })).toBe(0);
    expect(fractionOf({ state: 'done', size: 0, transferred: 0 })).toBe(1);
  });
  it('tells the time left only while something moves', () => {
    expect(secondsLeft({ size: 100, transferred: 40, speed: 20 })).toBe(3);
    expect(secondsLeft({ size: 100, transferred: 40, speed: 0 })).toBeNull();
    expect(secondsLeft({ size: 100, transferred: 40, speed: null })).toBeNull();
  });
});
