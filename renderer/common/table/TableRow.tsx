import { type MouseEvent, type ReactNode, useMemo, useRef } from 'react';
import { useTableCell, useTableRow } from 'react-aria';
import type { TableState } from 'react-stately';
import { contextMenu } from '../../stores/context-menu.ts';
import { classNames } from '../class-names.ts';
import type { MenuEntry } from '../menu-entry.ts';
import styles from './Table.module.css';
import type { TableColumn, TableNode } from './table-column.ts';

/** What the context menu of a row is called, and what it holds when it opens. */
export interface RowMenu {
  readonly label: string;
  readonly entries: () => readonly MenuEntry[];
}

type Props<Row> = {
  readonly row: Row;
  readonly position: number;
  readonly state: TableState<Row>;
  readonly columns: readonly TableColumn<Row>[];
  readonly className: string | undefined;
  /** Pixels. */
  readonly top: number;
  readonly height: number;
  readonly menuOf: ((row: Row) => RowMenu) | undefined;
};

/** A row that is in sight. It is drawn again when what it shows changes, not when others come into sight. */
export function TableRow<Row>(props: Props<Row>): ReactNode {
  const { row, position, state, columns, className, top, height, menuOf } = props;
  const node = state.collection.at(position);
  return useMemo(
    () =>
      node !== null && (
        <DrawnRow
          node={node}
          row={row}
          state={state}
          columns={columns}
          className={className}
          top={top}
          height={height}
          menuOf={menuOf}
        />
      ),
    [node, row, state, columns, className, top, height, menuOf],
  );
}

type DrawnProps<Row> = Omit<Props<Row>, 'position'> & { readonly node: TableNode<Row> };

function DrawnRow<Row>(props: DrawnProps<Row>): ReactNode {
  const { node, row, state, columns, className, top, height, menuOf } = props;
  const place = useRef<HTMLDivElement>(null);
  const { rowProps } = useTableRow({ node, isVirtualized: true }, state, place);
  const cells = [...node.childNodes];
  const onContextMenu = (event: MouseEvent) => {
    const menu = menuOf?.(row);
    if (menu !== undefined) contextMenu(menu.label, menu.entries)(event);
  };
  return (
    <div
      {...rowProps}
      ref={place}
      onContextMenu={onContextMenu}
      className={classNames(styles.row, className)}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {columns.map((column, position) => {
        const cell = cells[position];
        return (
          cell !== undefined && (
            <TableCell key={column.id} node={cell} state={state} isNumber={column.isNumber === true}>
              {column.cell(row)}
            </TableCell>
          )
        );
      })}
    </div>
  );
}

type CellProps<Row> = {
  readonly node: TableNode<Row>;
  readonly state: TableState<Row>;
  readonly isNumber: boolean;
  readonly children: ReactNode;
};

function TableCell<Row>({ node, state, isNumber, children }: CellProps<Row>): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const { gridCellProps } = useTableCell({ node, isVirtualized: true }, state, place);
  return (
    <div {...gridCellProps} ref={place} className={classNames(styles.cell, isNumber && styles.number)}>
      {children}
    </div>
  );
}
