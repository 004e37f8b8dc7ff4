import { describe, expect, it } from 'vitest';
import { readRepository } from './repository-name.ts';

describe('a typed repository', () => {
  it.each([
    ['tea', 'tea'],
    [' tea ', 'tea'],
    ['Crew/tea', 'tea'],
  ])('%j is %s of crew', (typed, name) => {
    expect(readRepository(typed, 'crew')).toEqual({ kind: 'name', name });
  });

  it.each(['ada/tea', 'crew/tea/x', 'crew/', '/tea'])('%j is not of crew', (typed) => {
    expect(readRepository(typed, 'crew')).toEqual({ kind: 'of-another' });
  });

  it('may be missing', () => {
    expect(readRepository(' ', 'crew')).toEqual({ kind: 'empty' });
  });
});
