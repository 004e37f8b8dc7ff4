import { describe, expect, it } from 'vitest';
import { SettingsChange } from '../../shared/settings.ts';
import { highestRate, lowestRate, parseRate, writtenRate } from './byte-rate.ts';

describe('a bandwidth limit as it is typed', () => {
  it.each([
    ['500', 'kib', 512_000],
    [' 16 ', 'kib', 16_384],
    ['1', 'mib', 1_048_576],
    ['1.5', 'mib', 1_572_864],
    ['1,5', 'mib', 1_572_864],
    ['10240', 'mib', 10 * 1024 ** 3],
  ] as const)('%s %s/s is %i bytes a second', (text, unit, bytesPerSecond) => {
    expect(parseRate(text, unit)).toEqual({ ok: true, bytesPerSecond });
  });

  it.each([
    ['', 'kib', 'not-a-number'],
    ['fast', 'mib', 'not-a-number'],
    ['-5', 'mib', 'not-a-number'],
    ['1e3', 'kib', 'not-a-number'],
    ['1.500,5', 'kib', 'not-a-number'],
    ['0', 'kib', 'too-low'],
    ['15', 'kib', 'too-low'],
    ['0.01', 'mib', 'too-low'],
    ['10241', 'mib', 'too-high'],
  ] as const)('“%s” %s/s is refused: %s', (text, unit, problem) => {
    expect(parseRate(text, unit)).toEqual({ ok: false, problem });
  });

  it('knows the bounds that the settings keep', () => {
    for (const rate of [lowestRate, highestRate])
      expect(SettingsChange.safeParse({ uploadRate: rate }).success).toBe(true);
    for (const rate of [lowestRate - 1, highestRate + 1])
      expect(SettingsChange.safeParse({ uploadRate: rate }).success).toBe(false);
  });
});

describe('a bandwidth limit as it is shown', () => {
  it.each([
    [16_384, '16', 'kib'],
    [512_000, '500', 'kib'],
    [1_048_576, '1', 'mib'],
    [1_572_864, '1.5', 'mib'],
    [1_100_000, '1074.22', 'kib'],
  ] as const)('%i bytes a second are %s %s/s', (bytesPerSecond, text, unit) => {
    expect(writtenRate(bytesPerSecond)).toEqual({ text, unit });
  });

  it('comes back as it was typed', () => {
    for (const [text, unit] of [
      ['20', 'kib'],
      ['1.25', 'mib'],
      ['3', 'mib'],
    ] as const) {
      const parsed = parseRate(text, unit);
      expect(parsed.ok && writtenRate(parsed.bytesPerSecond)).toEqual({ text, unit });
    }
  });
});
