import type { DraftContent, DraftId, OpenedDraft } from '../../shared/publish-draft.ts';
import type { SheetContent } from './publish-sheet.ts';

/** A sheet as it is kept; its files go beside it. */
export function draftOf(content: SheetContent): DraftContent {
  const { target, place, typedPackage, typedVersion, rule, names, removed, takenIn, selection } = content;
  return {
    target,
    place,
    typedPackage,
    typedVersion,
    rule,
    names: [...names].map(([ticket, name]): [string, string] => [ticket, name]),
    removed: [...removed],
    takenIn: [...takenIn],
    leftOut: selection.leftOut,
  };
}

/** The sheet of a draft, with its files as they are now. */
export function contentOf(draftId: DraftId, { content, selection, changedFiles }: OpenedDraft): SheetContent {
  const { target, place, typedPackage, typedVersion, rule, names, removed, takenIn } = content;
  return {
    draftId,
    changedFiles,
    target,
    selection,
    place,
    typedPackage,
    typedVersion,
    rule,
    names: new Map(names),
    removed: new Set(removed),
    takenIn: new Set(takenIn),
  };
}

/** Whether more than the dropping of files would be lost with the sheet. */
export function isWorkedOn({ typedPackage, typedVersion, names, removed, takenIn }: SheetContent): boolean {
  return (
    typedPackage !== null || typedVersion !== null || names.size > 0 || removed.size > 0 || takenIn.size > 0
  );
}
