import { describe, expect, it } from 'vitest';
import { fileNameProblem, packageNameProblem } from '../../shared/names.ts';
import { describeNameProblem } from './name-problems.ts';

describe('refused names in words', () => {
  it.each([
    ['', 'it is empty'],
    ['..', 'it is only dots'],
    ['Prüfbericht.pdf', 'the server allows no ü'],
    ['ä/ö', 'the server allows none of ä / ö'],
    ['a\u202Eb', 'the server allows no ⟨U+202E⟩'],
    [' a', 'it begins or ends with a blank'],
  ])('says of the file name %j: %s', (name, words) => {
    const problem = fileNameProblem(name);
    expect(problem === null ? null : describeNameProblem(problem)).toBe(words);
  });

  it.each([
    ['_', 'a single sign is not enough'],
    ['my package', 'the server allows no blank'],
  ])('says of the package name %j: %s', (name, words) => {
    const problem = packageNameProblem(name);
    expect(problem === null ? null : describeNameProblem(problem)).toBe(words);
  });
});
