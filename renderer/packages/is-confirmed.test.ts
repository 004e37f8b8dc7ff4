import { describe, expect, it } from 'vitest';
import { isConfirmed } from './is-confirmed.ts';

describe('a deletion that asks for a name', () => {
  it.each(['', '1.4', '1.4.2 ', '1.4.20', 'V1.4.2'])('is not confirmed by "%s"', (typed) => {
    expect(isConfirmed(typed, '1.4.2')).toBe(false);
  });

  it('is confirmed by the very name, or what is shown for one that cannot be typed', () => {
    expect(isConfirmed('1.4.2', '1.4.2')).toBe(true);
    expect(isConfirmed('1.4⟨U+202E⟩', '1.4\u202E')).toBe(true);
  });

  it('is none where none is asked for', () => {
    expect(isConfirmed('', null)).toBe(true);
  });
});
