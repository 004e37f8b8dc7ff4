import { assertNever } from '../../shared/assert-never.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { DeletionTarget, MeasuredVersion } from '../../shared/deletion.ts';
import type { Failure } from '../../shared/failure.ts';
import { nameKey } from '../../shared/names.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type ListedPackage, packageKey } from '../../shared/package-listing.ts';

/** A target with what it stands for. */
export interface Doomed {
  readonly target: DeletionTarget;
  readonly name: string;
  /** The versions that go as a whole, and must be looked into to know what is in them. */
  readonly versions: readonly VersionCoordinates[];
  /** The files that go of a version that stays. */
  readonly files: readonly PackageFile[];
}

/** Targets with the versions behind them, as far as these are listed. `filesOf` answers the files that are known of a version. */
export function doomedOf(
  owner: string,
  targets: readonly DeletionTarget[],
  packages: readonly ListedPackage[],
  filesOf: (version: VersionCoordinates) => readonly PackageFile[],
): readonly Doomed[] {
  const listed = new Map(packages.map((each) => [each.key, each]));
  return targets.map((target): Doomed => {
    const { packageName } = target;
    switch (target.kind) {
      case 'package': {
        const versions = listed.get(packageKey('generic', packageName))?.versions ?? [];
        return { target, name: packageName, versions, files: [] };
      }
      case 'version': {
        const version = { owner, packageName, version: target.version };
        return { target, name: `${packageName} ${target.version}`, versions: [version], files: [] };
      }
      case 'files': {
        const seen = new Set(target.files.map(({ id }) => id));
        const files = filesOf({ owner, packageName, version: target.version }).filter(({ id }) =>
          seen.has(id),
        );
        return { target, name: `${packageName} ${target.version}`, versions: [], files };
      }
      default:
        return assertNever(target);
    }
  });
}

/** What was found in a version; null while nobody looked. */
export type Looked = (version: VersionCoordinates) => Outcome<MeasuredVersion> | null;

/** How much goes with whole versions. */
export interface VersionSum {
  readonly files: number;
  readonly bytes: number;
  /** Rows of listings of files that could not be read: files and bytes are then the least there are. */
  readonly damagedRows: number;
  /** Versions that were looked into. */
  readonly looked: number;
  /** Why the first of those that could not be looked into could not; files and bytes are then the least there are. */
  readonly failure: Failure | null;
}

/** How much goes. */
export interface DoomedSum extends VersionSum {
  readonly packages: number;
  readonly versions: number;
}

export function sumOfVersions(versions: readonly VersionCoordinates[], looked: Looked): VersionSum {
  const sum = { files: 0, bytes: 0, damagedRows: 0, looked: 0 };
  let failure: Failure | null = null;
  for (const version of versions) {
    const found = looked(version);
    if (found === null) continue;
    sum.looked += 1;
    if (found.ok) {
      sum.files += found.value.fileIds.length;
      sum.bytes += found.value.bytes;
      sum.damagedRows += found.value.damagedRows;
    } else if (found.failure.reason !== 'not-found') failure ??= found.failure;
  }
  return { ...sum, failure };
}

export function sumOf(doomed: readonly Doomed[], looked: Looked): DoomedSum {
  const sum = { packages: 0, versions: 0, files: 0, bytes: 0, damagedRows: 0, looked: 0 };
  let failure: Failure | null = null;
  for (const { target, versions, files } of doomed) {
    if (target.kind === 'package') sum.packages += 1;
    sum.versions += versions.length;
    sum.files += files.length;
    for (const { size } of files) sum.bytes += size;
    const whole = sumOfVersions(versions, looked);
    sum.files += whole.files;
    sum.bytes += whole.bytes;
    sum.damagedRows += whole.damagedRows;
    sum.looked += whole.looked;
    failure ??= whole.failure;
  }
  return { ...sum, failure };
}

/** The targets as they were looked into, where they do not say it: what is in a version then, and nothing else, goes. */
export function exactTargets(doomed: readonly Doomed[], looked: Looked): readonly DeletionTarget[] {
  return doomed.map(({ target, versions }) => {
    const [version] = versions;
    if (target.kind !== 'version' || target.fileIds !== null || version === undefined) return target;
    const found = looked(version);
    return found?.ok === true ? { ...target, fileIds: found.value.fileIds } : target;
  });
}

/** Packages of which nothing is left when these targets are gone, though they were not chosen as a whole. */
export function emptiedPackages(
  targets: readonly DeletionTarget[],
  packages: readonly ListedPackage[],
): readonly ListedPackage[] {
  const going = new Map<string, Set<string>>();
  for (const target of targets) {
    if (target.kind !== 'version') continue;
    const key = packageKey('generic', target.packageName);
    const versions = going.get(key) ?? new Set();
    going.set(key, versions.add(nameKey(target.version)));
  }
  return packages.filter(({ key, versions }) => {
    const gone = going.get(key);
    return gone !== undefined && versions.every(({ version }) => gone.has(nameKey(version)));
  });
}

/** What must be typed: the version or the package that all of it is of, else the owner. */
export function confirmationOf(owner: string, targets: readonly DeletionTarget[]): string {
  const [first] = targets;
  if (first === undefined) return owner;
  const isOnePackage = targets.every(
    ({ packageName }) => nameKey(packageName) === nameKey(first.packageName),
  );
  if (!isOnePackage) return owner;
  const isOneVersion = targets.every(
    (target) => target.kind !== 'package' && first.kind !== 'package' && target.version === first.version,
  );
  return isOneVersion && first.kind !== 'package' ? first.version : first.packageName;
}
