import { isThere, type Receipt, type ReceiptFile } from '../../shared/receipt.ts';
import { isSettled, type TransferState } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { formatBytes, formatSpeed } from '../common/format-bytes.ts';
import { formatDuration } from '../common/format-time.ts';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';

/** A receipt in words. */
export interface ReceiptWords {
  /** What was published, and to where. */
  readonly headline: string;
  /** What is not there, and what came of those files; empty when all is well. */
  readonly shortfalls: readonly string[];
  /** `5 files · 12 MB · 3 s · 4 MB/s` */
  readonly totals: string;
}

export function describeReceipt({ version, files, totals }: Receipt): ReceiptWords {
  const { owner, packageName } = version;
  const place = visibleText(`${owner} / ${packageName} ${version.version}`);
  const count = files.length;
  const failed = files.filter(({ state }) => state === 'failed');
  const cancelled = files.filter(({ state }) => state === 'cancelled').length;
  const open = files.filter(({ state }) => !isSettled(state)).length;
  return {
    headline:
      totals.there === count
        ? t('receipt.allPublished', { count, place })
        : totals.there === 0
          ? t('receipt.nonePublished', { place })
          : t('receipt.somePublished', { there: totals.there, count, place }),
    shortfalls: [
      failed.length === 0 ? null : t('receipt.failed', { count: failed.length, reasons: reasonsOf(failed) }),
      cancelled === 0 ? null : t('receipt.cancelled', { count: cancelled }),
      open === 0 ? null : t('receipt.open', { count: open }),
    ].filter((part) => part !== null),
    totals: [
      t('packages.files', { count: totals.there }),
      formatBytes(totals.bytes),
      totals.seconds === null ? null : formatDuration(totals.seconds),
      totals.speed === null ? null : formatSpeed(totals.speed),
      totals.skipped === 0 ? null : t('receipt.skipped', { count: totals.skipped }),
    ]
      .filter((part) => part !== null)
      .join(' · '),
  };
}

/** Why files failed, the most common reason first. */
function reasonsOf(failed: readonly ReceiptFile[]): string {
  const groups = [...Map.groupBy(failed, ({ failure }) => failure?.reason ?? 'internal')]
    .map(([reason, { length: count }]) => ({ title: describeFailure({ reason }).title, count }))
    .sort((one, other) => other.count - one.count);
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) return only.title;
  return groups.map((group) => t('transfers.failures.reason', group)).join(', ');
}

/** What came of one file: `short` stands beside its name, `whole` tells all that is known. */
export function describeReceiptFile({ state, failure }: ReceiptFile): {
  readonly short: string;
  readonly whole: string;
} {
  if (!isThere({ state }) && failure !== null) {
    const { title, nextStep, details } = describeFailure(failure);
    const whole = [`${title}.`, nextStep, details].filter((part) => part !== null).join(' ');
    return { short: describeFailure({ reason: failure.reason }).title, whole };
  }
  const words = wordsFor(state);
  return { short: words, whole: words };
}

function wordsFor(state: TransferState): string {
  if (state === 'done' || state === 'skipped' || state === 'cancelled') return t(`receipt.state.${state}`);
  return t('receipt.state.open');
}

/** What is not there comes first: it is what the reader has to see. */
export function shortfallsFirst(files: readonly ReceiptFile[]): readonly ReceiptFile[] {
  const missing = files.filter((file) => !isThere(file));
  return missing.length === 0 ? files : [...missing, ...files.filter(isThere)];
}
