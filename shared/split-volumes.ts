import { nameKey } from './names.ts';
import type { PackageFile } from './package.ts';
import type { ServerLimits } from './server-limits.ts';

/**
 * A file that is too large for a server lies there in parts, `kettle.iso.part001of012` and on, with a manifest beside
 * them, `kettle.iso.split.txt` (`split-manifest.ts`). The names sort as the parts are joined, also in a shell; they tell
 * how many there are, so that a part that is missing is missed without the manifest; and `*.part` does not fit them.
 */

/** Most parts of one file, and the longest name of a part: disks take no longer one. */
export const splitLimits = { parts: 10_000, nameLength: 255 } as const;

const manifestEnding = '.split.txt';

/** A file that is to be cut, or was: all but the last part have the size of a part. Sizes in bytes. */
export interface SplitLayout {
  readonly name: string;
  readonly size: number;
  readonly partSize: number;
}

export interface SplitPart {
  readonly name: string;
  /** Where it begins in the whole. */
  readonly start: number;
  /** Bytes; never 0. */
  readonly length: number;
}

/** Why a file cannot be split so. */
export type SplitProblem = 'too-many-parts' | 'name-too-long';

export function partCount({ size, partSize }: Pick<SplitLayout, 'size' | 'partSize'>): number {
  return Math.ceil(size / partSize);
}

/** Whether a file of `size` bytes comes to more than one part. */
export function isSplitBy(size: number, partSize: number | null): partSize is number {
  return partSize !== null && size > partSize;
}

/** How many digits the numbers of so many parts have. */
export function partDigits(count: number): number {
  return Math.max(3, String(count).length);
}

/** `number` is from 1. */
export function partName(name: string, number: number, count: number): string {
  const digits = partDigits(count);
  return `${name}.part${String(number).padStart(digits, '0')}of${String(count).padStart(digits, '0')}`;
}

export function manifestName(name: string): string {
  return name + manifestEnding;
}

/** The name of the file that a manifest of this name tells of; null for names of other files. */
export function nameOfManifest(fileName: string): string | null {
  return fileName.length > manifestEnding.length && fileName.endsWith(manifestEnding)
    ? fileName.slice(0, -manifestEnding.length)
    : null;
}

/** What the name of a part tells; null for names of other files. */
export function readPartName(
  fileName: string,
): { readonly name: string; readonly number: number; readonly count: number } | null {
  const [, name, digits, of] = /^(.+)\.part(\d{3,5})of(\d{3,5})$/s.exec(fileName) ?? [];
  if (name === undefined) return null;
  const [number, count] = [Number(digits), Number(of)];
  const isPart = number >= 1 && number <= count && count >= 2 && count <= splitLimits.parts;
  return isPart && partName(name, number, count) === fileName ? { name, number, count } : null;
}

/** Null where the file can be split so. */
export function splitProblem(layout: SplitLayout): SplitProblem | null {
  const count = partCount(layout);
  if (count > splitLimits.parts) return 'too-many-parts';
  return partName(layout.name, count, count).length > splitLimits.nameLength ? 'name-too-long' : null;
}

/** The parts in the order in which they are joined. Only for layouts without a `splitProblem`. */
export function partsOf({ name, size, partSize }: SplitLayout): readonly SplitPart[] {
  const count = partCount({ size, partSize });
  return Array.from({ length: count }, (_, index) => {
    const start = index * partSize;
    return { name: partName(name, index + 1, count), start, length: Math.min(partSize, size - start) };
  });
}

/** The parts of one file that a version holds, as their names tell, with the manifest that completes them. */
export interface SplitSet {
  /** What the parts come to when they are joined. */
  readonly name: string;
  /** How many there should be. */
  readonly count: number;
  /** In order; fewer than `count` where some are missing. Never empty. */
  readonly parts: readonly PackageFile[];
  /** Null while the file is not finished. */
  readonly manifest: PackageFile | null;
}

/** A row of a version's list of files. */
export type ListedEntry =
  | { readonly kind: 'file'; readonly file: PackageFile }
  | { readonly kind: 'split'; readonly set: SplitSet };

