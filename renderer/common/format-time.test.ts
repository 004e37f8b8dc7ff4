import { describe, expect, it } from 'vitest';
import { formatDuration, formatWhen } from './format-time.ts';

const now = new Date(2026, 10, 22, 12, 0, 0).getTime();
const second = 1000;
const day = 86_400 * second;

describe('dates for people', () => {
  it.each([
    [10 * second, 'just now'],
    [-30 * second, 'just now'],
    [60 * second, '1 minute ago'],
    [20 * 60 * second, '20 minutes ago'],
    [3 * 3600 * second, '3 hours ago'],
    [day, 'yesterday'],
    [3 * day, '3 days ago'],
    [10 * day, '12 November'],
    [400 * day, '18 October 2025'],
  ])('%d ms ago is %s', (ago, expected) => {
    expect(formatWhen(now - ago, now)).toBe(expected);
  });
});

describe('durations for people', () => {
  it.each([
    [0, '0.1 s'],
    [0.62, '0.6 s'],
    [51.2, '51 s'],
    [240, '4 min'],
    [7500, '2 h 5 min'],
  ])('%d seconds are %s', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected);
  });
});
