import type { Failure } from '../../shared/failure.ts';
import {
  describeFailure as describeWith,
  type FailurePhrases,
  type FailureWords,
} from '../../shared/failure-words.ts';
import { t } from './text.ts';

const phrases: FailurePhrases = {
  title: (reason) => t(`failures.${reason}.title`),
  titleWith: (reason, subject) => t(`failures.${reason}.titleWith`, { subject }),
  next: (reason) => t(`failures.${reason}.next`),
  nextWith: (reason, setting) => t(`failures.${reason}.nextWith`, { setting }),
  status: (status) => t('failureDetails.status', { status }),
  serverSaid: (words) => t('failureDetails.serverSaid', { words }),
};

/** Title, next step, and what else is known of a failure, from the window's catalogue. */
export function describeFailure(failure: Failure): FailureWords {
  return describeWith(failure, phrases);
}
