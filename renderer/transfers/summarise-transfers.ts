import { isSettled, type Transfer } from '../../shared/transfer.ts';
import { formatBytesOf, formatSpeed } from '../common/format-bytes.ts';
import { formatDuration } from '../common/format-time.ts';
import { t } from '../text/text.ts';
import { needsUser } from './transfer-abilities.ts';

/** All transfers of the present batch in one line. */
export interface TransfersSummary {
  /** For the drawer's header; empty when there is nothing to tell. */
  readonly text: string;
  /** The same without what changes by the second, for screen readers. */
  readonly announcement: string;
  /** 0 to 1 over all bytes; null where that cannot be said, or nothing moves. */
  readonly fraction: number | null;
  readonly isActive: boolean;
  readonly failed: number;
  readonly settled: number;
}

/**
 * The batch is what is not settled, with all that was asked for together with it or since; once everything is settled,
 * the whole list. So "3 of 5 published" does not count what was published an hour ago.
 */
function presentBatch(transfers: readonly Transfer[]): readonly Transfer[] {
  const unsettled = transfers.filter((transfer) => !isSettled(transfer.state));
  if (unsettled.length === 0) return transfers;
  const since = unsettled.reduce(
    (oldest, { addedAt }) => Math.min(oldest, addedAt),
    Number.POSITIVE_INFINITY,
  );
  const batches = new Set(unsettled.map(({ batch }) => batch).filter((batch) => batch !== null));
  return transfers.filter(({ addedAt, batch }) => addedAt >= since || (batch !== null && batches.has(batch)));
}

function countText(batch: readonly Transfer[], done: number): string {
  const directions = new Set(batch.map((transfer) => transfer.direction));
  const count = batch.length;
  if (directions.size > 1 || directions.has('delete'))
    return t('transfers.summary.finished', { done, count });
  return directions.has('publish')
    ? t('transfers.summary.published', { done, count })
    : t('transfers.summary.downloaded', { done, count });
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/** Sums up all transfers of the list. */
export function summariseTransfers(transfers: readonly Transfer[]): TransfersSummary {
  const batch = presentBatch(transfers).filter((transfer) => transfer.state !== 'cancelled');
  const done = batch.filter((transfer) => transfer.state === 'done' || transfer.state === 'skipped').length;
  const failed = batch.filter((transfer) => transfer.state === 'failed').length;
  const waiting = batch.filter(needsUser).length;
  const paused = batch.filter((transfer) => transfer.state === 'paused' && transfer.failure === null).length;
  const isActive = batch.some(
    (transfer) =>
      !isSettled(transfer.state) && transfer.state !== 'paused' && transfer.state !== 'needs-decision',
  );
  const counts = [
    batch.length === 0 ? '' : countText(batch, done),
    failed === 0 ? '' : t('transfers.summary.failed', { count: failed }),
    paused === 0 ? '' : t('transfers.summary.paused', { count: paused }),
    waiting === 0 ? '' : t('transfers.summary.waiting', { count: waiting }),
  ];

  const size = batch.reduce((sum, transfer) => sum + (transfer.size ?? 0), 0);
  const transferred = batch.reduce(
    (sum, transfer) =>
      sum +
      (transfer.state === 'done' || transfer.state === 'skipped'
        ? (transfer.size ?? 0)
        : transfer.transferred),
    0,
  );
  const speed = batch.reduce((sum, transfer) => sum + (transfer.speed ?? 0), 0);
  const isMeasured = isActive && size > 0;
  const movement = isMeasured
    ? [
        formatBytesOf(Math.min(transferred, size), size),
        speed === 0 ? '' : formatSpeed(speed),
        speed === 0
          ? ''
          : t('transfers.left', { time: formatDuration((size - Math.min(transferred, size)) / speed) }),
      ]
    : [];
  return {
    text: join([...counts, ...movement]),
    announcement: join(counts),
    fraction: isMeasured ? Math.min(1, transferred / size) : null,
    isActive,
    failed,
    settled: transfers.filter((transfer) => isSettled(transfer.state)).length,
  };
}
