import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { PublishVerdict } from '../../shared/publish-plan.ts';
import { classNames } from '../common/class-names.ts';
import { Tag } from '../common/Tag.tsx';
import { describeFailure } from '../text/failures.ts';
import { describeNameProblem } from '../text/name-problems.ts';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';

type Props = { readonly verdict: PublishVerdict };

/** What would happen to a file, in a word or two. */
export function VerdictTag({ verdict }: Props): ReactNode {
  switch (verdict.kind) {
    case 'new':
      return <Tag tone="accent">{t('publish.verdict.new')}</Tag>;
    case 'identical':
      return <Tag>{t('publish.verdict.identical')}</Tag>;
    case 'differs':
      return (
        <>
          <Tag tone="warning">{t('publish.verdict.differs')}</Tag>
          <span className={classNames(styles.dim)}>{t('publish.verdict.differsNext')}</span>
        </>
      );
    case 'comparing':
      return <Tag>{t('publish.verdict.comparing')}</Tag>;
    case 'unreadable': {
      const { title, nextStep } = describeFailure(verdict.failure);
      return (
        <>
          <Tag tone="danger">{t('publish.verdict.unreadable')}</Tag>
          <span className={classNames(styles.dim)} title={nextStep}>
            {title}
          </span>
        </>
      );
    }
    case 'name-refused':
      return <Tag tone="danger">{describeNameProblem(verdict.problem)}</Tag>;
    case 'name-twice':
      return <Tag tone="danger">{t('publish.verdict.nameTwice')}</Tag>;
    case 'cannot-split':
      return <Tag tone="danger">{t(`publish.verdict.cannotSplit.${verdict.problem}`)}</Tag>;
    case 'unknown':
      return <Tag>{t('publish.verdict.unknown')}</Tag>;
    default:
      return assertNever(verdict);
  }
}
