import type { ReactNode } from 'react';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import type { VersionSum } from '../deletion/doomed.ts';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';
import styles from './CleanUp.module.css';

type Props = {
  readonly isRule: boolean;
  /** Versions that go, of so many. */
  readonly going: number;
  readonly all: number;
  readonly sum: VersionSum;
  readonly onAgain: () => void;
  /** Beside it. */
  readonly children: ReactNode;
};

/** What a plan comes to; where not all could be looked into it is the least, with the reason. */
export function PlanSum({ isRule, going, all, sum, onAgain, children }: Props): ReactNode {
  const { looked, files, bytes, damagedRows, failure } = sum;
  const isWhole = failure === null && damagedRows === 0;
  const amount = `${t('packages.files', { count: files })}, ${formatBytes(bytes)}`;
  const words = () => {
    if (going === 0) return t('cleanUp.nothing', { all });
    if (looked < going) return t('cleanUp.looking', { going, all, looked, bytes: formatBytes(bytes) });
    return t('cleanUp.sum', {
      going,
      all,
      amount: isWhole ? amount : t('deletion.many.atLeast', { amount }),
    });
  };
  return (
    <>
      <div className={classNames(styles.bar)}>
        <output className={classNames(styles.sum)}>{isRule ? words() : t('cleanUp.invalid')}</output>
        {children}
      </div>
      {failure !== null && looked === going && (
        <p className={classNames(styles.unknown)}>
          {t('cleanUp.unknown', { why: describeFailure(failure).title })}
          <Button onPress={onAgain}>{t('common.tryAgain')}</Button>
        </p>
      )}
      {damagedRows > 0 && <p>{t('cleanUp.damaged', { count: damagedRows })}</p>}
    </>
  );
}
