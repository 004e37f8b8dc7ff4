import { describe, expect, it } from 'vitest';
import { formatBytes, formatBytesOf, formatSpeed } from './format-bytes.ts';

describe('sizes for people', () => {
  it.each([
    [0, '0 B'],
    [566, '566 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1100, '1.1 kB'],
    [61_900_000, '61.9 MB'],
    [999_950_000, '1 GB'],
    [123_456_789_000, '123 GB'],
    [84_200_000_000, '84.2 GB'],
    [5e15, '5 PB'],
    [5e18, '5,000 PB'],
  ])('%d bytes are %s', (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected);
  });

  it('tells part and whole in one unit', () => {
    expect(formatBytesOf(4_200_000_000, 9_900_000_000)).toBe('4.2 of 9.9 GB');
    expect(formatBytesOf(0, 566)).toBe('0 of 566 B');
  });

  it('tells a speed', () => {
    expect(formatSpeed(112_000_000)).toBe('112 MB/s');
  });
});
