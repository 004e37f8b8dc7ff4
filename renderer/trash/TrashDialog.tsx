import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Key } from 'react-aria-components';
import type { ChestEntry } from '../../shared/chest.ts';
import { failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { EmptyState } from '../common/EmptyState.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { formatBytes } from '../common/format-bytes.ts';
import { formatNumber } from '../common/format-number.ts';
import { chestQuery, putBack, stopPutBack, useChestState, usePutBack } from '../stores/chest.ts';
import { openDialog } from '../stores/dialogs.ts';
import { useSettings } from '../stores/settings.ts';
import { t } from '../text/text.ts';
import styles from './TrashDialog.module.css';
import { TrashList } from './TrashList.tsx';

type Props = { readonly onClose: () => void };

/** What was deleted on servers and is kept here for some days. */
export function TrashDialog({ onClose }: Props): ReactNode {
  const [selected, select] = useState<ReadonlySet<Key>>(new Set());
  const state = useChestState();
  const limit = useSettings()?.chestSize ?? 0;
  const failures = usePutBack((each) => each.failures);
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(chestQuery);
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const chosen = entries.filter(({ id }) => selected.has(id));
  const isBusy = (state?.puttingBack.length ?? 0) > 0;
  const failure = chosen.map(({ id }) => failures.get(id)).find((each) => each !== undefined);
  return (
    <Dialog
      title={t('trash.title')}
      subtitle={t(limit === 0 ? 'trash.usedOff' : 'trash.used', {
        amount: formatBytes(state?.used ?? 0),
        limit: formatBytes(limit),
      })}
      width="wide"
      onClose={onClose}
      footer={
        <>
          <span className={classNames(styles.aside)}>
            <Button
              look="plain"
              isDisabled={entries.length === 0 || isBusy}
              onPress={() => openDialog({ kind: 'empty-trash', ids: null })}
            >
              {t('trash.emptyAll')}
            </Button>
          </span>
          <Button isDisabled={chosen.length === 0 || isBusy} onPress={() => deleteForGood(chosen)}>
            {t('trash.forGood')}
          </Button>
          {isBusy ? (
            <Button onPress={stopPutBack}>{t('trash.stop')}</Button>
          ) : (
            <Button isDisabled={chosen.length === 0} onPress={() => void putBack(chosen)}>
              {chosen.length > 1
                ? t('trash.putBackCount', { amount: formatNumber(chosen.length) })
                : t('trash.putBack')}
            </Button>
          )}
          <Button look="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {error !== null && <FailureNote failure={failureOf(error)} />}
      {failure !== undefined && failure.reason !== 'cancelled' && <FailureNote failure={failure} />}
      {data !== undefined && entries.length === 0 && (
        <EmptyState title={t('trash.empty')} text={t(limit === 0 ? 'trash.emptyOff' : 'trash.emptyText')} />
      )}
      {entries.length > 0 && (
        <TrashList
          entries={entries}
          selected={selected}
          hasMore={hasNextPage}
          isLoading={isFetching}
          onSelect={select}
          onLoadMore={() => void fetchNextPage({ cancelRefetch: false })}
          onPutBack={(some) => void putBack(some)}
          onDelete={deleteForGood}
        />
      )}
    </Dialog>
  );
}

function deleteForGood(entries: readonly ChestEntry[]): void {
  openDialog({ kind: 'empty-trash', ids: entries.map(({ id }) => id) });
}
