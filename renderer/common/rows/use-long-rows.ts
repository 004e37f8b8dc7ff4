import { useMemo, useRef, useState } from 'react';
import type { Key, Selection } from 'react-stately';
import type { TableColumn } from '../table/table-column.ts';
import { RowCollection, type RowNames } from './row-collection.ts';
import { type RowHeights, useRowLayout } from './use-row-layout.ts';

type LongRows<Row> = {
  readonly rows: readonly Row[];
  /** The same object each time. */
  readonly names: RowNames<Row>;
  /** The same array as long as they are the same. */
  readonly columns: readonly TableColumn<Row>[];
  readonly rowHeight: number;
  /** Of what stays in sight above the rows. */
  readonly headingHeight: number;
};

/** What a list or a table of very many rows is made of. Both `place` and `setScroller` are for the ref of what scrolls. */
export function useLongRows<Row extends object>(given: LongRows<Row>) {
  const { rows, names, columns, rowHeight, headingHeight } = given;
  const place = useRef<HTMLDivElement>(null);
  // Rows inside are drawn as soon as it is there.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const collection = useMemo(() => new RowCollection(rows, columns, names), [rows, columns, names]);
  const heights = useMemo((): RowHeights => ({ rowHeight, headingHeight }), [rowHeight, headingHeight]);
  const layoutDelegate = useRowLayout(place, collection, heights);
  return { place, scroller, setScroller, collection, heights, layoutDelegate };
}

/** The keys of a selection, as the library gave them: the set also knows where a range began. */
export function chosenKeys<Row extends object>(
  selection: Selection,
  collection: RowCollection<Row>,
): ReadonlySet<Key> {
  return selection === 'all' ? new Set(collection.getKeys()) : selection;
}
