import { nameKey } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import {
  bytesOfSet,
  filesOfSet,
  type ListedEntry,
  listedEntries,
  type SplitSet,
} from '../../shared/split-volumes.ts';

/** A row of the table of files. */
export type FileTableRow =
  | {
      readonly kind: 'file';
      readonly id: string;
      readonly file: PackageFile;
      /** What it is called under the split file that it belongs to: what its name has behind that one's. Null outside. */
      readonly insideName: string | null;
    }
  | { readonly kind: 'split'; readonly id: string; readonly set: SplitSet; readonly isOpen: boolean };

/** A list that comes again with the same files has the same rows, which need not be drawn anew. */
const rows = {
  inside: new WeakMap<PackageFile, FileTableRow>(),
  outside: new WeakMap<PackageFile, FileTableRow>(),
};

function rowOf(file: PackageFile, insideName: string | null): FileTableRow {
  const known = rows[insideName === null ? 'outside' : 'inside'];
  const row = known.get(file) ?? { kind: 'file', id: String(file.id), file, insideName };
  known.set(file, row);
  return row;
}

/** Where a file stands in the rows, or the split file that it belongs to; -1 where it is not among them. */
export function positionOf(rows: readonly FileTableRow[], isSought: (file: PackageFile) => boolean): number {
  const itself = rows.findIndex((row) => row.kind === 'file' && isSought(row.file));
  if (itself !== -1) return itself;
  return rows.findIndex((row) => row.kind === 'split' && filesOfSet(row.set).some(isSought));
}

/** How the rows of a table of files stand. */
export interface FileOrder {
  readonly by: 'name' | 'size';
  readonly isAscending: boolean;
}

/**
 * Each file a row, those of a split file under the one that they make up, while that is open. Null is the order in which
 * the server lists them.
 */
export function fileTableRows(
  files: readonly PackageFile[],
  open: ReadonlySet<string>,
  filter = '',
  order: FileOrder | null = null,
): readonly FileTableRow[] {
  const wanted = nameKey(filter.trim());
  const all = listedEntries(files);
  const entries = wanted === '' ? all : all.filter((entry) => isWanted(entry, wanted));
  const ordered = order === null ? entries : entries.toSorted(inOrder(order));
  return ordered.flatMap((entry): FileTableRow[] => {
    if (entry.kind === 'file') return [rowOf(entry.file, null)];
    const { set } = entry;
    const id = `${set.count} ${set.name}`;
    const isOpen = open.has(id);
    const inside = isOpen
      ? filesOfSet(set).map((file) => rowOf(file, file.fileName.slice(set.name.length + 1)))
      : [];
    return [{ kind: 'split', id, set, isOpen }, ...inside];
  });
}

/** By a part of the name, or by the beginning of the checksum. */
function isWanted(entry: ListedEntry, wanted: string): boolean {
  if (nameKey(nameOf(entry)).includes(wanted)) return true;
  return entry.kind === 'file' && entry.file.sha256.startsWith(wanted);
}

function inOrder({ by, isAscending }: FileOrder): (left: ListedEntry, right: ListedEntry) => number {
  const sign = isAscending ? 1 : -1;
  if (by === 'name') return (left, right) => sign * byName(left, right);
  return (left, right) => sign * (bytesOf(left) - bytesOf(right)) || byName(left, right);
}

/** As people count: `kettle-9` comes before `kettle-10`. */
const natural = new Intl.Collator(undefined, { numeric: true });

function byName(left: ListedEntry, right: ListedEntry): number {
  return natural.compare(nameOf(left), nameOf(right));
}

function nameOf(entry: ListedEntry): string {
  return entry.kind === 'file' ? entry.file.fileName : entry.set.name;
}

function bytesOf(entry: ListedEntry): number {
  return entry.kind === 'file' ? entry.file.size : bytesOfSet(entry.set);
}
