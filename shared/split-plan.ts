import type { Failure } from './failure.ts';
import { nameKey } from './names.ts';
import type { PackageFile } from './package.ts';
import { findPartProblem, type SplitManifest } from './split-manifest.ts';
import {
  isSplitBy,
  manifestName,
  nameOfManifest,
  partsOf,
  type SplitProblem,
  splitProblem,
} from './split-volumes.ts';

/** The files of a version by their keys (`nameKey`). */
export type FilesByKey = ReadonlyMap<string, PackageFile>;

/** What manifests say, by the sha256 of the manifest; null for one that could not be read. */
export type ReadManifests = ReadonlyMap<string, SplitManifest | null>;

/** A file that may be cut. */
export interface SplittableFile {
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  /** Null while not computed. */
  readonly sha256: string | null;
  /** Why it could not be computed, where that was tried. */
  readonly unreadable?: Failure;
  /** Bytes of a part, where files larger than that are to be split. */
  readonly partSize?: number | null;
}

export type SplitVerdict =
  | { readonly kind: 'new' }
  | { readonly kind: 'identical' }
  | { readonly kind: 'differs' | 'comparing'; readonly listed: PackageFile }
  | { readonly kind: 'unreadable'; readonly failure: Failure }
  | { readonly kind: 'cannot-split'; readonly problem: SplitProblem };

/**
 * Judges a file whose own name is not taken: against parts of the same name, whether it is to be split itself or not.
 * What is there whole with the same bytes is identical however it was cut; a part of another size is a conflict; parts
 * of an upload that broke off are not.
 */
export function splitVerdict(
  file: SplittableFile,
  listed: FilesByKey,
  manifests: ReadManifests,
): SplitVerdict {
  const there = holdsManifest(listed) ? listed.get(nameKey(manifestName(file.fileName))) : undefined;
  if (there !== undefined) {
    const manifest = manifests.get(there.sha256);
    if (manifest === undefined) return { kind: 'comparing', listed: there };
    const known = manifest === null ? null : judge(file, there, manifest, listed);
    if (known !== null) return known;
  }
  const layout = layoutOf(file);
  if (layout === null) return { kind: 'new' };
  const problem = splitProblem(layout);
  if (problem !== null) return { kind: 'cannot-split', problem };
  // A manifest that nobody can read has the name that this file's would get.
  if (there !== undefined && manifests.get(there.sha256) === null) return { kind: 'differs', listed: there };
  for (const { name, length } of partsOf(layout)) {
    const part = listed.get(nameKey(name));
    if (part !== undefined && part.size !== length) return { kind: 'differs', listed: part };
  }
  return { kind: 'new' };
}

const manifestsIn = new WeakMap<FilesByKey, boolean>();

/** Keys of names take their time, and hardly any version has a manifest at all. */
function holdsManifest(listed: FilesByKey): boolean {
  const known = manifestsIn.get(listed) ?? [...listed.keys()].some((key) => nameOfManifest(key) !== null);
  manifestsIn.set(listed, known);
  return known;
}

/** Null where the parts that are missing can be sent. */
function judge(
  file: SplittableFile,
  there: PackageFile,
  manifest: SplitManifest,
  listed: FilesByKey,
): SplitVerdict | null {
  if (manifest.size !== file.size) return { kind: 'differs', listed: there };
  if (file.sha256 === null) {
    return file.unreadable === undefined
      ? { kind: 'comparing', listed: there }
      : { kind: 'unreadable', failure: file.unreadable };
  }
  if (manifest.sha256 !== file.sha256) return { kind: 'differs', listed: there };
  const problem = findPartProblem(manifest, [...listed.values()]);
  if (problem === null) return { kind: 'identical' };
  const isCutAlike = manifest.partSize === file.partSize;
  return isCutAlike && problem.kind === 'part-missing' ? null : { kind: 'differs', listed: there };
}

/** How a file is to be cut; null where it goes in one. */
function layoutOf({ fileName, size, partSize = null }: SplittableFile) {
  return isSplitBy(size, partSize) ? { name: fileName, size, partSize } : null;
}

/** How many parts a file comes to, and how many bytes of them are not there yet; null where it goes in one. */
export function partsToSend(
  file: SplittableFile,
  listed: FilesByKey | null,
): { readonly count: number; readonly bytes: number } | null {
  const layout = layoutOf(file);
  if (layout === null || splitProblem(layout) !== null) return null;
  const parts = partsOf(layout);
  const missing = parts.filter(({ name }) => listed?.has(nameKey(name)) !== true);
  return { count: parts.length, bytes: missing.reduce((sum, { length }) => sum + length, 0) };
}

/** The manifests that have to be read before files of these names can be judged. */
export function manifestsToRead(
  fileNames: readonly string[],
  listed: readonly PackageFile[],
): readonly PackageFile[] {
  const manifests = listed.filter(({ fileName }) => nameOfManifest(nameKey(fileName)) !== null);
  if (manifests.length === 0) return [];
  const wanted = new Set(fileNames.map((fileName) => nameKey(manifestName(fileName))));
  return manifests.filter(({ fileName }) => wanted.has(nameKey(fileName)));
}
