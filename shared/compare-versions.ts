import { nameKey } from './names.ts';
import type { PackageFile } from './package.ts';

/** How a file of one version is to the other version. Names count without regard to case, bytes by their sha256. */
export type ComparedFile =
  | { readonly kind: 'added'; readonly name: string; readonly from: null; readonly to: PackageFile }
  | { readonly kind: 'removed'; readonly name: string; readonly from: PackageFile; readonly to: null }
  | {
      readonly kind: 'changed' | 'same' | 'renamed';
      readonly name: string;
      readonly from: PackageFile;
      readonly to: PackageFile;
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
export function compareVersions(
  from: readonly PackageFile[],
  to: readonly PackageFile[],
): readonly ComparedFile[] {
  // A server that lists a name twice must not make a file disappear.
  const before = Map.groupBy(from, ({ fileName }) => nameKey(fileName));
  const compared: ComparedFile[] = [];
  const added: PackageFile[] = [];
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

function isSameBytes(left: PackageFile, right: PackageFile): boolean {
  return left.sha256 === right.sha256 && left.size === right.size;
}
