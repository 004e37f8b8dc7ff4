import type { CleanUpRule } from './clean-up-rule.ts';
import { fitsPattern } from './exclude-list.ts';
import type { PackageVersion } from './package.ts';
import { sortVersions } from './package-listing.ts';
import { highestFirst, highestOf, isPreRelease } from './version-order.ts';

/** Why a version stays. */
export type StayReason =
  /** The newest of all, or the newest that is no pre-release: neither ever goes. */
  | 'newest'
  /** The highest version, or the highest that begins with a number, though others were published later: neither ever goes. */
  | 'highest'
  | 'among-newest'
  | 'too-young'
  /** The server's date could not be read, and the rule asks for an age. */
  | 'no-date'
  | 'not-matching'
  | 'protected'
  | 'pre-release'
  | 'no-pre-release';

/** A version with what the rule says of it; null in `stays` goes. */
export interface PlannedVersion {
  readonly version: PackageVersion;
  readonly stays: StayReason | null;
}

const millisecondsOfDay = 24 * 60 * 60 * 1000;

/**
 * What a rule says of each version of one package, newest first as the rule has it. `now` is milliseconds since 1970.
 * However it is set, the newest version stays, the newest that is no pre-release, and the highest.
 */
export function planCleanUp(
  versions: readonly PackageVersion[],
  rule: CleanUpRule,
  now: number,
): readonly PlannedVersion[] {
  const { byDate, early, newest, highest } = factsOf(versions);
  const counted = { early: 0, final: 0 };
  const sorted = rule.order === 'date' ? byDate : byVersionOf(versions);
  return sorted.map((version): PlannedVersion => {
    const isEarly = early.has(version);
    counted[isEarly ? 'early' : 'final'] += 1;
    if (newest.has(version)) return { version, stays: 'newest' };
    if (highest.has(version)) return { version, stays: 'highest' };
    if (rule.preReleases === 'keep' && isEarly) return { version, stays: 'pre-release' };
    if (rule.preReleases === 'only' && !isEarly) return { version, stays: 'no-pre-release' };
    if (rule.protecting !== null && fitsPattern(rule.protecting, version.version))
      return { version, stays: 'protected' };
    if (rule.matching !== null && !fitsPattern(rule.matching, version.version))
      return { version, stays: 'not-matching' };
    if (counted[isEarly ? 'early' : 'final'] <= rule.keepNewest) return { version, stays: 'among-newest' };
    if (rule.olderThanDays === null) return { version, stays: null };
    if (version.createdAt === null) return { version, stays: 'no-date' };
    const isOld = now - version.createdAt > rule.olderThanDays * millisecondsOfDay;
    return { version, stays: isOld ? null : 'too-young' };
  });
}

interface Facts {
  readonly byDate: readonly PackageVersion[];
  readonly early: ReadonlySet<PackageVersion>;
  /** Of all, and of those that are no pre-releases. */
  readonly newest: ReadonlySet<PackageVersion | undefined>;
  /** Of the final ones where there are any: of all, and of numbers, above which words such as `tip` would stand. */
  readonly highest: ReadonlySet<PackageVersion | undefined>;
}

/** What no rule changes, found once: one that is being typed is planned for every letter. */
const facts = new WeakMap<readonly PackageVersion[], Facts>();
const byVersion = new WeakMap<readonly PackageVersion[], readonly PackageVersion[]>();

function factsOf(versions: readonly PackageVersion[]): Facts {
  const before = facts.get(versions);
  if (before !== undefined) return before;
  const byDate = sortVersions(versions, 'newest');
  const early = new Set(versions.filter(({ version }) => isPreRelease(version)));
  const finals = byDate.filter((version) => !early.has(version));
  const candidates = finals.length > 0 ? finals : byDate;
  const highest = highestOf(candidates);
  const made = {
    byDate,
    early,
    newest: new Set([byDate[0], finals[0]]),
    highest: new Set([
      highest,
      highest !== undefined && isNumber(highest) ? highest : highestOf(candidates.filter(isNumber)),
    ]),
  };
  facts.set(versions, made);
  return made;
}

function isNumber({ version }: PackageVersion): boolean {
  return /^v?\d/i.test(version);
}

function byVersionOf(versions: readonly PackageVersion[]): readonly PackageVersion[] {
  const sorted = byVersion.get(versions) ?? highestFirst(versions);
  byVersion.set(versions, sorted);
  return sorted;
}
