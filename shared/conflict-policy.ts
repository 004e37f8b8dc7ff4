import { nameBeside } from './name-beside.ts';
import { fileNameProblem, nameKey } from './names.ts';
import type { PackageFile } from './package.ts';
import type { SeenFile } from './transfer.ts';

/**
 * What becomes of a file whose name is taken by other bytes: `leave` the server's and do not send, `rename` to a free
 * name beside it, or `replace` the server's file.
 */
export const conflictActions = ['leave', 'rename', 'replace'] as const;
export type ConflictAction = (typeof conflictActions)[number];

/** What was chosen for the batch, and for single files by their tickets. */
export interface ConflictPolicy {
  readonly batch: ConflictAction;
  readonly rows: ReadonlyMap<string, ConflictAction>;
}

/** Stands for the list of checksums among the tickets of the files. */
export const checksumsTicket = '0'.repeat(32);

/** Whether the list of checksums takes the place of one that is there. */
export function isListReplaced({ batch, rows }: ConflictPolicy): boolean {
  return (rows.get(checksumsTicket) ?? batch) === 'replace';
}

/** Nothing on the server is touched unless somebody says so. */
export const leaveAll: ConflictPolicy = { batch: 'leave', rows: new Map() };

/** A taken name, the file that has it, and what becomes of the one that wanted it. */
export interface Conflict {
  /** The name that was asked for. */
  readonly fileName: string;
  readonly listed: PackageFile;
  readonly action: ConflictAction;
}

/** The file that is replaced, as it was seen. */
export function seenFile({ id, sha256 }: PackageFile): SeenFile {
  return { id, sha256 };
}

/** What conflicts are judged by; a planned file has it. */
export interface NamedFile {
  readonly ticket: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  /** Null while not computed. */
  readonly sha256: string | null;
}

/** Whether the bytes are known to be others than the listed ones. */
function differs(file: NamedFile, listed: PackageFile): boolean {
  return file.size !== listed.size || (file.sha256 !== null && file.sha256 !== listed.sha256);
}

/** A file under the name that it gets, and the conflict that it had. */
export interface Settled<File> {
  readonly file: File;
  readonly conflict: Conflict | null;
}

/**
 * Settles taken names by the policy. Names that are made up keep clear of the server's, of those of the batch and of
 * each other; one whose bytes are on the server under such a name already gets that one, so that publishing the same
 * again adds nothing. `listed` is the version's files by `nameKey`; null while they are unknown.
 */
export function settleConflicts<File extends NamedFile>(
  files: readonly File[],
  listed: ReadonlyMap<string, PackageFile> | null,
  { batch, rows }: ConflictPolicy,
): readonly Settled<File>[] {
  const taken = new Map<string, number>();
  for (const { fileName } of files) taken.set(nameKey(fileName), (taken.get(nameKey(fileName)) ?? 0) + 1);
  return files.map((file) => {
    const { fileName, ticket } = file;
    const there = listed?.get(nameKey(fileName));
    if (there === undefined || !differs(file, there)) return { file, conflict: null };
    const isSound = fileNameProblem(fileName) === null && (taken.get(nameKey(fileName)) ?? 0) === 1;
    if (!isSound) return { file, conflict: null };
    const action = rows.get(ticket) ?? batch;
    const conflict = { fileName, listed: there, action };
    if (action !== 'rename') return { file, conflict };
    const name = nameBeside(fileName, (proposal) => {
      const key = nameKey(proposal);
      const beside = listed?.get(key);
      return !taken.has(key) && (beside === undefined || !differs(file, beside));
    });
    taken.set(nameKey(name), 1);
    return { file: { ...file, fileName: name }, conflict };
  });
}
