import { create } from 'zustand';
import type { AccountId } from '../../shared/account.ts';
import { usualChecksumsName } from '../../shared/checksum-lines.ts';
import { type ConflictPolicy, leaveAll } from '../../shared/conflict-policy.ts';
import type { LocalSelection, Ticket } from '../../shared/local-file.ts';
import { baseRule, type NamingRule } from '../../shared/naming-rule.ts';
import type { DraftId } from '../../shared/publish-draft.ts';
import { knownSettings } from './settings.ts';

/** Where files would go. */
export interface PublishTarget {
  readonly accountId: AccountId;
  readonly owner: string | null;
  readonly packageName: string | null;
  /** The version they are meant for; null leaves it to the sheet. */
  readonly version: string | null;
}

/** What the user gave the publish sheet and chose in it; all else on it follows from that. */
export interface SheetContent {
  /** What it is kept under until it is published or discarded. */
  readonly draftId: DraftId;
  /** Files that are not what they were when the draft was kept; 0 for a new sheet. */
  readonly changedFiles: number;
  readonly target: PublishTarget;
  readonly selection: LocalSelection;
  readonly place: Pick<PublishTarget, 'accountId' | 'owner'>;
  /** Null while nobody typed: the field follows the target and the guesses. */
  readonly typedPackage: string | null;
  readonly typedVersion: string | null;
  readonly rule: NamingRule;
  /** Names given to single files. */
  readonly names: ReadonlyMap<Ticket, string>;
  /** What becomes of files whose names are taken by other bytes. */
  readonly conflicts: ConflictPolicy;
  /** What the list of checksums is to be called, where it is wanted. */
  readonly checksumsName: string;
  /** Rows that were taken off the sheet. */
  readonly removed: ReadonlySet<Ticket>;
  /** Files taken in although the exclude list names them. */
  readonly takenIn: ReadonlySet<Ticket>;
}

/** What one of its parts may change. */
export type SheetChange = Partial<Omit<SheetContent, 'draftId' | 'changedFiles' | 'target' | 'selection'>>;

interface PublishSheetState {
  /** Null while no sheet is open. */
  readonly content: SheetContent | null;
  /** Begins a sheet, or adds the files to the one that is open. */
  readonly takeFiles: (target: PublishTarget, selection: LocalSelection) => void;
  /** Puts what was found in excluded items in their place; `areMeant` where no pattern goes for it any more. */
  readonly takeExcluded: (tickets: ReadonlySet<Ticket>, selection: LocalSelection, areMeant: boolean) => void;
  readonly change: (change: SheetChange | ((content: SheetContent) => SheetChange)) => void;
  /** Goes on with a sheet that was left. */
  readonly resume: (content: SheetContent) => void;
  readonly end: () => void;
}

/** The content of the publish sheet. */
export const usePublishSheet = create<PublishSheetState>()((set) => ({
  content: null,
  takeFiles: (target, selection) =>
    set(({ content }) => ({
      content:
        content === null
          ? newContent(target, selection)
          : { ...content, selection: joined(content.selection, selection) },
    })),
  takeExcluded: (tickets, selection, areMeant) =>
    set(({ content }) => {
      if (content === null) return {};
      const excluded = content.selection.excluded.filter(({ ticket }) => !tickets.has(ticket));
      const found = areMeant ? selection.files.map(({ ticket }) => ticket) : [];
      return {
        content: {
          ...content,
          selection: joined({ ...content.selection, excluded }, selection),
          takenIn: new Set([...content.takenIn, ...found]),
        },
      };
    }),
  change: (change) =>
    set(({ content }) =>
      content === null
        ? {}
        : { content: { ...content, ...(typeof change === 'function' ? change(content) : change) } },
    ),
  resume: (content) => set({ content }),
  end: () => set({ content: null }),
}));

function newContent(target: PublishTarget, selection: LocalSelection): SheetContent {
  return {
    draftId: crypto.randomUUID(),
    changedFiles: 0,
    target,
    selection,
    place: { accountId: target.accountId, owner: target.owner },
    typedPackage: null,
    typedVersion: null,
    rule: knownSettings()?.namingRule ?? baseRule,
    names: new Map(),
    conflicts: leaveAll,
    checksumsName: usualChecksumsName,
    removed: new Set(),
    takenIn: new Set(),
  };
}

function joined(one: LocalSelection, other: LocalSelection): LocalSelection {
  return {
    files: [...one.files, ...other.files],
    excluded: [...one.excluded, ...other.excluded],
    leftOut: [...one.leftOut, ...other.leftOut],
    unlisted: one.unlisted + other.unlisted,
  };
}

/** Every ticket that a selection holds. */
export function ticketsOf({ files, excluded }: LocalSelection): Ticket[] {
  return [...files, ...excluded].map(({ ticket }) => ticket);
}
