import { assertNever } from '../../shared/assert-never.ts';
import { secondsLeft, type Transfer } from '../../shared/transfer.ts';
import { formatBytes, formatBytesOf, formatSpeed } from '../common/format-bytes.ts';
import { formatDuration } from '../common/format-time.ts';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';

/** A transfer's state in words. */
export interface TransferWords {
  readonly text: string;
  /** What the user can do, and what else is known; null where nothing is asked of them. */
  readonly nextStep: string | null;
  readonly tone: 'quiet' | 'good' | 'bad' | 'attention';
}

type Described = Pick<
  Transfer,
  'direction' | 'state' | 'size' | 'transferred' | 'speed' | 'failure' | 'startedAt' | 'settledAt'
>;

function amountOf({ size, transferred }: Described): string {
  return size === null ? formatBytes(transferred) : formatBytesOf(transferred, size);
}

/** `Sending 4.2 of 9.9 GB · 112 MB/s · 51 s left` */
function movingText(transfer: Described, verb: string): string {
  const left = secondsLeft(transfer);
  return [
    verb,
    transfer.speed === null ? null : formatSpeed(transfer.speed),
    left === null ? null : t('transfers.left', { time: formatDuration(left) }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** `61.9 MB in 0.6 s`, for a transfer that is done; null where that is not known. */
export function describeEffort({ size, startedAt, settledAt }: Described): string | null {
  if (size === null || startedAt === null || settledAt === null) return null;
  return t('transfers.took', {
    size: formatBytes(size),
    time: formatDuration(Math.max(0, settledAt - startedAt) / 1000),
  });
}

function quiet(text: string): TransferWords {
  return { text, nextStep: null, tone: 'quiet' };
}

/** Where a transfer stands, as a sentence for its row. */
export function describeTransfer(transfer: Described): TransferWords {
  const isPublish = transfer.direction === 'publish';
  switch (transfer.state) {
    case 'waiting':
    case 'queued':
      return quiet(t('transfers.state.queued'));
    case 'checking':
      return quiet(t('transfers.state.checking'));
    case 'sending':
      return quiet(movingText(transfer, t('transfers.state.sending', { amount: amountOf(transfer) })));
    case 'receiving':
      return quiet(movingText(transfer, t('transfers.state.receiving', { amount: amountOf(transfer) })));
    case 'storing':
      return quiet(t('transfers.state.storing'));
    case 'verifying':
      return quiet(t(isPublish ? 'transfers.state.verifyingPublish' : 'transfers.state.verifyingDownload'));
    case 'done':
      return {
        text: t(isPublish ? 'transfers.state.donePublish' : 'transfers.state.doneDownload'),
        nextStep: null,
        tone: 'good',
      };
    case 'skipped':
      return quiet(t(isPublish ? 'transfers.state.skippedPublish' : 'transfers.state.skippedDownload'));
    case 'paused':
      return quiet(t('transfers.state.paused', { amount: amountOf(transfer) }));
    case 'cancelled':
      return quiet(t('transfers.state.cancelled'));
    case 'failed':
    case 'needs-decision': {
      const words = describeFailure(transfer.failure ?? { reason: 'internal' });
      return {
        text: words.title,
        nextStep: [words.nextStep, words.details].filter((part) => part !== null).join(' '),
        tone: transfer.state === 'failed' ? 'bad' : 'attention',
      };
    }
    default:
      return assertNever(transfer.state);
  }
}
