import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Receipt } from '../../shared/receipt.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import styles from './Receipt.module.css';
import { retryFailed } from './receipt-actions.ts';

type Props = { readonly receipt: Receipt; readonly words: readonly string[] };

/** What is not on the server, and one button to try just that again. */
export function Shortfalls({ receipt, words }: Props): ReactNode {
  if (words.length === 0) return null;
  const hasFailed = receipt.files.some(({ state }) => state === 'failed');
  return (
    <div className={classNames(styles.shortfalls, hasFailed && styles.failed)}>
      <CircleAlert size={15} aria-hidden />
      <span className={classNames(styles.shortfallWords)}>{words.join(' · ')}</span>
      {hasFailed && <Button onPress={() => void retryFailed(receipt)}>{t('receipt.retryFailed')}</Button>}
    </div>
  );
}
