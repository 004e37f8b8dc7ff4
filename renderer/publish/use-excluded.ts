import { useMemo } from 'react';
import { excludedBy, patternFinder, usualExcludes } from '../../shared/exclude-list.ts';
import type { ExcludedItem, LocalFile } from '../../shared/local-file.ts';
import type { SheetContent } from '../stores/publish-sheet.ts';
import { useSettings } from '../stores/settings.ts';

/** What the exclude list leaves of the files. */
export interface Sifted {
  readonly files: readonly LocalFile[];
  readonly excluded: readonly ExcludedItem[];
}

/**
 * What main left out when it walked, and what patterns that were added since leave out of its files. Until the
 * settings are known only the usual ones count.
 */
export function useExcluded({ selection: { files, excluded }, takenIn }: SheetContent): Sifted {
  const patterns = useSettings()?.excludePatterns;
  return useMemo(() => {
    const findPattern = patternFinder([...usualExcludes, ...(patterns ?? [])]);
    const sifted = files.flatMap((file): ExcludedItem[] => {
      const { ticket, folder, name } = file;
      const pattern = takenIn.has(ticket) ? null : excludedBy(findPattern, file);
      if (pattern === null) return [];
      return [{ ticket, kind: 'file', name: folder === '' ? name : `${folder}/${name}`, pattern }];
    });
    const out = new Set(sifted.map(({ ticket }) => ticket));
    return { files: files.filter((file) => !out.has(file.ticket)), excluded: [...excluded, ...sifted] };
  }, [files, excluded, patterns, takenIn]);
}
