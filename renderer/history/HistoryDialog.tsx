import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Key } from 'react-aria-components';
import type { BatchId, Transfer, TransferId } from '../../shared/transfer.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { EmptyState } from '../common/EmptyState.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { formatNumber } from '../common/format-number.ts';
import { openReceipt, receiptOf } from '../receipt/receipt-actions.ts';
import { openDialog } from '../stores/dialogs.ts';
import { historyQuery } from '../stores/history.ts';
import { say } from '../stores/notices.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';
import styles from './HistoryDialog.module.css';
import { HistoryList } from './HistoryList.tsx';

type Props = { readonly onClose: () => void };

/** What was published and downloaded, also in earlier runs of the app; any of it can be run again. */
export function HistoryDialog({ onClose }: Props): ReactNode {
  const [selected, select] = useState<ReadonlySet<Key>>(new Set());
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(historyQuery);
  const runAgain = useMutation({
    mutationFn: (ids: TransferId[]) => ask('history:run-again', { ids }),
    onSuccess: (queued) => {
      onClose();
      useTransfers.getState().setDrawerOpen(true);
      say(t('history.queued', { count: queued.length }));
    },
  });
  const transfers = data?.pages.flatMap((page) => page.transfers) ?? [];
  const chosen = transfers.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const receipt = theOneReceipt(transfers.filter(({ id }) => selected.has(id)));
  const failure = runAgain.error ?? error;
  return (
    <Dialog
      title={t('history.title')}
      subtitle={t('history.subtitle')}
      width="wide"
      isBusy={runAgain.isPending}
      onClose={onClose}
      footer={
        <>
          <span className={classNames(styles.clear)}>
            <Button
              look="plain"
              isDisabled={transfers.length === 0}
              onPress={() => openDialog({ kind: 'clear-history' })}
            >
              {t('history.clear')}
            </Button>
          </span>
          <Button
            isDisabled={receipt === null}
            onPress={() => {
              if (receipt !== null) openReceipt(receipt);
            }}
          >
            {t('receipt.show')}
          </Button>
          <Button
            isDisabled={chosen.length === 0 && !runAgain.isPending}
            isBusy={runAgain.isPending}
            onPress={() => runAgain.mutate(chosen)}
          >
            {chosen.length > 1
              ? t('history.runAgainCount', { amount: formatNumber(chosen.length) })
              : t('history.runAgain')}
          </Button>
          <Button look="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {failure !== null && <FailureNote failure={failureOf(failure)} />}
      {data !== undefined && transfers.length === 0 && (
        <EmptyState title={t('history.empty')} text={t('history.emptyText')} />
      )}
      {transfers.length > 0 && (
        <HistoryList
          transfers={transfers}
          selected={selected}
          hasMore={hasNextPage}
          isLoading={isFetching}
          onSelect={select}
          onLoadMore={() => void fetchNextPage({ cancelRefetch: false })}
          onRunAgain={(ids) => runAgain.mutate(ids)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

/** The receipt that all of these are in; null where they are in several, or some in none. */
function theOneReceipt(transfers: readonly Transfer[]): BatchId | null {
  const [batch = null, ...others] = new Set(transfers.map(receiptOf));
  return others.length === 0 ? batch : null;
}
