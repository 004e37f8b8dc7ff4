import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import { type PublishCondition, severityOf } from '../../shared/publish-conditions.ts';
import { classNames } from '../common/class-names.ts';
import { formatWhen } from '../common/format-time.ts';
import { useNow } from '../common/use-now.ts';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';
import styles from './Conditions.module.css';

type Props = {
  readonly conditions: readonly PublishCondition[];
  /** As it can be shown. */
  readonly owner: string;
};

/** What stands against the batch as a whole, each with its next step. Who will see it stands in the title. */
export function Conditions({ conditions, owner }: Props): ReactNode {
  const now = useNow();
  const told = conditions.flatMap((condition) => {
    const words = describe(condition, owner, now);
    return words === null ? [] : [{ ...words, severity: severityOf(condition) }];
  });
  return (
    <ul aria-label={t('publish.conditions.label')} aria-live="polite" className={classNames(styles.list)}>
      {told.map(({ title, next, details, severity }) => (
        <li key={title} className={classNames(styles.condition)} data-severity={severity}>
          {severity === 'error' ? (
            <CircleAlert size={15} aria-hidden />
          ) : (
            <TriangleAlert size={15} aria-hidden />
          )}
          <span>
            <strong>{title}</strong> {next}
            {details !== null && <span className={classNames(styles.details)}> {details}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface Words {
  readonly title: string;
  readonly next: string;
  readonly details: string | null;
}

function describe(condition: PublishCondition, owner: string, now: number): Words | null {
  switch (condition.kind) {
    case 'refused': {
      const { title, nextStep, details } = describeFailure(condition.failure);
      return { title: `${title}.`, next: nextStep, details };
    }
    case 'unchecked': {
      const { title, nextStep } = describeFailure(condition.failure);
      return {
        title: t('publish.conditions.unchecked', { owner }),
        next: `${title}. ${nextStep}`,
        details: null,
      };
    }
    case 'quota': {
      const { title, details } = describeFailure(condition.failure);
      const when = formatWhen(condition.at, now);
      return {
        title: t('publish.conditions.quota', { owner, when, reason: title }),
        next: t('publish.conditions.quotaNext'),
        details,
      };
    }
    case 'visible':
      return null;
    default:
      return assertNever(condition);
  }
}
