import { assertNever } from './assert-never.ts';
import { checksumLines } from './checksum-lines.ts';
import { checksumsTicket, seenFile } from './conflict-policy.ts';
import { fileNameProblem, nameKey, proposeFileName } from './names.ts';
import type { PackageFile } from './package.ts';
import type { PublishPlan, PublishPlanRow, PublishVerdict } from './publish-plan.ts';
import { manifestName, partsOf } from './split-volumes.ts';
import type { SeenFile } from './transfer.ts';

/** What would happen to the list of checksums that a batch is followed by. */
export interface ChecksumsPlan {
  readonly fileName: string;
  readonly verdict: PublishVerdict;
  /** The list on the server whose place it takes; null where it takes none. */
  readonly replaces: SeenFile | null;
  /** How many files it would list: all of the version but itself. */
  readonly files: number;
  /** Bytes of the list. */
  readonly size: number;
  /** The list itself where that can be known before anything is sent; null otherwise. */
  readonly text: string | null;
}

/** As long as any other. */
const anySha256 = '0'.repeat(64);

/**
 * Judges the list of checksums beside the plan of its batch. `sha256` is that of `text`, null while not computed; it is
 * needed only where the server has a list of the same size and nothing new comes to it. `isReplacing` is what the user
 * wants where one is there that would change.
 */
export function planChecksums(
  fileName: string,
  plan: PublishPlan,
  listed: readonly PackageFile[] | null,
  sha256: string | null,
  isReplacing: boolean,
): ChecksumsPlan {
  const own = nameKey(fileName);
  const others = (listed ?? []).filter((file) => nameKey(file.fileName) !== own);
  const there = new Set(others.map((file) => nameKey(file.fileName)));
  const coming = plan.rows
    .filter(({ verdict }) => verdict.kind === 'new')
    .flatMap(namesOf)
    .filter((name) => !there.has(nameKey(name)));
  const names = [...others.map((file) => file.fileName), ...coming];
  const text = listed !== null && plan.filesToSend === 0 ? checksumLines(others) : null;
  const size = checksumLines(names.map((name) => ({ fileName: name, sha256: anySha256 }))).length;
  const judged = { fileName, files: names.length, size, text, replaces: null };
  const problem = fileNameProblem(fileName);
  if (problem !== null) {
    const proposal = proposeFileName(fileName);
    return { ...judged, verdict: { kind: 'name-refused', problem, proposal } };
  }
  if (plan.rows.some(({ file }) => nameKey(file.fileName) === own)) {
    return { ...judged, verdict: { kind: 'name-twice' } };
  }
  if (listed === null) return { ...judged, verdict: { kind: 'unknown' } };
  const taken = listed.find((file) => nameKey(file.fileName) === own);
  if (taken === undefined) return { ...judged, verdict: { kind: 'new' } };
  const differs = {
    ...judged,
    verdict: { kind: 'differs', listed: taken },
    replaces: isReplacing ? seenFile(taken) : null,
  } as const;
  if (text === null || taken.size !== size) return differs;
  if (sha256 === null) return { ...judged, verdict: { kind: 'comparing', listed: taken } };
  return sha256 === taken.sha256 ? { ...judged, verdict: { kind: 'identical' } } : differs;
}

/** What a row puts on the server: a file, or its parts and their manifest. */
function namesOf({ file: { fileName, size, partSize }, parts }: PublishPlanRow): readonly string[] {
  if (parts === null || partSize === undefined || partSize === null) return [fileName];
  return [...partsOf({ name: fileName, size, partSize }).map(({ name }) => name), manifestName(fileName)];
}

/** The same with the list as its last row, for those who are told the whole plan. */
export function withChecksumsRow(plan: PublishPlan, checksums: ChecksumsPlan): PublishPlan {
  const { fileName, size, verdict, replaces } = checksums;
  const isReplacing = replaces !== null && verdict.kind === 'differs';
  const row: PublishPlanRow = {
    file: { ticket: checksumsTicket, fileName, size, sha256: null },
    verdict,
    warning: null,
    conflict: isReplacing ? { fileName, listed: verdict.listed, action: 'replace' } : null,
    parts: null,
  };
  return { ...withChecksums(plan, checksums), rows: [...plan.rows, row] };
}

/** Whether the list is sent with the batch. */
export function isListSent({ verdict, replaces }: ChecksumsPlan): boolean {
  return verdict.kind === 'new' || replaces !== null;
}

/** The plan of a batch with its list of checksums counted in: one that cannot be sent as it is holds everything up. */
export function withChecksums(plan: PublishPlan, checksums: ChecksumsPlan): PublishPlan {
  if (isListSent(checksums)) {
    return {
      ...plan,
      filesToSend: plan.filesToSend + 1,
      filesToReplace: plan.filesToReplace + (checksums.replaces === null ? 0 : 1),
      bytesToSend: plan.bytesToSend + checksums.size,
    };
  }
  const { verdict } = checksums;
  switch (verdict.kind) {
    case 'differs':
    case 'name-refused':
    case 'name-twice':
    case 'cannot-split':
      return { ...plan, blockingRows: plan.blockingRows + 1 };
    case 'new':
    case 'identical':
    case 'comparing':
    case 'unreadable':
    case 'unknown':
      return plan;
    default:
      return assertNever(verdict);
  }
}
