import { assertNever } from './assert-never.ts';
import { type LocalFact, type ManifestName, manifestNames, type PublishedPackage } from './local-fact.ts';
import { type NameAndVersion, readName, stemOf } from './name-with-version.ts';
import { nameKey, packageNameProblem } from './names.ts';
import { compareVersions } from './version-order.ts';

/** All that is known about files without asking their user. */
export interface Evidence {
  readonly files: readonly { readonly name: string; readonly folder: string }[];
  readonly facts: readonly LocalFact[];
  /** What was published to the same owner before, latest first. */
  readonly published: readonly PublishedPackage[];
}

/** Where a guess comes from. */
export type GuessSource =
  | { readonly kind: 'file-names' }
  | { readonly kind: 'manifest'; readonly file: ManifestName; readonly folder: string }
  | { readonly kind: 'tag'; readonly tag: string }
  /** Such files were published under it before. */
  | { readonly kind: 'last-time' }
  | { readonly kind: 'folder-names' }
  /** It was the last one that anything was published under. */
  | { readonly kind: 'last-package' };

/** A value that can be published, and where it comes from. */
export interface Guess {
  readonly value: string;
  readonly source: GuessSource;
}

/** What one source says. */
export interface Statement extends Guess {
  /** Whether the source that says it says nothing else. */
  readonly isSure: boolean;
}

type PartOf = (read: NameAndVersion) => string | null;

/** What the names of the files say. */
export function fromNames({ files }: Evidence, partOf: PartOf): readonly Statement[] {
  return mostCommon(
    files.map(({ name }) => name),
    partOf,
    { kind: 'file-names' },
  );
}

/** What the names of the folders say that the files lie in. */
export function fromFolders({ files }: Evidence, partOf: PartOf): readonly Statement[] {
  const folders = files.flatMap(({ folder }) => folder.split('/'));
  return mostCommon(folders, partOf, { kind: 'folder-names' });
}

/** The value that comes more often than any other, or all that come equally often. */
function mostCommon(names: readonly string[], partOf: PartOf, source: GuessSource): readonly Statement[] {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  // Thousands of files lie in few folders: each name is read once.
  const values = [...times].flatMap(([name, count]) => {
    const read = readName(name);
    const value = read === null ? null : partOf(read);
    return value === null ? [] : Array.from({ length: count }, () => value);
  });
  const spellings = distinct(values);
  const most = Math.max(0, ...spellings.map(({ count }) => count));
  const winners = spellings.filter(({ count }) => count === most);
  return winners.map(({ value }) => ({ value, source, isSure: winners.length === 1 }));
}

/** Each value once, in an order that does not depend on that of the values. */
function distinct(values: readonly string[]): readonly { readonly value: string; readonly count: number }[] {
  return [...Map.groupBy(values, nameKey).values()]
    .map((equal) => ({
      value: equal.reduce((least, each) => (each < least ? each : least)),
      count: equal.length,
    }))
    .sort((one, other) => compareText(one.value, other.value));
}

/** What lies nearer to the files comes first; in one folder manifests come in their order, tags last. */
export function fromFacts(
  facts: readonly LocalFact[],
  valueOf: (fact: LocalFact) => string | null,
): readonly Statement[] {
  const speaking = facts.flatMap((fact) => {
    const value = valueOf(fact);
    return value === null || value === '' ? [] : [{ value, source: sourceOf(fact), place: placeOf(fact) }];
  });
  const places = [...Map.groupBy(speaking, ({ place }) => place)].sort(([one], [other]) => one - other);
  return places.flatMap(([, there]) => {
    const values = distinct(there.map(({ value }) => value));
    return values.flatMap(({ value }) => {
      const sources = there.filter((each) => each.value === value).map(({ source }) => source);
      const source = sources.reduce((least, each) =>
        JSON.stringify(each) < JSON.stringify(least) ? each : least,
      );
      return [{ value, source, isSure: values.length === 1 }];
    });
  });
}

function placeOf({ distance, source }: LocalFact): number {
  const kinds = manifestNames.length + 1;
  return distance * kinds + (source.kind === 'manifest' ? manifestNames.indexOf(source.file) : kinds - 1);
}

function sourceOf({ source, folder }: LocalFact): GuessSource {
  switch (source.kind) {
    case 'manifest':
      return { ...source, folder };
    case 'tag':
      return source;
    default:
      return assertNever(source);
  }
}

/** Of several tags of one commit the highest speaks: the others are candidates for it, or move along, as `v1` does. */
export function highestTags(facts: readonly LocalFact[]): readonly LocalFact[] {
  const tags = facts.filter(({ source }) => source.kind === 'tag');
  const places = Map.groupBy(tags, ({ folder, distance }) => `${distance} ${folder}`);
  const highest = [...places.values()].map((group) =>
    group.reduce((best, each) => (compareTags(each, best) > 0 ? each : best)),
  );
  return [...facts.filter(({ source }) => source.kind !== 'tag'), ...highest];
}

/** Tags may differ in what is no part of the version, as `v1` and `V1` do. */
function compareTags(one: LocalFact, other: LocalFact): number {
  return (
    compareVersions(one.version ?? '', other.version ?? '') ||
    compareText(JSON.stringify(one.source), JSON.stringify(other.source))
  );
}

/** Packages by how many of these files they hold, a file that several packages hold counting for little. */
export function fromFilesBefore({ files, published }: Evidence): readonly Statement[] {
  const stems = new Set(files.map(({ name }) => stemOf(name)));
  const holders = new Map<string, number>();
  for (const stem of published.flatMap((each) => [...new Set(each.stems)])) {
    holders.set(stem, (holders.get(stem) ?? 0) + 1);
  }
  return published
    .map(({ packageName, stems: theirs }) => ({
      value: packageName,
      weight: [...new Set(theirs)].reduce(
        (sum, stem) => sum + (stems.has(stem) ? 1 / (holders.get(stem) ?? 1) : 0),
        0,
      ),
    }))
    .filter(({ value, weight }) => weight > 0 && packageNameProblem(value) === null)
    .sort((one, other) => other.weight - one.weight)
    .map(({ value }) => ({ value, source: { kind: 'last-time' }, isSure: true }));
}

/** The package that anything was published under last. */
export function fromLastPackage(published: readonly PublishedPackage[]): readonly Statement[] {
  const last = published.find(({ packageName }) => packageNameProblem(packageName) === null);
  if (last === undefined) return [];
  return [{ value: last.packageName, source: { kind: 'last-package' }, isSure: true }];
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
