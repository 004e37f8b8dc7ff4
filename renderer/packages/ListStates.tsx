import { FileUp, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { EmptyState } from '../common/EmptyState.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { formatNumber } from '../common/format-number.ts';
import { formatWhen } from '../common/format-time.ts';
import { useNow } from '../common/use-now.ts';
import { openDialog } from '../stores/dialogs.ts';
import { chooseAndPublish } from '../stores/publish.ts';
import { useSelection } from '../stores/selection.ts';
import type { Listing } from '../stores/use-listing.ts';
import { t } from '../text/text.ts';
import { asksForCredential } from './asks-for-credential.ts';
import styles from './ListPane.module.css';

type Props = {
  readonly accountId: string;
  readonly owner: string;
  readonly listing: Listing;
  readonly shown: number;
};

/** What stands where the list has nothing to show, or not all of it: loading, failed, empty, filtered away. */
export function ListStates({ accountId, owner, listing, shown }: Props): ReactNode {
  const filter = useSelection((state) => state.filter);
  const setFilter = useSelection((state) => state.setFilter);
  const { failure, packages } = listing;
  const now = useNow();
  if (listing.isEmptyYet) return <p className={classNames(styles.loading)}>{t('common.loading')}</p>;
  return (
    <>
      {failure?.reason === 'cancelled' && (
        <div className={classNames(styles.states)}>
          <p>
            {t('packages.stopped', {
              loaded: formatNumber(listing.loaded),
              total: formatNumber(listing.total),
            })}{' '}
            <Button onPress={listing.tryAgain}>{t('packages.goOn')}</Button>
          </p>
        </div>
      )}
      {failure !== null && failure.reason !== 'cancelled' && (
        <div className={classNames(styles.states)}>
          <FailureNote failure={failure}>
            <Button onPress={listing.tryAgain} isBusy={listing.isReading}>
              {t('common.tryAgain')}
            </Button>
            {asksForCredential(failure) && (
              <Button onPress={() => openDialog({ kind: 'sign-in-again', accountId })}>
                <KeyRound size={14} aria-hidden />
                {t('accounts.signInAgain')}
              </Button>
            )}
          </FailureNote>
          {listing.completeAt !== null && (
            <p>{t('packages.listedWhen', { when: formatWhen(listing.completeAt, now) })}</p>
          )}
          {listing.completeAt === null && listing.loaded > 0 && listing.loaded < listing.total && (
            <p>
              {t('packages.partOnly', {
                loaded: formatNumber(listing.loaded),
                total: formatNumber(listing.total),
              })}
            </p>
          )}
        </div>
      )}
      {failure === null && packages.length === 0 && (
        <EmptyState title={t('packages.empty', { owner: visibleText(owner) })} text={t('packages.emptyText')}>
          <Button onPress={() => void chooseAndPublish('files')}>
            <FileUp size={14} aria-hidden />
            {t('publish.chooseFiles')}
          </Button>
        </EmptyState>
      )}
      {packages.length > 0 && shown === 0 && (
        <EmptyState
          title={t('packages.nothingFound', { filter: visibleText(filter) })}
          {...(listing.isComplete ? {} : { text: t('packages.nothingFoundLoading') })}
        >
          <Button onPress={() => setFilter('')}>{t('packages.clearFilter')}</Button>
        </EmptyState>
      )}
    </>
  );
}
