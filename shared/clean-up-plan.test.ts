import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCleanUp } from './clean-up-plan.ts';
import { type CleanUpRule, usualRule } from './clean-up-rule.ts';
import type { PackageVersion } from './package.ts';
import { sortVersions } from './package-listing.ts';
import { highestVersion, isPreRelease } from './version-order.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 23);

let lastId = 0;

function version(name: string, daysAgo: number | null): PackageVersion {
  lastId += 1;
  return {
    id: lastId,
    type: 'generic',
    owner: 'crew',
    packageName: 'kettle',
    version: name,
    createdAt: daysAgo === null ? null : now - daysAgo * day,
    creator: null,
    repository: null,
  };
}

function verdicts(versions: readonly PackageVersion[], rule: Partial<CleanUpRule>) {
  const any = {
    keepNewest: 1,
    order: 'date',
    olderThanDays: null,
    matching: null,
    protecting: null,
    preReleases: 'alike',
  } as const;
  return planCleanUp(versions, { ...any, ...rule }, now).map(
    ({ version: { version: name }, stays }) => `${name} ${stays ?? 'goes'}`,
  );
}

const going = (plan: ReturnType<typeof planCleanUp>) =>
  new Set(plan.flatMap(({ version: { id }, stays }) => (stays === null ? [id] : [])));

const releases = [
  version('1.0', 400),
  version('2.0-rc.1', 120),
  version('1.9', 130),
  version('2.0', 100),
  version('2.1-rc.1', 2),
  version('nightly', null),
];