interface Gathered {
  readonly name: string;
  readonly count: number;
  readonly parts: Map<number, PackageFile>;
}

/**
 * A version's files with those that belong to one split file put together, each where its first member stood. Told from
 * names alone: what the bytes are only the manifest can say.
 */
export function listedEntries(files: readonly PackageFile[]): readonly ListedEntry[] {
  const known = entriesOf.get(files) ?? gatherEntries(files);
  entriesOf.set(files, known);
  return known;
}

/** A list is looked at in several places, and again whenever one of them is drawn. */
const entriesOf = new WeakMap<readonly PackageFile[], readonly ListedEntry[]>();

function gatherEntries(files: readonly PackageFile[]): readonly ListedEntry[] {
  const sets = new Map<string, Gathered>();
  const setOf = new Map<PackageFile, Gathered>();
  for (const file of files) {
    const part = readPartName(file.fileName);
    if (part === null) continue;
    const key = `${part.count} ${nameKey(part.name)}`;
    const set = sets.get(key) ?? { name: part.name, count: part.count, parts: new Map() };
    sets.set(key, set);
    set.parts.set(part.number, file);
    setOf.set(file, set);
  }
  if (sets.size === 0) return files.map((file) => ({ kind: 'file', file }));
  const wholest = wholestByName([...sets.values()]);
  const manifests = new Map<Gathered, PackageFile>();
  for (const file of files) {
    const name = nameOfManifest(file.fileName);
    const set = name === null ? undefined : wholest.get(nameKey(name));
    if (set === undefined) continue;
    manifests.set(set, file);
    setOf.set(file, set);
  }
  const told = new Set<Gathered>();
  return files.flatMap((file): ListedEntry[] => {
    const set = setOf.get(file);
    if (set === undefined) return [{ kind: 'file', file }];
    if (told.has(set)) return [];
    told.add(set);
    return [{ kind: 'split', set: setFrom(set, manifests.get(set) ?? null) }];
  });
}

/** A manifest belongs to the set of which the most is there; others of its name were left by earlier tries. */
function wholestByName(sets: readonly Gathered[]): ReadonlyMap<string, Gathered> {
  const wholest = new Map<string, Gathered>();
  for (const set of sets) {
    const key = nameKey(set.name);
    const other = wholest.get(key);
    if (other === undefined || other.parts.size / other.count < set.parts.size / set.count) {
      wholest.set(key, set);
    }
  }
  return wholest;
}

function setFrom({ name, count, parts }: Gathered, manifest: PackageFile | null): SplitSet {
  const sorted = [...parts].sort(([one], [other]) => one - other).map(([, file]) => file);
  return {
    name: manifest === null ? name : (nameOfManifest(manifest.fileName) ?? name),
    count,
    parts: sorted,
    manifest,
  };
}

/** All files of a set; the manifest first, so that nothing looks whole once some of them are gone. */
export function filesOfSet({ manifest, parts }: SplitSet): readonly PackageFile[] {
  return manifest === null ? parts : [manifest, ...parts];
}

/** Whether a manifest and as many parts as there should be are listed: it can be joined, unless their bytes are others. */
export function isComplete({ manifest, parts, count }: SplitSet): boolean {
  return manifest !== null && parts.length === count;
}

/** Bytes of the parts that are there. */
export function bytesOfSet({ parts }: SplitSet): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

const megabyte = 1_000_000;

/** A little below what proxies and hosts are usually set to. */
const usualPartSizes = [95 * megabyte, 45 * megabyte, 9 * megabyte, 900_000];

/**
 * The size of parts that a server will likely take: what it is known to have taken, else a usual limit below what was
 * refused. Null where nothing was refused yet, or even little.
 */
export function proposePartSize({ refused, largestPublished }: ServerLimits): number | null {
  if (refused === null) return null;
  const usual = usualPartSizes.find((size) => size < refused.size) ?? 0;
  const proven = Math.floor((largestPublished ?? 0) / megabyte) * megabyte;
  const size = Math.max(usual, proven);
  return size === 0 ? null : size;
}
