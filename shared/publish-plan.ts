import {
  type Conflict,
  type ConflictPolicy,
  leaveAll,
  seenFile,
  settleConflicts,
} from './conflict-policy.ts';
import type { Failure } from './failure.ts';
import { type FileNameRules, fileNameProblem, type NameProblem, nameKey, proposeFileName } from './names.ts';
import type { PackageFile } from './package.ts';
import { noLimitsKnown, type PublishWarning, publishWarning, type ServerLimits } from './server-limits.ts';
import { partsToSend, type ReadManifests, splitVerdict } from './split-plan.ts';
import type { SplitProblem } from './split-volumes.ts';
import type { SeenFile } from './transfer.ts';

/** What would happen to one file if the batch were published now. */
export type PublishVerdict =
  | { readonly kind: 'new' }
  | { readonly kind: 'identical' }
  | { readonly kind: 'differs'; readonly listed: PackageFile }
  /** Same name and size on the server: the local sha256 is still being computed. */
  | { readonly kind: 'comparing'; readonly listed: PackageFile }
  /** Same name and size on the server, and the local file cannot be read: it is not sent. */
  | { readonly kind: 'unreadable'; readonly failure: Failure }
  | { readonly kind: 'name-refused'; readonly problem: NameProblem; readonly proposal: string | null }
  /** Another row of the batch has this name, without regard to case. */
  | { readonly kind: 'name-twice' }
  /** It cannot be cut into parts of the size that was chosen. */
  | { readonly kind: 'cannot-split'; readonly problem: SplitProblem }
  /** The server's files are not known yet, or could not be listed. */
  | { readonly kind: 'unknown' };

export interface PlannedFile {
  readonly ticket: string;
  /** What it will be called on the server. */
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  /** Null while not computed; needed only where the server has a file of the same name and size. */
  readonly sha256: string | null;
  /** Bytes of a part, where files larger than that are to be split. */
  readonly partSize?: number | null;
  /** Why the sha256 could not be computed, where that was tried. */
  readonly unreadable?: Failure;
}

export interface PublishPlanRow {
  readonly file: PlannedFile;
  readonly verdict: PublishVerdict;
  /** Why it may well fail all the same; only for what would be sent. */
  readonly warning: PublishWarning | null;
  /** That the name asked for is taken by other bytes, and what becomes of it; the verdict is about the name it gets. */
  readonly conflict: Conflict | null;
  /** How many parts it is sent as; null where it goes in one, or not at all. */
  readonly parts: number | null;
}

export interface PublishPlan {
  readonly rows: readonly PublishPlanRow[];
  readonly filesToSend: number;
  /** Those of them that take the place of a file on the server. */
  readonly filesToReplace: number;
  /** Bytes. */
  readonly bytesToSend: number;
  /** Rows that must be mended, renamed or left out before anything can be sent. */
  readonly blockingRows: number;
}

/** Files that are published with one request. */
export const mostFilesAtOnce = 10_000;

type NameRefused = Extract<PublishVerdict, { kind: 'name-refused' }>;

/** What was said of names that are refused. Finding better ones takes its time, and a plan is made with every key. */
const refusedNames = new Map<string, NameRefused>();

function refusalOf(fileName: string, rules: FileNameRules): NameRefused | null {
  const key = `${rules} ${fileName}`;
  const known = refusedNames.get(key);
  if (known !== undefined) return known;
  const problem = fileNameProblem(fileName, rules);
  if (problem === null) return null;
  const proposal = proposeFileName(fileName, rules);
  const refusal: NameRefused = { kind: 'name-refused', problem, proposal };
  if (refusedNames.size >= 2 * mostFilesAtOnce) refusedNames.clear();
  refusedNames.set(key, refusal);
  return refusal;
}

function verdictOf(
  file: PlannedFile,
  listed: ReadonlyMap<string, PackageFile> | null,
  isTwice: boolean,
  { manifests, fileNames }: Pick<Required<PlanKnowledge>, 'manifests' | 'fileNames'>,
): PublishVerdict {
  const refusal = refusalOf(file.fileName, fileNames);
  if (refusal !== null) return refusal;
  if (isTwice) return { kind: 'name-twice' };
  if (listed === null) return { kind: 'unknown' };
  const there = listed.get(nameKey(file.fileName));
  if (there === undefined) return splitVerdict(file, listed, manifests);
  if (there.size !== file.size) return { kind: 'differs', listed: there };
  if (file.sha256 === null) {
    return file.unreadable === undefined
      ? { kind: 'comparing', listed: there }
      : { kind: 'unreadable', failure: file.unreadable };
  }
  return file.sha256 === there.sha256 ? { kind: 'identical' } : { kind: 'differs', listed: there };
}

/** The file on the server whose place the row's file takes; null where it takes none. */
export function replacedBy({ conflict }: PublishPlanRow): SeenFile | null {
  return conflict?.action === 'replace' ? seenFile(conflict.listed) : null;
}

/** Whether the row's file is sent. */
export function isToBeSent(row: PublishPlanRow): boolean {
  return row.verdict.kind === 'new' || replacedBy(row) !== null;
}

/** What a batch is judged by beside the files. */
export interface PlanKnowledge {
  /** What uploads to the server have taught. */
  readonly limits?: ServerLimits | undefined;
  /** What was chosen for names that are taken. */
  readonly policy?: ConflictPolicy;
  /** What the manifests of split files in the version say. */
  readonly manifests?: ReadManifests;
  /** Which names the server takes. */
  readonly fileNames?: FileNameRules;
}

/**
 * Judges a batch before its first byte is sent. `listed` holds the version's files on the server, empty for a
 * new version, null while unknown. Pure: the sheet, the command line and the transfers share it.
 */
export function planPublish(
  files: readonly PlannedFile[],
  listed: readonly PackageFile[] | null,
  {
    limits = noLimitsKnown,
    policy = leaveAll,
    manifests = new Map(),
    fileNames = 'wide',
  }: PlanKnowledge = {},
): PublishPlan {
  const byName = listed === null ? null : new Map(listed.map((file) => [nameKey(file.fileName), file]));
  const timesNamed = new Map<string, number>();
  for (const file of files) {
    const key = nameKey(file.fileName);
    timesNamed.set(key, (timesNamed.get(key) ?? 0) + 1);
  }
  const partBytes = new Map<PlannedFile, number>();
  const rows = settleConflicts(files, byName, policy).map(({ file, conflict }) => {
    const isTwice = (timesNamed.get(nameKey(file.fileName)) ?? 0) > 1;
    const verdict = verdictOf(file, byName, isTwice, { manifests, fileNames });
    const row = { file, verdict, warning: null, conflict, parts: null };
    if (!isToBeSent(row) && verdict.kind !== 'unknown') return row;
    const parts = replacedBy(row) === null ? partsToSend(file, byName) : null;
    const largest = parts === null ? file.size : (file.partSize ?? file.size);
    if (parts !== null) partBytes.set(file, parts.bytes);
    return { ...row, warning: publishWarning(largest, limits), parts: parts?.count ?? null };
  });
  const sending = rows.filter(isToBeSent);
  const blocking = rows.filter(
    ({ verdict: { kind } }) => kind === 'name-refused' || kind === 'name-twice' || kind === 'cannot-split',
  );
  return {
    rows,
    filesToSend: sending.length,
    filesToReplace: sending.filter((row) => replacedBy(row) !== null).length,
    bytesToSend: sending.reduce((sum, { file }) => sum + (partBytes.get(file) ?? file.size), 0),
    blockingRows: blocking.length,
  };
}
