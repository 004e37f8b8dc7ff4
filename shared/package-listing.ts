import { assertNever } from './assert-never.ts';
import { nameKey } from './names.ts';
import type { PackageVersion } from './package.ts';
import { compareVersions, highestFirst } from './version-order.ts';

/** One package, put together from the versions of an owner's listing, which knows no packages. */
export interface ListedPackage {
  /** Type and name without regard to case: what makes two versions belong together. */
  readonly key: string;
  readonly type: string;
  readonly owner: string;
  /** As the newest version spells it. */
  readonly packageName: string;
  /** Newest first; never empty. */
  readonly versions: readonly PackageVersion[];
  readonly newest: PackageVersion;
  /** `owner/name` of the linked repository, where one of the versions tells it. */
  readonly repository: string | null;
}

export const packageSorts = ['newest', 'name', 'versions', 'size'] as const;
export type PackageSort = (typeof packageSorts)[number];

/** The server keeps one package for each type and each name without regard to case. */
export function packageKey(type: string, packageName: string): string {
  return `${type}/${nameKey(packageName)}`;
}

/** Newest first by date of publishing; undated ones last, equal dates by version, highest first. */
function byNewest(left: PackageVersion, right: PackageVersion): number {
  return (
    (right.createdAt ?? -Infinity) - (left.createdAt ?? -Infinity) ||
    compareVersions(right.version, left.version)
  );
}

/** Packages by their newest version, so that one that did not change stays the same object. */
const grouped = new WeakMap<PackageVersion, ListedPackage>();

function packageOf(key: string, newest: PackageVersion, versions: readonly PackageVersion[]): ListedPackage {
  const before = grouped.get(newest);
  const isSame =
    before?.versions.length === versions.length &&
    before.versions.every((version, position) => version === versions[position]);
  if (before !== undefined && isSame) return before;
  const made = {
    key,
    type: newest.type,
    owner: newest.owner,
    packageName: newest.packageName,
    versions,
    newest,
    repository: versions.find((version) => version.repository !== null)?.repository ?? null,
  };
  grouped.set(newest, made);
  return made;
}

/**
 * Groups the versions of all pages so far. A version that moved to the next page while the pages were fetched
 * comes twice and counts once. Packages whose versions are the same objects as before are so too: a list of
 * thousands that grows page by page is drawn anew only where it grew.
 */
export function groupPackages(versions: Iterable<PackageVersion>): readonly ListedPackage[] {
  const unique = new Map<number, PackageVersion>();
  for (const version of versions) unique.set(version.id, version);
  const groups = Map.groupBy(unique.values(), (version) => packageKey(version.type, version.packageName));
  const packages: ListedPackage[] = [];
  for (const [key, members] of groups) {
    const sorted = members.sort(byNewest);
    const newest = sorted[0];
    if (newest === undefined) continue;
    packages.push(packageOf(key, newest, sorted));
  }
  return packages;
}

export const versionSorts = ['newest', 'version', 'size'] as const;
export type VersionSort = (typeof versionSorts)[number];

/** Bytes by name, as far as they are known. */
export type KnownSizes = ReadonlyMap<string, number>;

const noSizes: KnownSizes = new Map();

/**
 * A sorted copy: by date of publishing, by what the versions say, highest first, or by size, largest first and unknown
 * ones last. `sizes` are by version.
 */
export function sortVersions(
  versions: readonly PackageVersion[],
  sort: VersionSort,
  sizes = noSizes,
): readonly PackageVersion[] {
  switch (sort) {
    case 'newest':
      return versions.toSorted(byNewest);
    case 'version':
      return highestFirst(versions);
    case 'size': {
      const bytes = ({ version }: PackageVersion) => sizes.get(version) ?? -1;
      return versions.toSorted((left, right) => bytes(right) - bytes(left) || byNewest(left, right));
    }
    default:
      return assertNever(sort);
  }
}

function byName(left: ListedPackage, right: ListedPackage): number {
  return (
    compareVersions(nameKey(left.packageName), nameKey(right.packageName)) || (left.key < right.key ? -1 : 1)
  );
}

/**
 * A sorted copy: newest publish first, by name in natural order, most versions first, or largest first and those of
 * unknown size last. `sizes` are by key.
 */
export function sortPackages(
  packages: readonly ListedPackage[],
  sort: PackageSort,
  sizes = noSizes,
): readonly ListedPackage[] {
  switch (sort) {
    case 'newest':
      return packages.toSorted((left, right) => byNewest(left.newest, right.newest) || byName(left, right));
    case 'name':
      return packages.toSorted(byName);
    case 'versions':
      return packages.toSorted(
        (left, right) => right.versions.length - left.versions.length || byName(left, right),
      );
    case 'size': {
      const bytes = ({ key }: ListedPackage) => sizes.get(key) ?? -1;
      return packages.toSorted((left, right) => bytes(right) - bytes(left) || byName(left, right));
    }
    default:
      return assertNever(sort);
  }
}

/** The names of a package's versions without regard to case, for searching: made once for each package. */
const versionKeys = new WeakMap<ListedPackage, readonly string[]>();

function versionKeysOf(listed: ListedPackage): readonly string[] {
  const keys = versionKeys.get(listed) ?? listed.versions.map(({ version }) => nameKey(version));
  versionKeys.set(listed, keys);
  return keys;
}

function wordsOf(text: string): readonly string[] {
  return nameKey(text).split(/\s+/).filter(Boolean);
}

/** The words that neither name nor type hold, and that a version would have to. */
function wordsLeft({ packageName, type }: ListedPackage, words: readonly string[]): readonly string[] {
  const held = nameKey(`${packageName} ${type}`);
  return words.filter((word) => !held.includes(word));
}

/** Packages that hold every word of `text` in name or type, or in one of the versions, without regard to case. */
export function filterPackages(packages: readonly ListedPackage[], text: string): readonly ListedPackage[] {
  const words = wordsOf(text);
  if (words.length === 0) return packages;
  return packages.filter((listed) => {
    const left = wordsLeft(listed, words);
    return left.length === 0 || versionKeysOf(listed).some((key) => left.every((word) => key.includes(word)));
  });
}

/** The newest version that a package was found by; null where its name and type hold every word of `text`. */
export function versionFoundBy(listed: ListedPackage, text: string): PackageVersion | null {
  const left = wordsLeft(listed, wordsOf(text));
  if (left.length === 0) return null;
  const position = versionKeysOf(listed).findIndex((key) => left.every((word) => key.includes(word)));
  return listed.versions[position] ?? null;
}

/** The types that there are, in their order. */
export function typesOf(packages: readonly ListedPackage[]): readonly string[] {
  return [...new Set(packages.map(({ type }) => type))].sort();
}
