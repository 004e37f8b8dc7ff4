import type { ReactNode } from 'react';
import type { TableState } from 'react-stately';
import type { RowCollection } from '../rows/row-collection.ts';
import type { RowHeights } from '../rows/use-row-layout.ts';
import { useRowsInSight } from '../rows/use-rows-in-sight.ts';
import { type RowMenu, TableRow } from './TableRow.tsx';
import type { TableColumn } from './table-column.ts';

type Props<Row extends object> = {
  /** The element that scrolls. */
  readonly scroller: HTMLElement;
  readonly collection: RowCollection<Row>;
  readonly state: TableState<Row>;
  readonly columns: readonly TableColumn<Row>[];
  readonly heights: RowHeights;
  readonly rowClassName: ((row: Row) => string | undefined) | undefined;
  readonly menuOf: ((row: Row) => RowMenu) | undefined;
};

/** The rows that are in sight. Scrolling draws this, and in it only the rows that come. */
export function RowsInSight<Row extends object>(props: Props<Row>): ReactNode {
  const { scroller, collection, state, columns, heights, rowClassName, menuOf } = props;
  const rows = useRowsInSight(scroller, collection, heights, state.selectionManager.focusedKey);
  return rows.map(({ row, key, position, top }) => (
    <TableRow
      key={key}
      row={row}
      position={position}
      state={state}
      columns={columns}
      className={rowClassName?.(row)}
      top={top}
      height={heights.rowHeight}
      menuOf={menuOf}
    />
  ));
}
