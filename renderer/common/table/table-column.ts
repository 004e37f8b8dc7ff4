import type { ReactNode } from 'react';
import type { ITableCollection } from 'react-stately';

declare module 'react' {
  interface CSSProperties {
    /** The widths of a table's columns, for its rows. */
    '--columns'?: string;
  }
}

/** A column of a table, and what stands in it. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly heading: string;
  /** Where the heading is for screen readers only. */
  readonly isHeadingHidden?: boolean;
  /** As CSS has it for the column of a grid: `84px`, `minmax(120px, 1fr)`. */
  readonly width: string;
  /** Stands to the right, with figures of one width. */
  readonly isNumber?: boolean;
  readonly allowsSorting?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

/** A row, a cell or a heading, as the component library has it. */
export type TableNode<Row> = ITableCollection<Row>['columns'][number];
