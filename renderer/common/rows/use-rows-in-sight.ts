import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback } from 'react';
import type { Key } from 'react-stately';
import { rangeWith } from './range-with.ts';
import type { RowCollection } from './row-collection.ts';
import type { RowHeights } from './use-row-layout.ts';

/** A row that is to be drawn. */
export interface RowInSight<Row> {
  readonly row: Row;
  readonly key: string;
  readonly position: number;
  /** Pixels below the top of the first row. */
  readonly top: number;
}

/** The rows that are in sight, and the one that has the focus, as they scroll by. */
export function useRowsInSight<Row extends object>(
  scroller: HTMLElement,
  collection: RowCollection<Row>,
  { rowHeight, headingHeight }: RowHeights,
  focusedKey: Key | null,
): readonly RowInSight<Row>[] {
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
    rangeExtractor: rangeWith(focused),
  });
  return virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const node = collection.at(index);
    const row = node?.value ?? null;
    if (node === null || row === null) return [];
    return { row, key: String(node.key), position: index, top: start - headingHeight };
  });
}
