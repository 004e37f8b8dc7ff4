import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type CopyPlan, type CopyProblem, stopsCopy } from '../../shared/copying.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { t } from '../text/text.ts';
import styles from './CopyDialog.module.css';

/** Problems listed one by one. */
const mostListed = 5;

type Props = { readonly plan: CopyPlan };

/** What a copy comes to: how much is sent, what is there already, and what stands against it. */
export function PlanNote({ plan }: Props): ReactNode {
  const { versions, identical, differing, bytes, problems, problemCount } = plan;
  const rows: readonly (readonly [label: string, value: string])[] = [
    ...(versions === 1
      ? []
      : [[t('copying.plan.versions'), t('copying.plan.versionCount', { count: versions })] as const]),
    [
      t('copying.plan.new'),
      plan.new === 0
        ? t('copying.plan.none')
        : t('copying.plan.sized', { count: plan.new, size: formatBytes(bytes) }),
    ],
    ...(identical === 0
      ? []
      : [[t('copying.plan.there'), t('copying.plan.identical', { count: identical })] as const]),
    ...(differing === 0
      ? []
      : [[t('copying.plan.taken'), t('copying.plan.differing', { count: differing })] as const]),
  ];
  return (
    <>
      {versions > 0 && !problems.some(stopsCopy) && (
        <dl className={classNames(styles.plan)}>
          {rows.map(([label, value]) => (
            <div key={label} className={classNames(styles.fact)}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {problems.slice(0, mostListed).map((problem) => (
        <Problem key={`${problem.kind} ${problem.version} ${problem.fileName}`} problem={problem} />
      ))}
      {problemCount > mostListed && (
        <p className={classNames(styles.dim)}>
          {t('copying.plan.more', { count: problemCount - mostListed })}
        </p>
      )}
    </>
  );
}

function Problem({ problem }: { readonly problem: CopyProblem }): ReactNode {
  const isStopping = stopsCopy(problem);
  const Icon = isStopping ? CircleAlert : TriangleAlert;
  return (
    <p className={classNames(styles.problem)} data-severity={isStopping ? 'error' : 'warning'}>
      <Icon size={15} aria-hidden />
      <span>
        {t(`copying.problem.${problem.kind}`, {
          version: visibleText(problem.version),
          file: visibleText(problem.fileName ?? ''),
        })}
      </span>
    </p>
  );
}

/** What is said beside the plan, and is no problem. */
export function PlanHint({ children }: { readonly children: string }): ReactNode {
  return (
    <p className={classNames(styles.hint)}>
      <Info size={15} aria-hidden />
      <span>{children}</span>
    </p>
  );
}
