import { CircleAlert } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Transfer } from '../../shared/transfer.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import { summariseFailures } from './summarise-failures.ts';
import styles from './TransferDrawer.module.css';
import { retryTransfers } from './transfer-actions.ts';

/** Batches told at once; there are seldom more than one. */
const mostBatches = 3;

type Props = { readonly transfers: readonly Transfer[] };

/** What went wrong in large batches, by reason, and one button to try just that again. */
export function FailureSummary({ transfers }: Props): ReactNode {
  const batches = useMemo(() => summariseFailures(transfers), [transfers]);
  if (batches.length === 0) return null;
  return (
    <ul aria-label={t('transfers.failures.label')} className={classNames(styles.failures)}>
      {batches.slice(0, mostBatches).map(({ batch, direction, done, failed, reasons }) => (
        <li key={batch}>
          <CircleAlert size={14} aria-hidden />
          <span className={classNames(styles.failureWords)}>
            <strong>{t(`transfers.failures.${direction}`, { done, failed: failed.length })}</strong>{' '}
            {reasons.map(({ title, count }) => t('transfers.failures.reason', { title, count })).join(' · ')}
          </span>
          <Button look="plain" onPress={() => retryTransfers(failed)}>
            {t('transfers.failures.retry', { count: failed.length })}
          </Button>
        </li>
      ))}
    </ul>
  );
}
