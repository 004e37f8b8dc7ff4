import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { type BatchId, isSettled, type Transfer } from '../../shared/transfer.ts';

/** A publish of which nothing is left to do. */
export interface EndedPublish {
  readonly batch: BatchId;
  readonly version: VersionCoordinates;
}

/** The last publish among the transfers, once all of its files have come to an end; null before that, and without one. */
export function lastEndedPublish(transfers: readonly Transfer[]): EndedPublish | null {
  let last: Transfer | null = null;
  for (const transfer of transfers) {
    if (transfer.direction !== 'publish' || transfer.batch === null) continue;
    if (last === null || transfer.addedAt > last.addedAt) last = transfer;
  }
  const batch = last?.batch ?? null;
  if (last === null || batch === null) return null;
  if (transfers.some((each) => each.batch === batch && !isSettled(each.state))) return null;
  const { owner, packageName, version } = last.coordinates;
  return { batch, version: { owner, packageName, version } };
}
