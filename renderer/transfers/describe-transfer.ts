import { assertNever } from '../../shared/assert-never.ts';
import { isSettled, secondsLeft, type Transfer } from '../../shared/transfer.ts';
import { formatBytes, formatBytesOf, formatSpeed } from '../common/format-bytes.ts';
import { formatDuration } from '../common/format-time.ts';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';
import { describeMoveEnd } from './describe-move-end.ts';
import { describeOldFile, isOldFileStranded } from './describe-old-file.ts';
import type { TransferWords } from './transfer-words.ts';

type Described = Pick<
  Transfer,
  | 'direction'
  | 'copiedFrom'
  | 'state'
  | 'oldFile'
  | 'waitsFor'
  | 'size'
  | 'transferred'
  | 'speed'
  | 'failure'
  | 'retryAt'
  | 'startedAt'
  | 'settledAt'
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

/** `Trying again in 12 s: The connection broke off`; without the time where `now` is not told. */
function waitingText({ retryAt, failure }: Described, now: number | null): string {
  const title = failure === null ? null : describeFailure(failure).title;
  const seconds = retryAt === null || now === null ? 0 : Math.ceil((retryAt - now) / 1000);
  if (seconds <= 0) {
    return title === null
      ? t('transfers.state.waitingNow')
      : t('transfers.state.waitingNowFor', { failure: title });
  }
  const time = formatDuration(seconds);
  return title === null
    ? t('transfers.state.waiting', { time })
    : t('transfers.state.waitingFor', { time, failure: title });
}

/** What is there already is not fetched again. */
function keptText(transfer: Described): string | null {
  const isKept = transfer.direction === 'download' && transfer.transferred > 0;
  return isKept ? t('transfers.state.kept', { amount: amountOf(transfer) }) : null;
}

function pausedWords(transfer: Described): TransferWords {
  const { direction, failure, startedAt, transferred } = transfer;
  if (failure !== null) {
    const words = describeFailure(failure);
    return {
      text: t('transfers.state.pausedFor', { failure: words.title }),
      nextStep: [words.nextStep, words.details].filter((part) => part !== null).join(' '),
      tone: 'attention',
    };
  }
  if (direction === 'download') {
    return quiet(
      transferred === 0
        ? t('transfers.state.paused')
        : t('transfers.state.pausedAt', { amount: amountOf(transfer) }),
    );
  }
  return {
    ...quiet(t('transfers.state.paused')),
    nextStep: startedAt === null ? null : t('transfers.state.startsAnew'),
  };
}

/** Where a transfer stands, as a sentence for its row. `now` is in milliseconds since 1970. */
export function describeTransfer(transfer: Described, now: number | null): TransferWords {
  const words = describeMoveEnd(transfer) ?? atSource(transfer, describeState(transfer, now));
  const oldFile = describeOldFile(transfer);
  if (oldFile === null) return words;
  // What the failure says of "nothing was done" does not hold while the old file is away.
  if (isOldFileStranded(transfer)) return { text: words.text, nextStep: oldFile, tone: 'bad' };
  return { ...words, nextStep: [oldFile, words.nextStep].filter((part) => part !== null).join(' ') };
}

/** Says where a copy failed that failed where it came from. */
function atSource({ copiedFrom, failure }: Described, words: TransferWords): TransferWords {
  if (copiedFrom?.isAtFault !== true || failure === null) return words;
  return { ...words, text: t('copying.atSource', { failure: words.text }) };
}

function sendingText(transfer: Described): string {
  const amount = amountOf(transfer);
  return transfer.oldFile === 'returning'
    ? t('replacing.returning', { amount })
    : t('transfers.state.sending', { amount });
}

function receivingText(transfer: Described): string {
  const amount = amountOf(transfer);
  if (transfer.copiedFrom !== null) return t('copying.fetching', { amount });
  return transfer.direction === 'publish'
    ? t('replacing.keeping', { amount })
    : t('transfers.state.receiving', { amount });
}

function doneText({ direction, oldFile, copiedFrom }: Described): string {
  if (copiedFrom !== null && oldFile !== 'replaced') return t('copying.done');
  if (direction === 'download') return t('transfers.state.doneDownload');
  return t(oldFile === 'replaced' ? 'replacing.done' : 'transfers.state.donePublish');
}

function describeState(transfer: Described, now: number | null): TransferWords {
  const isPublish = transfer.direction === 'publish';
  switch (transfer.state) {
    case 'queued':
      return quiet(
        transfer.waitsFor > 0
          ? t('transfers.state.queuedBehind', { count: transfer.waitsFor })
          : t('transfers.state.queued'),
      );
    case 'waiting':
      return { ...quiet(waitingText(transfer, now)), nextStep: keptText(transfer) };
    case 'checking':
      return quiet(t('transfers.state.checking'));
    case 'sending':
      return quiet(movingText(transfer, sendingText(transfer)));
    case 'receiving':
      return quiet(movingText(transfer, receivingText(transfer)));
    case 'storing':
      return quiet(t('transfers.state.storing'));
    case 'verifying':
      return quiet(t(isPublish ? 'transfers.state.verifyingPublish' : 'transfers.state.verifyingDownload'));
    case 'done':
      return {
        text: doneText(transfer),
        nextStep: null,
        tone: 'good',
      };
    case 'skipped':
      return quiet(t(isPublish ? 'transfers.state.skippedPublish' : 'transfers.state.skippedDownload'));
    case 'paused':
      return pausedWords(transfer);
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

/** The same without what changes by the second: what a row is called. */
export function describeBriefly(transfer: Described): string {
  if (transfer.state === 'sending') return t('transfers.state.sendingShort');
  if (transfer.state === 'receiving') return t('transfers.state.receivingShort');
  return describeTransfer(transfer, null).text;
}

/** Whether a bar says more than the words beside it. */
export function showsProgress({
  direction,
  state,
  failure,
}: Pick<Transfer, 'direction' | 'state' | 'failure'>): boolean {
  if (state === 'paused') return direction === 'download' && failure === null;
  return !isSettled(state) && state !== 'needs-decision' && state !== 'waiting';
}
