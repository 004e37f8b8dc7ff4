import { type RefObject, useEffect } from 'react';
import { nameKey } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { SoughtFile } from '../stores/selection.ts';
import { type FileTableRow, positionOf } from './file-table-rows.ts';

/** Brings the row of the file that was looked for into sight; its key, or null where there is none. */
export function useSoughtRow(
  table: RefObject<HTMLElement | null>,
  sought: SoughtFile | null,
  rows: readonly FileTableRow[],
  rowHeight: number,
): string | null {
  const position = sought === null ? -1 : positionOf(rows, (file) => isSought(file, sought));
  useEffect(() => {
    if (position === -1) return;
    // Some rows above it stay in sight.
    table.current?.scrollTo({ top: Math.max(0, position - 3) * rowHeight });
    table.current?.scrollIntoView({ block: 'nearest' });
  }, [table, position, rowHeight]);
  return rows[position]?.id ?? null;
}

function isSought(file: PackageFile, sought: SoughtFile): boolean {
  return 'id' in sought ? file.id === sought.id : nameKey(file.fileName) === nameKey(sought.name);
}
