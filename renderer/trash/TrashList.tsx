import type { ReactNode } from 'react';
import { GridList, GridListLoadMoreItem, type Key, ListLayout, Virtualizer } from 'react-aria-components';
import type { ChestEntry } from '../../shared/chest.ts';
import { classNames } from '../common/class-names.ts';
import { DeleteKey } from '../common/DeleteKey.tsx';
import rows from '../common/RowList.module.css';
import { t } from '../text/text.ts';
import { TrashRow } from './TrashRow.tsx';

const rowHeight = 46;
const rowsInSight = 9;

type Props = {
  readonly entries: readonly ChestEntry[];
  /** As the list gave it, because it knows where a range began. */
  readonly selected: ReadonlySet<Key>;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onSelect: (ids: ReadonlySet<Key>) => void;
  readonly onLoadMore: () => void;
  readonly onPutBack: (entries: readonly ChestEntry[]) => void;
  readonly onDelete: (entries: readonly ChestEntry[]) => void;
};

/** What is kept, latest first; only rows in sight exist, and older ones come as one scrolls. Delete asks to delete for good. */
export function TrashList(props: Props): ReactNode {
  const { entries, selected, onSelect, onDelete } = props;
  const chosen = () => entries.filter(({ id }) => selected.has(id));
  return (
    <DeleteKey
      onDelete={() => {
        if (selected.size > 0) onDelete(chosen());
      }}
    >
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight, loaderSize: rowHeight }}>
        <GridList
          aria-label={t('trash.list')}
          // It closes the dialog.
          escapeKeyBehavior="none"
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selected}
          onSelectionChange={(keys) => onSelect(keys === 'all' ? new Set(entries.map(({ id }) => id)) : keys)}
          className={classNames(rows.list)}
          style={{ height: Math.min(entries.length, rowsInSight) * rowHeight }}
          autoFocus="first"
        >
          {entries.map((entry) => (
            <TrashRow
              key={entry.id}
              entry={entry}
              onOpenMenu={() => {
                if (selected.has(entry.id)) return chosen();
                onSelect(new Set([entry.id]));
                return [entry];
              }}
              onPutBack={props.onPutBack}
              onDelete={onDelete}
            />
          ))}
          {props.hasMore && (
            <GridListLoadMoreItem
              isLoading={props.isLoading}
              onLoadMore={props.onLoadMore}
              className={classNames(rows.more)}
            >
              {t('trash.more')}
            </GridListLoadMoreItem>
          )}
        </GridList>
      </Virtualizer>
    </DeleteKey>
  );
}
