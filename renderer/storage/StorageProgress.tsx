import type { ReactNode } from 'react';
import type { StorageState } from '../../shared/storage.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { FailureNote } from '../common/FailureNote.tsx';
import { formatWhen } from '../common/format-time.ts';
import { ProgressBar } from '../common/ProgressBar.tsx';
import { useNow } from '../common/use-now.ts';
import { lookAgain, lookOn, stopLooking } from '../stores/storage.ts';
import { t } from '../text/text.ts';
import styles from './Storage.module.css';

/** How much of an owner is known, how old that is, and what can be done about it. */
export function StorageProgress({ state }: { readonly state: StorageState }): ReactNode {
  const { accountId, owner, known, total, damaged, isReading, oldestAt, failure } = state;
  const now = useNow();
  const isAll = known >= total;
  return (
    <>
      <div className={classNames(styles.progress)}>
        <output>
          {isAll && !isReading
            ? t('storage.known', { count: total, when: formatWhen(oldestAt, now) })
            : t('storage.knownOf', { known, total })}
          {damaged > 0 && ` ${t('storage.damaged', { count: damaged })}`}
        </output>
        {isReading && !isAll && (
          <Button look="plain" onPress={() => stopLooking(accountId, owner)}>
            {t('storage.stop')}
          </Button>
        )}
        {!isReading && !isAll && (
          <Button onPress={() => void lookOn(accountId, owner)}>{t('packages.goOn')}</Button>
        )}
        {isAll && (
          <Button look="plain" onPress={() => void lookAgain(accountId, owner)}>
            {t('storage.again')}
          </Button>
        )}
      </div>
      {isReading && !isAll && (
        <ProgressBar label={t('storage.reading')} fraction={total === 0 ? null : known / total} />
      )}
      {failure !== null && failure.reason !== 'cancelled' && <FailureNote failure={failure} />}
    </>
  );
}
