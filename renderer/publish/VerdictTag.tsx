import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { Failure } from '../../shared/failure.ts';
import type { PublishVerdict } from '../../shared/publish-plan.ts';
import { classNames } from '../common/class-names.ts';
import { Tag } from '../common/Tag.tsx';
import { describeFailure } from '../text/failures.ts';
import { describeNameProblem } from '../text/name-problems.ts';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';

type Props = { readonly verdict: PublishVerdict; readonly unreadable: Failure | null };

/** What would happen to a file, in a word or two. */
export function VerdictTag({ verdict, unreadable }: Props): ReactNode {
  if (unreadable !== null && verdict.kind === 'comparing') {
    const { title, nextStep } = describeFailure(unreadable);
    return (
      <>
        <Tag tone="danger">{t('publish.verdict.unreadable')}</Tag>
        <span className={classNames(styles.dim)} title={nextStep}>
          {title}
        </span>
      </>
    );
  }
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
