import { describe, expect, it } from 'vitest';
import { describeWarning } from './describe-warning.ts';

const culprit = 'nginx in front of git.example.org';

describe('warnings before a publish', () => {
  it.each([
    [
      { kind: 'too-large', culprit, refused: 120e6, published: 100e6 },
      'larger than the 100 MB that nginx in front of git.example.org has let through',
    ],
    [
      { kind: 'too-large', culprit, refused: 120e6, published: null },
      'nginx in front of git.example.org refused 120 MB before',
    ],
    [
      { kind: 'too-slow', expected: 400, cutAfter: 60 },
      'would take about 7 min at the last speed; uploads were cut after 60 s',
    ],
  ] as const)('%j in words', (warning, words) => {
    expect(describeWarning(warning)).toBe(words);
  });
});
