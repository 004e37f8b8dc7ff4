import { useMemo } from 'react';
import { excludedBy, usualExcludes } from '../../shared/exclude-list.ts';
import type { LocalFile } from '../../shared/local-file.ts';
import type { SheetContent } from '../stores/publish-sheet.ts';
import { useSettings } from '../stores/settings.ts';

/** A file that the exclude list leaves out, and the pattern that it fits. */
export interface ExcludedFile {
  readonly file: LocalFile;
  readonly pattern: string;
}

/** What the exclude list leaves of the files. */
export interface Sifted {
  readonly files: readonly LocalFile[];
  readonly excluded: readonly ExcludedFile[];
}

/** Leaves out what the usual patterns or the user's own fit. Until the settings are known only the usual ones count. */
export function useExcluded({ selection: { files }, takenIn }: SheetContent): Sifted {
  const patterns = useSettings()?.excludePatterns;
  return useMemo(() => {
    const all = [...usualExcludes, ...(patterns ?? [])];
    const excluded = files.flatMap((file): ExcludedFile[] => {
      const pattern = takenIn.has(file.ticket) ? null : excludedBy(all, file);
      return pattern === null ? [] : [{ file, pattern }];
    });
    const out = new Set(excluded.map(({ file }) => file.ticket));
    return { files: files.filter((file) => !out.has(file.ticket)), excluded };
  }, [files, patterns, takenIn]);
}
