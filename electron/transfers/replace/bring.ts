import type { Failure } from '../../../shared/failure.ts';
import { retryRules } from '../retry-rules.ts';
import type { TransferEnd } from '../transfer-job.ts';
import {
  clearPlaceholder,
  failedEnd,
  failedFor,
  isSeen,
  leaveToUser,
  look,
  type ReplaceRun,
} from './replace-run.ts';

/**
 * Whether it is worth waiting for the new file to get through: the network, or the account, fails the old one as well.
 * All else has the old file put back at once.
 */
function isWorthWaiting(failure: Failure): boolean {
  const rule = retryRules[failure.reason];
  if (rule.kind === 'again') return rule.tries === Number.POSITIVE_INFINITY;
  return rule.kind === 'host' || rule.kind === 'account';
}

/** The name is free: sends the new file and has it proven. */
export async function sendNew(run: ReplaceRun): Promise<TransferEnd | null> {
  const { report, signal, state } = run;
  // What the upload looks at is no older than this.
  const found = await look(run);
  if (!found.ok) return failedEnd(found.failure);
  if (found.value.there !== null && isSeen(run, found.value.there)) {
    // A server that says "deleted" and deletes nothing.
    state.set({ step: 'preparing' });
    return (await clearPlaceholder(run)) ?? failedFor(run, 'unexpected-answer');
  }
  const end = await state.upload.run(report, signal);
  if (end.kind === 'needs-decision') return end;
  if (end.kind === 'failed') {
    const { failure } = end;
    if (failure.reason === 'already-exists') return leaveToUser(run);
    if (signal.aborted || (isWorthWaiting(failure) && state.upload.mayRunAgain())) return end;
    state.set({ step: 'putting-back', cause: failure });
  } else {
    state.set({ step: 'replaced', newSha256: end.sha256 });
  }
  await report.remember();
  return null;
}

/** Sends the old file back and has it proven. What is there of the new one is taken away for it. */
export async function putBack(run: ReplaceRun): Promise<TransferEnd | null> {
  const { client, coordinates, kept, report, signal, state } = run;
  const { newSha256, seen } = state.work;
  const found = await look(run);
  if (!found.ok) return failedEnd(found.failure);
  const { there } = found.value;
  if (there !== null && there.sha256 !== seen.sha256) {
    if (there.sha256 !== newSha256) return leaveToUser(run);
    const deleted = await client.deleteFile({ ...coordinates, fileName: there.fileName });
    if (!deleted.ok && deleted.failure.reason !== 'not-found') return failedEnd(deleted.failure);
    const gone = await look(run);
    if (!gone.ok) return failedEnd(gone.failure);
  }
  const file = await kept.verified(state.oldName, seen.sha256, signal);
  if (!file.ok) return failedEnd(file.failure);
  const end = await state.backFrom(file.value).run(report, signal);
  if (end.kind === 'failed' && end.failure.reason === 'already-exists') {
    // What was sent before it was called off may have arrived only now.
    const taken = await look(run);
    return taken.ok && taken.value.there?.sha256 === newSha256 ? null : leaveToUser(run);
  }
  if (end.kind !== 'done' && end.kind !== 'skipped') return end;
  const back = await look(run);
  const id = back.ok ? back.value.there?.id : undefined;
  state.set({ step: 'back', ...(id === undefined ? {} : { seen: { ...seen, id } }) });
  await report.remember();
  return null;
}

/** Removes the traces of what has come to its end, and says which. */
export async function tidy(run: ReplaceRun): Promise<TransferEnd> {
  const cleared = await clearPlaceholder(run);
  if (cleared !== null) return cleared;
  await run.kept.remove();
  const { step, newSha256, cause } = run.state.work;
  if (step === 'replaced' && newSha256 !== null) return { kind: 'done', sha256: newSha256 };
  return failedEnd(cause ?? { reason: 'cancelled' });
}
