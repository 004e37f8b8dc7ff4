import { type Failure, type FailureReason, isPassing } from '../../../shared/failure.ts';
import { openLocalFile } from '../../local-files/local-file-reference.ts';
import { unlessAborted } from '../stoppable.ts';
import type { TransferEnd, TransferReport } from '../transfer-job.ts';
import { isOnlyFile, placePlaceholder } from './placeholder.ts';
import {
  cancelledEnd,
  clearPlaceholder,
  type Found,
  failedEnd,
  failedFor,
  isSeen,
  leaveToUser,
  look,
  type ReplaceRun,
} from './replace-run.ts';

/** What a server says that is done with the request: it deletes nothing afterwards. */
const answeredReasons: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'server-error',
  'server-unavailable',
  'too-many-requests',
]);

/** While the old file comes the new one is not being proven: others of the batch do not start for it. */
function quietly(report: TransferReport): TransferReport {
  return {
    ...report,
    state: (state) => report.state(state === 'verifying' ? 'checking' : state),
    localName: () => undefined,
  };
}

/**
 * Before anything is touched: the very file that was seen is there, the new one can be read and is another, and the
 * bytes of the old one are on this disk. Null when all of that holds.
 */
export async function prepare(run: ReplaceRun): Promise<TransferEnd | null> {
  const { accountId, coordinates, hashes, kept, report, signal, state } = run;
  const { file, seen } = state.work;
  const found = await look(run);
  if (!found.ok) return failedEnd(found.failure);
  const { there } = found.value;
  const hashed = await hashes.sha256Of(file, signal);
  if (!hashed.ok) return failedEnd(hashed.failure);
  if (there?.sha256 === hashed.value) return state.upload.run(report, signal);
  if (there === null || !isSeen(run, there)) return leaveToUser(run);
  state.set({ oldName: there.fileName, newSha256: hashed.value });
  const fetched = await kept.fetch(accountId, coordinates, there, quietly(report), signal);
  if (fetched.kind === 'failed' || fetched.kind === 'needs-decision') return fetched;
  if (fetched.sha256 !== seen.sha256) return leaveToUser(run);
  report.size(file.identity.size);
  report.transferred(0);
  report.state('checking');
  const opened = await openLocalFile(file);
  if (!opened.ok) return failedEnd(opened.failure);
  await opened.value.close();
  return null;
}

/** Writes down that the old file is about to go, after the version was seen to outlive it. */
export async function beginDeletion(run: ReplaceRun): Promise<TransferEnd | null> {
  const { coordinates, report, signal, state } = run;
  const found = await look(run);
  if (!found.ok) return failedEnd(found.failure);
  const { there, listing } = found.value;
  if (there === null || !isSeen(run, there)) return leaveToUser(run);
  if (isOnlyFile(listing, coordinates.fileName)) {
    state.set({ hasPlaceholder: true });
    if (!(await report.remember())) return failedFor(run, 'journal-not-writable');
    const placed = await placePlaceholder(run.client, coordinates, listing, signal);
    if (!placed.ok) {
      if (!isPassing(placed.failure) && !signal.aborted) state.set({ hasPlaceholder: false });
      return failedEnd(placed.failure);
    }
  }
  state.set({ step: 'deleting' });
  if (await report.remember()) return null;
  state.set({ step: 'preparing' });
  return (await clearPlaceholder(run)) ?? failedFor(run, 'journal-not-writable');
}

/**
 * Deletes the old file after one more look. `isUnasked`: nobody asked for the deletion before, so that a file which is
 * gone or another was somebody else's doing.
 */
export async function deleteOld(run: ReplaceRun, isUnasked: boolean): Promise<TransferEnd | null> {
  const { client, coordinates, signal, state } = run;
  const found = await look(run);
  if (!found.ok) return untouched(run, isUnasked, failedEnd(found.failure));
  const { there } = found.value;
  if (there === null && !isUnasked) return deleted(run);
  if (there === null || !isSeen(run, there)) {
    if (isUnasked) state.set({ step: 'preparing' });
    return leaveToUser(run);
  }
  if (signal.aborted) return untouched(run, isUnasked, cancelledEnd);
  const asked = client.deleteFile({ ...coordinates, fileName: there.fileName });
  const outcome = await unlessAborted(asked, signal);
  if (outcome.ok) return deleted(run);
  const { failure } = outcome;
  if (failure.reason === 'not-found') {
    if (!isUnasked) return deleted(run);
    state.set({ step: 'preparing' });
    return leaveToUser(run);
  }
  if (await mayStillGo(run, failure)) return failedEnd(failure);
  return refused(run, failure);
}

async function deleted({ report, state }: ReplaceRun): Promise<null> {
  state.set({ step: state.work.cause === null ? 'sending' : 'putting-back' });
  await report.remember();
  return null;
}

/** Nothing was asked of the server in this run; what an earlier one asked for is still to be found out. */
function untouched({ state }: ReplaceRun, isUnasked: boolean, end: TransferEnd): TransferEnd {
  if (isUnasked) state.set({ step: 'preparing' });
  return end;
}

/** Whether a deletion that was not confirmed may have happened, or may happen yet. */
async function mayStillGo(run: ReplaceRun, failure: Failure): Promise<boolean> {
  if (!isPassing(failure) && failure.reason !== 'cancelled') return false;
  if (!answeredReasons.has(failure.reason)) return true;
  const found = await look(run);
  return !(found.ok && stillThere(run, found.value));
}

function stillThere(run: ReplaceRun, { there }: Found): boolean {
  return there !== null && isSeen(run, there);
}

/** The server does not delete the file, and it is still there. */
async function refused(run: ReplaceRun, failure: Failure): Promise<TransferEnd | null> {
  run.state.set({ step: run.state.work.cause === null ? 'preparing' : 'back' });
  if (run.state.work.cause !== null) return null;
  return (await clearPlaceholder(run)) ?? failedEnd(failure);
}
