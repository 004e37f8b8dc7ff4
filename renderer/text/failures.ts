import type { Failure, FailureReason } from '../../shared/failure.ts';
import { visibleText } from '../common/visible-text.ts';
import { failuresInEnglish } from './english-failures.ts';
import { t } from './text.ts';

/** A failure in words for people. */
export interface FailureWords {
  /** What happened, naming what stands in the way. */
  readonly title: string;
  /** What can be done about it. */
  readonly nextStep: string;
  /** Subject, status and the server's own words, for whoever is asked for help; null where there are none. */
  readonly details: string | null;
}

type NamingReason = {
  [Reason in FailureReason]: (typeof failuresInEnglish)[Reason] extends { readonly titleWith: string }
    ? Reason
    : never;
}[FailureReason];

/** Whether the title of this reason has a place for what the failure is about. */
function namesSubject(reason: FailureReason): reason is NamingReason {
  return 'titleWith' in failuresInEnglish[reason];
}

/** Title, next step, and what else is known of a failure. */
export function describeFailure({ reason, subject, status, serverWords }: Failure): FailureWords {
  const isNamed = namesSubject(reason) && subject !== undefined && subject !== '';
  const details = [
    subject === undefined || isNamed ? '' : visibleText(subject),
    status === undefined ? '' : t('failureDetails.status', { status }),
    serverWords === undefined || serverWords === ''
      ? ''
      : t('failureDetails.serverSaid', { words: visibleText(serverWords) }),
  ].filter((detail) => detail !== '');
  return {
    title: isNamed
      ? t(`failures.${reason}.titleWith`, { subject: visibleText(subject) })
      : t(`failures.${reason}.title`),
    nextStep: t(`failures.${reason}.next`),
    details: details.length === 0 ? null : details.join(' · '),
  };
}
