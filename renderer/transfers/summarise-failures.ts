import type { Failure } from '../../shared/failure.ts';
import type { BatchId, Transfer } from '../../shared/transfer.ts';
import { describeFailure } from '../text/failures.ts';

/** Fewer are in sight all together, each with its own words. */
const smallestBatch = 6;

/** What went wrong with what was asked for together. */
export interface BatchFailures {
  readonly batch: BatchId;
  readonly direction: Transfer['direction'];
  readonly done: number;
  readonly failed: readonly Transfer[];
  /** What failed, by the same words, the most common first. */
  readonly reasons: readonly { readonly title: string; readonly count: number }[];
}

/** One title for failures of one reason: what they are about is told only where it is the same. */
function titleOf(failures: readonly Failure[]): string {
  const [first, ...others] = failures;
  if (first === undefined) return '';
  const isSame = others.every(({ subject }) => subject === first.subject);
  return describeFailure(isSame ? first : { reason: first.reason }).title;
}

/** Sums up the failures of every large batch, latest batch first. */
export function summariseFailures(transfers: readonly Transfer[]): readonly BatchFailures[] {
  const batches = new Map<BatchId, Transfer[]>();
  for (const transfer of transfers) {
    if (transfer.batch === null) continue;
    const batch = batches.get(transfer.batch);
    if (batch === undefined) batches.set(transfer.batch, [transfer]);
    else batch.push(transfer);
  }
  return [...batches]
    .flatMap(([batch, all]) => {
      const failed = all.filter(({ state }) => state === 'failed');
      const [first] = all;
      if (first === undefined || failed.length === 0 || all.length < smallestBatch) return [];
      const failures = failed.map(({ failure }): Failure => failure ?? { reason: 'internal' });
      const reasons = [...Map.groupBy(failures, ({ reason }) => reason).values()]
        .map((group) => ({ title: titleOf(group), count: group.length }))
        .sort((one, other) => other.count - one.count);
      const done = all.filter(({ state }) => state === 'done' || state === 'skipped').length;
      return [{ batch, direction: first.direction, done, failed, reasons, addedAt: first.addedAt }];
    })
    .sort((one, other) => other.addedAt - one.addedAt);
}
