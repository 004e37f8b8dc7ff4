import type { Transfer } from '../../shared/transfer.ts';

/**
 * Seconds in which at least one of the transfers was under way, so that a file that failed and was tried again the next
 * day does not make it a day. Null where none has come to its end.
 */
export function secondsUnderWay(
  transfers: readonly Pick<Transfer, 'startedAt' | 'settledAt'>[],
): number | null {
  const spans = transfers
    .flatMap(({ startedAt, settledAt }) =>
      startedAt === null || settledAt === null || settledAt < startedAt ? [] : [{ startedAt, settledAt }],
    )
    .sort((one, other) => one.startedAt - other.startedAt);
  if (spans.length === 0) return null;
  let milliseconds = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { startedAt, settledAt } of spans) {
    milliseconds += Math.max(0, settledAt - Math.max(startedAt, until));
    until = Math.max(until, settledAt);
  }
  return milliseconds / 1000;
}

/** What ends within a millisecond took one. */
export function perSecond(bytes: number, seconds: number): number {
  return bytes / Math.max(0.001, seconds);
}
