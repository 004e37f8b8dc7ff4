import { type ReactNode, useMemo } from 'react';
import { mergeRefs, useListBox } from 'react-aria';
import { type Key, type ListState, useListState } from 'react-stately';
import { classNames } from '../class-names.ts';
import type { RowCollection, RowNames } from '../rows/row-collection.ts';
import { chosenKeys, useLongRows } from '../rows/use-long-rows.ts';
import type { RowHeights } from '../rows/use-row-layout.ts';
import { useRowsInSight } from '../rows/use-rows-in-sight.ts';
import styles from './LongListBox.module.css';

/** Where a row stands in its list. */
export interface ListBoxPlace<Row> {
  readonly state: ListState<Row>;
  readonly id: string;
  /** Pixels. */
  readonly top: number;
  readonly height: number;
}

type Props<Row> = {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The same object each time. */
  readonly names: RowNames<Row>;
  readonly rowHeight: number;
  readonly className?: string | undefined;
  /** Keys of rows, as the last `onSelect` gave them: the set also knows where a range began. */
  readonly selected: ReadonlySet<Key>;
  readonly onSelect: (selected: ReadonlySet<Key>) => void;
  /** Draws a row as a `ListBoxRow`. */
  readonly children: (row: Row, place: ListBoxPlace<Row>) => ReactNode;
};

const noColumns: readonly [] = [];

/**
 * A list of which several rows can be chosen, and one always is. Only those in sight exist, at a cost that hardly grows
 * with their number. It fills its place and scrolls by itself.
 */
export function LongListBox<Row extends object>(props: Props<Row>): ReactNode {
  const { label, rows, names, rowHeight, className, selected, onSelect, children } = props;
  const long = useLongRows({ rows, names, columns: noColumns, rowHeight, headingHeight: 0 });
  const { place, scroller, setScroller, collection, heights, layoutDelegate } = long;
  const ref = useMemo(() => mergeRefs<HTMLDivElement | null>(place, setScroller), [place, setScroller]);
  const state = useListState<Row>({
    collection,
    selectionMode: 'multiple',
    selectionBehavior: 'replace',
    disallowEmptySelection: true,
    selectedKeys: selected,
    onSelectionChange: (keys) => onSelect(chosenKeys(keys, collection)),
    layoutDelegate,
  });
  const { listBoxProps } = useListBox<Row>(
    { 'aria-label': label, isVirtualized: true, selectionBehavior: 'replace', layoutDelegate },
    state,
    place,
  );
  return (
    <div {...listBoxProps} ref={ref} className={classNames(styles.list, className)} data-pane-start>
      <div
        role="presentation"
        className={classNames(styles.rows)}
        style={{ height: rows.length * rowHeight }}
      >
        {scroller !== null && (
          <Rows scroller={scroller} collection={collection} state={state} heights={heights}>
            {children}
          </Rows>
        )}
      </div>
    </div>
  );
}

type RowsProps<Row extends object> = {
  readonly scroller: HTMLElement;
  readonly collection: RowCollection<Row>;
  readonly state: ListState<Row>;
  readonly heights: RowHeights;
  readonly children: Props<Row>['children'];
};

/** The rows in sight. Scrolling draws this alone. */
function Rows<Row extends object>(props: RowsProps<Row>): ReactNode {
  const { scroller, collection, state, heights, children } = props;
  const rows = useRowsInSight(scroller, collection, heights, state.selectionManager.focusedKey);
  return rows.map(({ row, key, top }) => children(row, { state, id: key, top, height: heights.rowHeight }));
}
