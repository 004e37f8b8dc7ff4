import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import type { Failure, FailureReason } from '../../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { PackageFile, VersionFiles } from '../../../shared/package.ts';
import type { HashService } from '../../local-files/hash-service.ts';
import { listedFile } from '../listed-files.ts';
import type { TransferClient } from '../transfer-client.ts';
import type { TransferEnd, TransferReport } from '../transfer-job.ts';
import type { VersionListings } from '../version-listings.ts';
import type { KeptFile } from './kept-file.ts';
import { removePlaceholder } from './placeholder.ts';
import type { ReplaceState } from './replace-state.ts';

/** What the steps of one run work with. */
export interface ReplaceRun {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly listings: VersionListings;
  readonly hashes: HashService;
  readonly client: TransferClient;
  readonly kept: KeptFile;
  readonly state: ReplaceState;
  readonly report: TransferReport;
  readonly signal: AbortSignal;
}

export const cancelledEnd: TransferEnd = { kind: 'failed', failure: { reason: 'cancelled' } };

/** What the server lists now under the name, and beside it. */
export interface Found {
  readonly there: PackageFile | null;
  /** Empty where there is no such version. */
  readonly listing: VersionFiles;
}

/** Asks the server anew. */
export async function look(run: ReplaceRun): Promise<Outcome<Found>> {
  const { accountId, client, coordinates, listings, signal } = run;
  const listed = await listings.fresh(client, accountId, coordinates, signal);
  if (!listed.ok && listed.failure.reason !== 'not-found') return listed;
  const listing = listed.ok ? listed.value : { files: [], damagedRows: 0 };
  return succeeded({ listing, there: listedFile(listing, coordinates.fileName) });
}

/** Whether it is the one file that may be taken away. */
export function isSeen({ state }: ReplaceRun, there: PackageFile): boolean {
  const { id, sha256 } = state.work.seen;
  return there.id === id && there.sha256 === sha256;
}

export function failedEnd(failure: Failure): TransferEnd {
  return { kind: 'failed', failure };
}

/** A failure about the file. */
export function failedFor({ coordinates }: ReplaceRun, reason: FailureReason): TransferEnd {
  const outcome = failed(reason, { subject: coordinates.fileName.slice(0, 300) });
  return outcome.ok ? cancelledEnd : failedEnd(outcome.failure);
}

/** Somebody else had a hand in it: nothing more is touched. Old bytes that the server lacks stay where they are. */
export async function leaveToUser(run: ReplaceRun): Promise<TransferEnd> {
  const cleared = await clearPlaceholder(run);
  if (cleared !== null) return cleared;
  if (run.state.oldFile === 'there') await run.kept.remove();
  const failure = { reason: 'changed-on-server', subject: run.coordinates.fileName.slice(0, 300) } as const;
  return { kind: 'needs-decision', failure };
}

/** Takes the placeholder away where there may be one; null when it is gone. */
export async function clearPlaceholder(run: ReplaceRun): Promise<TransferEnd | null> {
  const { state, client, coordinates } = run;
  if (!state.work.hasPlaceholder) return null;
  const removed = await removePlaceholder(client, coordinates);
  if (!removed.ok) return failedEnd(removed.failure);
  state.set({ hasPlaceholder: false });
  return null;
}
