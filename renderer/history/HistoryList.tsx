import type { ReactNode } from 'react';
import { GridList, GridListLoadMoreItem, type Key, ListLayout, Virtualizer } from 'react-aria-components';
import type { Transfer, TransferId } from '../../shared/transfer.ts';
import { classNames } from '../common/class-names.ts';
import rows from '../common/RowList.module.css';
import { t } from '../text/text.ts';
import { HistoryRow } from './HistoryRow.tsx';

const rowHeight = 46;
const rowsInSight = 9;

type Props = {
  readonly transfers: readonly Transfer[];
  /** As the list gave it, because it knows where a range began. */
  readonly selected: ReadonlySet<Key>;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onSelect: (ids: ReadonlySet<Key>) => void;
  readonly onLoadMore: () => void;
  readonly onRunAgain: (ids: TransferId[]) => void;
  readonly onClose: () => void;
};

/** The settled transfers, latest first; only those in sight exist, and older ones come as one scrolls. */
export function HistoryList(props: Props): ReactNode {
  const { transfers, selected, hasMore, isLoading, onSelect, onLoadMore } = props;
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight, loaderSize: rowHeight }}>
      <GridList
        aria-label={t('history.list')}
        // It closes the dialog.
        escapeKeyBehavior="none"
        selectionMode="multiple"
        selectionBehavior="replace"
        selectedKeys={selected}
        onSelectionChange={(keys) => onSelect(keys === 'all' ? new Set(transfers.map(({ id }) => id)) : keys)}
        className={classNames(rows.list)}
        style={{ height: Math.min(transfers.length, rowsInSight) * rowHeight }}
        autoFocus="first"
      >
        {transfers.map((transfer) => (
          <HistoryRow
            key={transfer.id}
            transfer={transfer}
            onOpenMenu={() => {
              if (selected.has(transfer.id))
                return transfers.filter(({ id }) => selected.has(id)).map(({ id }) => id);
              onSelect(new Set([transfer.id]));
              return [transfer.id];
            }}
            onRunAgain={props.onRunAgain}
            onClose={props.onClose}
          />
        ))}
        {hasMore && (
          <GridListLoadMoreItem
            isLoading={isLoading}
            onLoadMore={onLoadMore}
            className={classNames(rows.more)}
          >
            {t('history.more')}
          </GridListLoadMoreItem>
        )}
      </GridList>
    </Virtualizer>
  );
}
