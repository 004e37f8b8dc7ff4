import { assertNever } from './assert-never.ts';
import type { CleanUpRule } from './clean-up-rule.ts';
import { fitsPattern } from './exclude-list.ts';
import type { PackageVersion } from './package.ts';
import { sortVersions } from './package-listing.ts';
import { isPreRelease } from './version-order.ts';

/** Why a version stays. */
export type StayReason =
  /** The newest of all, or the newest that is no pre-release: neither ever goes. */
  | 'newest'
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
 * What a rule says of each version of one package, newest first. `now` is milliseconds since 1970. However it is set, the
 * newest version stays, and the newest that is no pre-release.
 */
export function planCleanUp(
  versions: readonly PackageVersion[],
  rule: CleanUpRule,
  now: number,
): readonly PlannedVersion[] {
  const sorted = sortVersions(versions, 'newest');
  const newest = sorted[0];
  const newestFinal = sorted.find(({ version }) => !isPreRelease(version));
  let counted = 0;
  return sorted.map((version): PlannedVersion => {
    const isEarly = isPreRelease(version.version);
    const isCounted = countsFor(rule.preReleases, isEarly);
    if (isCounted) counted += 1;
    if (version === newest || version === newestFinal) return { version, stays: 'newest' };
    if (rule.preReleases === 'keep' && isEarly) return { version, stays: 'pre-release' };
    if (rule.preReleases === 'only' && !isEarly) return { version, stays: 'no-pre-release' };
    if (rule.protecting !== null && fitsPattern(rule.protecting, version.version))
      return { version, stays: 'protected' };
    if (rule.matching !== null && !fitsPattern(rule.matching, version.version))
      return { version, stays: 'not-matching' };
    if (counted <= rule.keepNewest) return { version, stays: 'among-newest' };
    if (rule.olderThanDays === null) return { version, stays: null };
    if (version.createdAt === null) return { version, stays: 'no-date' };
    const isOld = now - version.createdAt > rule.olderThanDays * millisecondsOfDay;
    return { version, stays: isOld ? null : 'too-young' };
  });
}

/** Whether a version is one of those of which the newest stay. */
function countsFor(preReleases: CleanUpRule['preReleases'], isEarly: boolean): boolean {
  switch (preReleases) {
    case 'alike':
      return true;
    case 'only':
      return isEarly;
    case 'keep':
      return !isEarly;
    default:
      return assertNever(preReleases);
  }
}
