import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishableVersionProblem } from './names.ts';
import {
  compareVersions,
  highestFirst,
  highestOf,
  highestVersion,
  isPreRelease,
  nextPatch,
  nextVersions,
  spelledLike,
} from './version-order.ts';

function sorted(...versions: string[]) {
  return versions.toSorted(compareVersions);
}

describe('the order of versions', () => {
  it.each([
    [['1.9', '1.10', '1.10.1', '2']],
    [['2.4.0-alpha', '2.4.0-beta.2', '2.4.0-beta.11', '2.4.0-rc.1', '2.4.0', '2.4.0-1', '2.4.1']],
    [['1.0a1', '1.0b1', '1.0rc1', '1.0']],
    [['2026-01-31', '2026-11-04', '2026-12-01']],
    [['v1.2', 'v1.10']],
    [['20260101', '20261104']],
    [['99999999999999999999', '100000000000000000000']],
    [['build-9', 'build-10', 'nightly']],
  ])('puts %j in this order', (expected) => {
    expect(sorted(...expected.toReversed())).toEqual(expected);
    expect(sorted(...expected)).toEqual(expected);
  });

  it('is the same for many at once', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('1.0', 'v1.0', '1.0-rc.1'))), (versions) => {
        const items = versions.map((version) => ({ version }));
        const highest = highestFirst(items);
        expect(highest.map(({ version }) => version)).toEqual(sorted(...versions).toReversed());
        expect(highestOf(items)?.version).toBe(highest[0]?.version);
      }),
    );
  });

  it('is total over any text', () => {
    const part = fc.constantFrom(
      '1',
      '02',
      '10',
      '.',
      '-',
      '_',
      '+',
      'v',
      'rc',
      'a1',
      'beta',
      '~',
      '\u202e',
      'Ü',
    );
    const version = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
        expect(compareVersions(a, b) === 0).toBe(a === b);
        const [low, middle, high] = [a, b, c].sort(compareVersions);
        expect(compareVersions(low ?? '', middle ?? '')).toBeLessThanOrEqual(0);
        expect(compareVersions(low ?? '', high ?? '')).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('pre-releases', () => {
  it.each(['2.4.0-rc.2', '1.0b3', '1.0.0-alpha', '1.0-SNAPSHOT', '3.0.dev1', 'nightly', 'v2-beta'])(
    'takes %s for one',
    (version) => expect(isPreRelease(version)).toBe(true),
  );
  it.each(['2.4.0', '2026-11-04', '1.4.2-linux', '1.4.2-3', 'build-9', '1.0.0+rc.1', 'macaroni', 'b2'])(
    'takes %s for a final version',
    (version) => expect(isPreRelease(version)).toBe(false),
  );
});

describe('the highest version', () => {
  it('prefers a final version', () => {
    expect(highestVersion(['1.9.0', '2.0.0-rc.1', '1.10.0'])).toBe('1.10.0');
    expect(highestVersion(['2.0.0-rc.1', '2.0.0-rc.2'])).toBe('2.0.0-rc.2');
    expect(highestVersion([])).toBeNull();
  });
});

describe('the next patch', () => {
  it.each([
    ['1.4.2', '1.4.3'],
    ['1.4.9', '1.4.10'],
    ['v7', 'v8'],
    ['2026.09', '2026.10'],
    ['2.4.0-rc.2', null],
    ['nightly', null],
    ['', null],
  ])('of %s is %s', (version, expected) => {
    expect(nextPatch(version)).toBe(expected);
  });
});

describe('what could come next', () => {
  it.each([
    ['1.4.2', ['patch 1.4.3', 'minor 1.5.0', 'major 2.0.0']],
    ['v0.9.9', ['patch v0.9.10', 'minor v0.10.0', 'major v1.0.0']],
    ['1.4', ['next 1.5']],
    ['2026.09.1', ['next 2026.09.2']],
    ['1.4.2-rc.1', []],
    ['nightly', []],
  ])('after %s', (version, expected) => {
    expect(nextVersions(version).map((each) => `${each.step} ${each.version}`)).toEqual(expected);
  });

  it('is higher than what it follows, in rising order, and can be published', () => {
    const number = fc.integer({ min: 0, max: 1_000_000 });
    const some = fc.oneof(
      fc.array(number, { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join('.')),
      fc.string({ unit: fc.constantFrom('0', '1', '9', '.', 'v', '-'), maxLength: 12 }),
    );
    fc.assert(
      fc.property(some, (version) => {
        const next = nextVersions(version).map((each) => each.version);
        expect([version, ...next].toSorted(compareVersions)).toEqual([version, ...next]);
        for (const each of next) expect(publishableVersionProblem(each)).toBeNull();
      }),
    );
  });
});

describe('the spelling of other versions', () => {
  it.each([
    ['v1.4.2', '1.5.0', 'v1.5.0'],
    ['V1', '2', 'V2'],
    ['1.4.2', 'v1.5.0', '1.5.0'],
    ['v1.4.2', 'v1.5.0', null],
    ['1.4.2', '1.5.0', null],
    ['nightly', 'v1.5.0', null],
    ['v1.4.2', 'nightly', null],
    ['v1.4.2', '', null],
  ])('such as %s makes of %s %s', (other, version, expected) => {
    expect(spelledLike(other, version)).toBe(expected);
  });
});
