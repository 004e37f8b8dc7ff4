import { isPassing } from '../../shared/failure.ts';
import { isSettled, type Transfer } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';
import type { TransferWords } from './transfer-words.ts';

/**
 * What is said of the deletion that ends a move where it differs from what is said of all transfers; null where it
 * does not. That nothing was deleted is said whenever something stands in its way.
 */
export function describeMoveEnd({
  direction,
  state,
  waitsFor,
  failure,
}: Pick<Transfer, 'direction' | 'state' | 'waitsFor' | 'failure'>): TransferWords | null {
  if (direction !== 'delete') return null;
  if (state === 'done') return { text: t('copying.end.done'), nextStep: null, tone: 'good' };
  if (state === 'cancelled') return { text: t('copying.end.cancelled'), nextStep: null, tone: 'quiet' };
  if (state === 'checking') return { text: t('copying.end.checking'), nextStep: null, tone: 'quiet' };
  if (failure !== null && state !== 'waiting') {
    const words = describeFailure(failure);
    // The deletion may have been asked for, and only its answer be lost.
    if (isPassing(failure)) {
      const text = t('copying.end.unknown', { failure: words.title });
      return { text, nextStep: t('copying.end.unknownNext'), tone: isSettled(state) ? 'bad' : 'attention' };
    }
    const isMissing = failure.reason === 'batch-incomplete';
    const file = visibleText(failure.subject ?? '');
    return {
      text: isMissing
        ? t('copying.end.missing', { file })
        : t('copying.end.failed', { failure: words.title }),
      nextStep: isMissing ? t('copying.end.missingNext') : t('copying.end.failedNext'),
      tone: isSettled(state) ? 'bad' : 'attention',
    };
  }
  if (state !== 'queued' || waitsFor === 0) return null;
  return { text: t('copying.end.queued', { count: waitsFor }), nextStep: null, tone: 'quiet' };
}
