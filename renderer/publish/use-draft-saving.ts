import { useEffect } from 'react';
import type { LocalFile } from '../../shared/local-file.ts';
import { keepDraftNow, keepDraftSoon } from '../stores/drafts.ts';
import type { SheetContent } from '../stores/publish-sheet.ts';
import { isWorkedOn } from '../stores/sheet-draft.ts';
import type { Destination } from './use-destination.ts';

/** Keeps the sheet as a draft while it is worked on, so that neither closing it nor a crash loses it. */
export function useDraftSaving(
  content: SheetContent,
  files: readonly LocalFile[],
  { accountId, owner, packageName, version }: Destination,
): void {
  useEffect(() => {
    if (content.selection.files.length === 0) return;
    keepDraftSoon({
      content,
      heading: {
        accountId,
        owner,
        packageName,
        version,
        files: files.length,
        bytes: files.reduce((sum, file) => sum + file.size, 0),
        isWorkedOn: isWorkedOn(content),
      },
    });
  }, [content, files, accountId, owner, packageName, version]);
  useEffect(() => {
    window.addEventListener('pagehide', keepDraftNow);
    return () => window.removeEventListener('pagehide', keepDraftNow);
  }, []);
}
