import { type ReactNode, type RefObject, useMemo } from 'react';
import { mergeRefs, useTable, useTableRowGroup } from 'react-aria';
import { type Key, type SortDescriptor, useTableState } from 'react-stately';
import { classNames } from '../class-names.ts';
import type { RowNames } from '../rows/row-collection.ts';
import { chosenKeys, useLongRows } from '../rows/use-long-rows.ts';
import { ColumnHeadings } from './ColumnHeadings.tsx';
import { headingHeight } from './heading-height.ts';
import { RowsInSight } from './RowsInSight.tsx';
import styles from './Table.module.css';
import type { RowMenu } from './TableRow.tsx';
import type { TableColumn } from './table-column.ts';

type Props<Row> = {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The same object each time. */
  readonly names: RowNames<Row>;
  /** The same array as long as they are the same. */
  readonly columns: readonly TableColumn<Row>[];
  readonly rowHeight: number;
  /** Most rows that show without scrolling. */
  readonly rowsInSight: number;
  /** The element that scrolls. */
  readonly place?: RefObject<HTMLDivElement | null>;
  readonly className?: string | undefined;
  readonly rowClassName?: (row: Row) => string | undefined;
  readonly selection?: {
    /** Keys of rows, as the last `onSelect` gave them: the set also knows where a range began. */
    readonly selected: ReadonlySet<Key>;
    readonly onSelect: (selected: ReadonlySet<Key>) => void;
  };
  readonly sorting?: {
    readonly sort: SortDescriptor | null;
    readonly onSort: (sort: SortDescriptor) => void;
  };
  /** Enter, or a double click where rows can be selected, on a row. */
  readonly onAction?: (row: Row) => void;
  readonly menuOf?: (row: Row) => RowMenu;
};

/**
 * A table of which only the rows in sight exist, at a cost that hardly grows with their number. Arrow keys, typing ahead,
 * ranges by shift and single rows by the control key are the component library's.
 */
export function LongTable<Row extends object>(props: Props<Row>): ReactNode {
  const { label, rows, names, columns, rowHeight, rowsInSight, selection, sorting, onAction } = props;
  const long = useLongRows({ rows, names, columns, rowHeight, headingHeight });
  const { place, scroller, setScroller, collection, heights, layoutDelegate } = long;
  const ref = useMemo(
    () => mergeRefs<HTMLDivElement | null>(place, props.place, setScroller),
    [place, props.place, setScroller],
  );
  const rowOf = (key: Key): Row | null => collection.getItem(key)?.value ?? null;
  const state = useTableState<Row>({
    collection,
    selectionMode: selection === undefined ? 'none' : 'multiple',
    selectionBehavior: 'replace',
    selectedKeys: selection?.selected ?? [],
    onSelectionChange: (keys) => selection?.onSelect(chosenKeys(keys, collection)),
    ...(sorting !== undefined && { onSortChange: sorting.onSort }),
    ...(sorting?.sort && { sortDescriptor: sorting.sort }),
  });
  const { gridProps } = useTable(
    {
      'aria-label': label,
      isVirtualized: true,
      layoutDelegate,
      ...(onAction !== undefined && {
        onRowAction: (key) => {
          const row = rowOf(key);
          if (row !== null) onAction(row);
        },
      }),
    },
    state,
    place,
  );
  const { rowGroupProps } = useTableRowGroup();
  return (
    <div
      {...gridProps}
      ref={ref}
      className={classNames(styles.table, props.className)}
      style={{
        height: headingHeight + Math.min(rows.length, rowsInSight) * rowHeight,
        scrollPaddingTop: headingHeight,
        '--columns': columns.map(({ width }) => width).join(' '),
      }}
    >
      <ColumnHeadings state={state} head={collection.head} columns={columns} />
      <div {...rowGroupProps} className={classNames(styles.rows)} style={{ height: rows.length * rowHeight }}>
        {scroller !== null && (
          <RowsInSight
            scroller={scroller}
            collection={collection}
            state={state}
            columns={columns}
            heights={heights}
            rowClassName={props.rowClassName}
            menuOf={props.menuOf}
          />
        )}
      </div>
    </div>
  );
}
