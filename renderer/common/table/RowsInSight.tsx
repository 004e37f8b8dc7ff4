import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback } from 'react';
import type { TableState } from 'react-stately';
import type { RowCollection, RowNames } from './row-collection.ts';
import { type RowMenu, TableRow } from './TableRow.tsx';
import type { TableColumn } from './table-column.ts';
import { headingHeight } from './use-table-layout.ts';

type Props<Row extends object> = {
  /** The element that scrolls. */
  readonly scroller: HTMLElement;
  readonly collection: RowCollection<Row>;
  readonly names: RowNames<Row>;
  readonly state: TableState<Row>;
  readonly columns: readonly TableColumn<Row>[];
  readonly rowHeight: number;
  readonly rowClassName: ((row: Row) => string | undefined) | undefined;
  readonly menuOf: ((row: Row) => RowMenu) | undefined;
};

/** The rows that are in sight, and the one that has the focus. Scrolling draws this, and in it only the rows that come. */
export function RowsInSight<Row extends object>(props: Props<Row>): ReactNode {
  const { scroller, collection, names, state, columns, rowHeight, rowClassName, menuOf } = props;
  const { focusedKey } = state.selectionManager;
  const focused = focusedKey === null ? null : collection.positionOf(focusedKey);
  // oxlint-disable-next-line react/incompatible-library -- it is about a compiler that is not used here
  const virtualizer = useVirtualizer({
    count: collection.size,
    getScrollElement: () => scroller,
    // It may have been scrolled before the first rows are drawn.
    initialOffset: () => scroller.scrollTop,
    estimateSize: useCallback(() => rowHeight, [rowHeight]),
    overscan: 6,
    scrollMargin: headingHeight,
    rangeExtractor: (range) => {
      const inSight = new Set(defaultRangeExtractor(range));
      if (focused !== null) inSight.add(focused);
      return [...inSight].sort((left, right) => left - right);
    },
  });
  return virtualizer.getVirtualItems().map(({ index, start }) => {
    const row = collection.at(index)?.value ?? null;
    if (row === null) return null;
    return (
      <TableRow
        key={names.keyOf(row)}
        row={row}
        position={index}
        state={state}
        columns={columns}
        className={rowClassName?.(row)}
        top={start - headingHeight}
        height={rowHeight}
        menuOf={menuOf}
      />
    );
  });
}
