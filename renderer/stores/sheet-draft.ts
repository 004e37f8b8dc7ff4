import type { DraftContent, DraftId, OpenedDraft } from '../../shared/publish-draft.ts';
import type { SheetContent } from './publish-sheet.ts';

/** A sheet as it is kept; its files go beside it. */
export function draftOf(content: SheetContent): DraftContent {
  const { target, place, typedPackage, typedVersion, rule, names, removed, takenIn, selection } = content;
  const { conflicts, checksumsName } = content;
  return {
    target,
    place,
    typedPackage,
    typedVersion,
    rule,
    names: [...names],
    conflicts: { batch: conflicts.batch, rows: [...conflicts.rows] },
    checksumsName,
    removed: [...removed],
    takenIn: [...takenIn],
    leftOut: selection.leftOut,
  };
}

/** The sheet of a draft, with its files as they are now. */
export function contentOf(draftId: DraftId, { content, selection, changedFiles }: OpenedDraft): SheetContent {
  const { target, place, typedPackage, typedVersion, rule, names, removed, takenIn } = content;
  const { conflicts, checksumsName } = content;
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
    conflicts: { batch: conflicts.batch, rows: new Map(conflicts.rows) },
    checksumsName,
    removed: new Set(removed),
    takenIn: new Set(takenIn),
  };
}

/** Whether more than the dropping of files would be lost with the sheet. */
export function isWorkedOn(content: SheetContent): boolean {
  const { typedPackage, typedVersion, names, conflicts, removed, takenIn } = content;
  return (
    typedPackage !== null ||
    typedVersion !== null ||
    names.size > 0 ||
    conflicts.rows.size > 0 ||
    removed.size > 0 ||
    takenIn.size > 0
  );
}
