import { nameKey } from './names.ts';
import type { PackageFile } from './package.ts';

/** A file of a version, or what its parts are when they are joined. */
export type ComparableFile = Pick<PackageFile, 'id' | 'fileName' | 'size' | 'sha256'>;

/** How a file of one version is to the other version. Names count without regard to case, bytes by their sha256. */
export type ComparedFile =
  | { readonly kind: 'added'; readonly name: string; readonly from: null; readonly to: ComparableFile }
  | { readonly kind: 'removed'; readonly name: string; readonly from: ComparableFile; readonly to: null }
  | {
      readonly kind: 'changed' | 'same' | 'renamed';
      readonly name: string;
      readonly from: ComparableFile;
      readonly to: ComparableFile;
    };

export const comparedKinds = [
  'added',
  'removed',
  'changed',
  'renamed',
  'same',
] as const satisfies readonly ComparedFile['kind'][];

/**
 * Every file of both versions once, by name. What went under one name and came with the same bytes under another was
 * renamed.
 */
export function compareFiles(
  from: readonly ComparableFile[],
  to: readonly ComparableFile[],
): readonly ComparedFile[] {
  // A server that lists a name twice must not make a file disappear.
  const before = Map.groupBy(from, ({ fileName }) => nameKey(fileName));
  const compared: ComparedFile[] = [];
  const added: ComparableFile[] = [];
  for (const file of to) {
    const old = before.get(nameKey(file.fileName))?.shift();
    if (old === undefined) {
      added.push(file);
      continue;
    }
    const kind = isSameBytes(old, file) ? 'same' : 'changed';
    compared.push({ kind, name: file.fileName, from: old, to: file });
  }
  const removed = Map.groupBy([...before.values()].flat(), ({ sha256 }) => sha256);
  for (const file of added) {
    const same = removed.get(file.sha256) ?? [];
    const position = same.findIndex((old) => isSameBytes(old, file));
    const [old] = position === -1 ? [] : same.splice(position, 1);
    compared.push(
      old === undefined
        ? { kind: 'added', name: file.fileName, from: null, to: file }
        : { kind: 'renamed', name: file.fileName, from: old, to: file },
    );
  }
  for (const files of removed.values()) {
    for (const file of files) compared.push({ kind: 'removed', name: file.fileName, from: file, to: null });
  }
  return compared.sort((left, right) => compareKeys(nameKey(left.name), nameKey(right.name)));
}

function compareKeys(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isSameBytes(left: ComparableFile, right: ComparableFile): boolean {
  return left.sha256 === right.sha256 && left.size === right.size;
}
