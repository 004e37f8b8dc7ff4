import { concernsCredential, type Failure, type FailureReason } from '../../shared/failure.ts';

/** What the command ends with; `usage.ts` tells people. After a signal it is 128 and the signal's number. */
export const exitCodes = { done: 0, failed: 1, usage: 2, conflict: 3, notAllowed: 4 } as const;

const conflicts: ReadonlySet<FailureReason> = new Set<FailureReason>(['already-exists', 'changed-on-server']);

/** The account is good, what it asked for is not granted. */
const refusals: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'missing-scope',
  'public-only-token',
  'not-allowed',
]);

function exitCodeOfOne(failure: Failure): number {
  if (concernsCredential(failure) || refusals.has(failure.reason)) return exitCodes.notAllowed;
  return conflicts.has(failure.reason) ? exitCodes.conflict : exitCodes.failed;
}

/** One code for all that failed: what must be mended first, so that a conflict alone is 3 and trying again helps at 1. */
export function exitCodeOf(failures: readonly Failure[]): number {
  // What came after a file that failed is mended with that.
  const own = failures.filter(({ reason }) => reason !== 'batch-incomplete');
  const codes = new Set((own.length === 0 ? failures : own).map((failure) => exitCodeOfOne(failure)));
  const { done, failed, conflict, notAllowed } = exitCodes;
  return [notAllowed, failed, conflict].find((code) => codes.has(code)) ?? done;
}
