import { type RefObject, useEffect } from 'react';
import { nameKey } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type SoughtFile, useSelection } from '../stores/selection.ts';
import { type FileTableRow, positionOf } from './file-table-rows.ts';

/** The row of the file that was looked for in this version; brings it into sight. Null where there is none. */
export function useSoughtRow(
  table: RefObject<HTMLElement | null>,
  version: string,
  rows: readonly FileTableRow[],
  rowHeight: number,
): string | null {
  const sought = useSelection((state) => (state.version === version ? state.file : null));
  const position = sought === null ? -1 : positionOf(rows, (file) => isSought(file, sought));
  useEffect(() => {
    if (position === -1) return undefined;
    // Some rows above it stay in sight.
    const top = Math.max(0, position - 3) * rowHeight;
    // The rows have no height before they were laid out for the first time.
    let frame = requestAnimationFrame(function bringIntoSight() {
      const { current } = table;
      if (current === null || current.scrollHeight <= top) {
        frame = requestAnimationFrame(bringIntoSight);
        return;
      }
      current.scrollTo({ top });
      current.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [table, position, rowHeight]);
  return rows[position]?.id ?? null;
}

function isSought(file: PackageFile, sought: SoughtFile): boolean {
  return 'id' in sought ? file.id === sought.id : nameKey(file.fileName) === nameKey(sought.name);
}
