import { type RefObject, useMemo } from 'react';
import type { useTable } from 'react-aria';
import type { RowCollection } from './row-collection.ts';

type LayoutDelegate = NonNullable<Parameters<typeof useTable>[0]['layoutDelegate']>;

/** Pixels. */
export interface RowHeights {
  readonly rowHeight: number;
  /** Of what stays in sight above the rows. */
  readonly headingHeight: number;
}

/** Where any row stands, also one that is not in sight: Page Up and Page Down ask for it. */
export function useRowLayout<Row extends object>(
  place: RefObject<HTMLElement | null>,
  collection: RowCollection<Row>,
  { rowHeight, headingHeight }: RowHeights,
): LayoutDelegate {
  return useMemo(
    (): LayoutDelegate => ({
      getItemRect: (key) => {
        const position = collection.positionOf(key);
        const y = headingHeight + (position ?? 0) * rowHeight;
        return position === null ? null : { x: 0, y, width: 0, height: rowHeight };
      },
      getVisibleRect: () => ({
        x: 0,
        y: place.current?.scrollTop ?? 0,
        width: place.current?.clientWidth ?? 0,
        height: (place.current?.clientHeight ?? headingHeight) - headingHeight,
      }),
      getContentSize: () => ({
        width: place.current?.scrollWidth ?? 0,
        height: headingHeight + collection.size * rowHeight,
      }),
    }),
    [place, collection, rowHeight, headingHeight],
  );
}
