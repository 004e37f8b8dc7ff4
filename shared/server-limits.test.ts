import { describe, expect, it } from 'vitest';
import { noLimitsKnown, publishWarning } from './server-limits.ts';

const megabyte = 1_000_000;
const culprit = 'nginx in front of git.example.org';

describe('what is known of a server', () => {
  it('warns of nothing where nothing is known, or nothing was ever refused', () => {
    expect(publishWarning(1e12, noLimitsKnown)).toBeNull();
    expect(publishWarning(1e12, { ...noLimitsKnown, largestPublished: 1, speed: 1 })).toBeNull();
  });

  it.each([
    [100 * megabyte, null],
    [100 * megabyte + 1, 100 * megabyte],
    [500 * megabyte, 100 * megabyte],
  ])('%i bytes beside a refusal, 100 MB having got through', (size, published) => {
    const refused = { size: 120 * megabyte, culprit };
    const warning = publishWarning(size, { ...noLimitsKnown, largestPublished: 100 * megabyte, refused });
    expect(warning).toEqual(
      published === null ? null : { kind: 'too-large', culprit, refused: 120 * megabyte, published },
    );
  });

  it('warns from the refused size on where nothing got through', () => {
    const limits = { ...noLimitsKnown, refused: { size: 1000, culprit } };
    expect(publishWarning(999, limits)).toBeNull();
    expect(publishWarning(1000, limits)).toEqual({
      kind: 'too-large',
      culprit,
      refused: 1000,
      published: null,
    });
  });

  it('warns of what would take longer than uploads are let run', () => {
    const limits = { ...noLimitsKnown, cutAfter: 100, speed: megabyte };
    expect(publishWarning(100 * megabyte, limits)).toBeNull();
    expect(publishWarning(150 * megabyte, limits)).toEqual({
      kind: 'too-slow',
      expected: 150,
      cutAfter: 100,
    });
    expect(publishWarning(150 * megabyte, { ...limits, speed: null })).toBeNull();
    expect(publishWarning(150 * megabyte, { ...limits, speed: 0 })).toBeNull();
  });
});
