import { type ReactNode, useRef } from 'react';
import { useTableColumnHeader, useTableHeaderRow, useTableRowGroup, VisuallyHidden } from 'react-aria';
import type { TableState } from 'react-stately';
import { classNames } from '../class-names.ts';
import { headingHeight } from './heading-height.ts';
import styles from './Table.module.css';
import type { TableColumn, TableNode } from './table-column.ts';

type Props<Row> = {
  readonly state: TableState<Row>;
  readonly head: TableNode<Row>;
  readonly columns: readonly TableColumn<Row>[];
};

/** The row of headings, which stays in sight. */
export function ColumnHeadings<Row>({ state, head, columns }: Props<Row>): ReactNode {
  const { rowGroupProps } = useTableRowGroup();
  const place = useRef<HTMLDivElement>(null);
  const { rowProps } = useTableHeaderRow({ node: head, isVirtualized: true }, state, place);
  return (
    <div {...rowGroupProps} className={classNames(styles.headings)}>
      <div
        {...rowProps}
        ref={place}
        className={classNames(styles.headingRow)}
        style={{ height: headingHeight }}
      >
        {state.collection.columns.map((node, position) => {
          const column = columns[position];
          return (
            column !== undefined && <ColumnHeading key={node.key} node={node} state={state} column={column} />
          );
        })}
      </div>
    </div>
  );
}

type HeadingProps<Row> = {
  readonly node: TableNode<Row>;
  readonly state: TableState<Row>;
  readonly column: TableColumn<Row>;
};

function ColumnHeading<Row>({ node, state, column }: HeadingProps<Row>): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const { columnHeaderProps } = useTableColumnHeader({ node, isVirtualized: true }, state, place);
  const { sortDescriptor } = state;
  return (
    <div
      {...columnHeaderProps}
      ref={place}
      className={classNames(styles.column, column.isNumber && styles.number)}
    >
      {column.isHeadingHidden ? <VisuallyHidden>{column.heading}</VisuallyHidden> : column.heading}
      {sortDescriptor?.column === column.id && (
        <span aria-hidden>{sortDescriptor.direction === 'ascending' ? ' ↑' : ' ↓'}</span>
      )}
    </div>
  );
}