describe('planning a clean-up', () => {
  it('keeps the newest and the newest final one, whatever else is said', () => {
    expect(verdicts(releases, {})).toEqual([
      '2.1-rc.1 newest',
      '2.0 newest',
      '2.0-rc.1 goes',
      '1.9 goes',
      '1.0 goes',
      'nightly goes',
    ]);
  });

  it('keeps the highest one, though an older line was mended after them', () => {
    const lines = [version('2.0', 50), version('1.9.9', 1), version('2.1-rc.1', 40), version('2.0-rc.1', 60)];
    expect(verdicts(lines, {})).toEqual([
      '1.9.9 newest',
      '2.1-rc.1 among-newest',
      '2.0 highest',
      '2.0-rc.1 goes',
    ]);
  });

  it('keeps the highest number, above which words stand', () => {
    const lines = [version('1.0', 1), version('3.0', 2), version('stable', 3), version('2.0', 4)];
    expect(verdicts(lines, {})).toEqual(['1.0 newest', '3.0 highest', 'stable highest', '2.0 goes']);
  });

  it('keeps as many of the newest as the rule says, pre-releases counted apart', () => {
    expect(verdicts(releases, { keepNewest: 2 })).toEqual([
      '2.1-rc.1 newest',
      '2.0 newest',
      '2.0-rc.1 among-newest',
      '1.9 among-newest',
      '1.0 goes',
      'nightly goes',
    ]);
  });

  it('counts by date or by what versions say', () => {
    const lines = [
      version('1.0', 1),
      version('1.1', 2),
      version('3.0', 3),
      version('2.0', 4),
      version('2.1', null),
    ];
    expect(verdicts(lines, { keepNewest: 2 })).toEqual([
      '1.0 newest',
      '1.1 among-newest',
      '3.0 highest',
      '2.0 goes',
      '2.1 goes',
    ]);
    expect(verdicts(lines, { keepNewest: 2, order: 'version' })).toEqual([
      '3.0 highest',
      '2.1 among-newest',
      '2.0 goes',
      '1.1 goes',
      '1.0 newest',
    ]);
  });

  it('lets only old ones go, and none whose age nobody knows', () => {
    expect(verdicts(releases, { olderThanDays: 125 })).toEqual([
      '2.1-rc.1 newest',
      '2.0 newest',
      '2.0-rc.1 too-young',
      '1.9 goes',
      '1.0 goes',
      'nightly no-date',
    ]);
  });

  it('goes by patterns, of what may go and of what stays', () => {
    expect(verdicts(releases, { matching: '*RC*', protecting: '2.0-*' })).toEqual([
      '2.1-rc.1 newest',
      '2.0 newest',
      '2.0-rc.1 protected',
      '1.9 not-matching',
      '1.0 not-matching',
      'nightly not-matching',
    ]);
  });

  it('treats pre-releases apart: alone, or not at all', () => {
    expect(verdicts(releases, { preReleases: 'only' })).toEqual([
      '2.1-rc.1 newest',
      '2.0 newest',
      '2.0-rc.1 goes',
      '1.9 no-pre-release',
      '1.0 no-pre-release',
      'nightly goes',
    ]);
    expect(verdicts(releases, { preReleases: 'keep', keepNewest: 2 })).toEqual([
      '2.1-rc.1 newest',
      '2.0 newest',
      '2.0-rc.1 pre-release',
      '1.9 among-newest',
      '1.0 goes',
      'nightly pre-release',
    ]);
  });

  const anyVersions = fc.array(
    fc
      .tuple(fc.oneof(fc.string(), fc.constantFrom('1.0', '1.0-rc.1', '2', 'v3')), fc.option(fc.nat(800)))
      .map(([name, age]) => version(name, age)),
    { maxLength: 30 },
  );
  const pattern = fc.option(fc.string({ minLength: 1, maxLength: 6 }));
  const anyRule = fc.record({
    keepNewest: fc.integer({ min: 1, max: 12 }),
    order: fc.constantFrom('date', 'version'),
    olderThanDays: fc.option(fc.nat(700)),
    matching: pattern,
    protecting: pattern,
    preReleases: fc.constantFrom('alike', 'only', 'keep'),
  });
  it('speaks of every version once, and never lets all of them go', () => {
    fc.assert(
      fc.property(anyVersions, anyRule, (versions, rule) => {
        const plan = planCleanUp(versions, rule, now);
        expect(new Set(plan.map((each) => each.version))).toEqual(new Set(versions));
        expect(plan).toHaveLength(versions.length);
        if (versions.length === 0) return;
        const [newest] = sortVersions(versions, 'newest');
        const goes = going(plan);
        const left = versions.filter(({ id }) => !goes.has(id)).map((each) => each.version);
        const highestOfAll = highestVersion(versions.map((each) => each.version)) ?? '';
        const numbers = versions.filter((each) => /^v?\d/i.test(each.version) && !isPreRelease(each.version));
        const [highest] = sortVersions(numbers, 'version');
        expect(left).toEqual(
          expect.arrayContaining([newest?.version, highestOfAll, highest?.version ?? highestOfAll]),
        );
        const goesUndated = versions.some(({ id, createdAt }) => createdAt === null && goes.has(id));
        expect(goesUndated && rule.olderThanDays !== null).toBe(false);
        for (const isEarly of [false, true]) {
          const kind = versions.filter((each) => isPreRelease(each.version) === isEarly);
          const staying = kind.filter(({ id }) => !goes.has(id)).length;
          expect(staying).toBeGreaterThanOrEqual(Math.min(rule.keepNewest, kind.length));
        }
      }),
    );
  });

  it('lets no more go when a rule gets stricter', () => {
    fc.assert(
      fc.property(anyVersions, anyRule, fc.nat(5), fc.nat(90), (versions, rule, more, days) => {
        const before = going(planCleanUp(versions, rule, now));
        const stricter: readonly CleanUpRule[] = [
          { ...rule, keepNewest: rule.keepNewest + more },
          { ...rule, olderThanDays: (rule.olderThanDays ?? 0) + days },
          { ...rule, protecting: '*' },
          { ...rule, protecting: rule.protecting ?? '1*' },
          { ...rule, matching: rule.matching ?? '1*' },
          { ...rule, preReleases: rule.preReleases === 'alike' ? 'keep' : rule.preReleases },
        ];
        for (const each of stricter)
          expect([...going(planCleanUp(versions, each, now))].filter((id) => !before.has(id))).toEqual([]);
        expect(going(planCleanUp(versions, { ...rule, protecting: '*' }, now)).size).toBe(0);
      }),
    );
  });

  it('plans 100,000 versions soon enough to be done while one types', () => {
    const versions = Array.from({ length: 100_000 }, (_, number) => version(`1.0.${number}`, number / 100));
    const once = () => {
      const fresh = [...versions];
      const startedAt = Date.now();
      planCleanUp(fresh, usualRule, now);
      return Date.now() - startedAt;
    };
    // The best of a few: other programs run beside this one.
    expect(Math.min(once(), once(), once())).toBeLessThan(1000);
    const plan = planCleanUp(versions, usualRule, now);
    expect(going(plan).size).toBe(90_998);
  });
});
