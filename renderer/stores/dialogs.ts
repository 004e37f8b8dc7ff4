import { create } from 'zustand';
import type { AccountId } from '../../shared/account.ts';
import type { ChestEntryId } from '../../shared/chest.ts';
import type { CleanUpRule } from '../../shared/clean-up-rule.ts';
import type { FileCoordinates, PackageCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import type { CopySource } from '../../shared/copying.ts';
import type { DeletionId, DeletionTarget } from '../../shared/deletion.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';
import type { SplitSet } from '../../shared/split-volumes.ts';
import type { BatchId, TransferId } from '../../shared/transfer.ts';
import type { Looked } from '../deletion/doomed.ts';

/** A clean-up as it was left. */
export interface BegunCleanUp {
  readonly rule: CleanUpRule;
  /** Ids of versions that were taken out by hand. */
  readonly spared: ReadonlySet<number>;
  readonly looked: Looked;
}

/** Every dialog of the window, with what it is about. */
export type DialogState =
  | { readonly kind: 'add-account' }
  | { readonly kind: 'sign-in-again'; readonly accountId: AccountId }
  | { readonly kind: 'rename-account'; readonly accountId: AccountId }
  | { readonly kind: 'remove-account'; readonly accountId: AccountId }
  | { readonly kind: 'add-owner'; readonly accountId: AccountId }
  /** Its content is in `publish-sheet.ts`. */
  | { readonly kind: 'publish' }
  | {
      readonly kind: 'delete-file';
      readonly accountId: AccountId;
      readonly coordinates: FileCoordinates;
      readonly file: PackageFile;
    }
  | {
      readonly kind: 'delete-split';
      readonly accountId: AccountId;
      readonly coordinates: VersionCoordinates;
      readonly set: SplitSet;
    }
  | {
      readonly kind: 'delete-version';
      readonly accountId: AccountId;
      readonly coordinates: VersionCoordinates;
    }
  | {
      readonly kind: 'delete-package';
      readonly accountId: AccountId;
      readonly coordinates: PackageCoordinates;
    }
  | {
      readonly kind: 'delete-selection';
      readonly accountId: AccountId;
      readonly owner: string;
      readonly targets: readonly DeletionTarget[];
      /** The dialog where it was asked for, to which Cancel leads back, with what was found in versions there. */
      readonly origin?: { readonly looked: Looked; readonly dialog: DialogState };
    }
  | {
      /** One that was begun. */
      readonly kind: 'deletion-run';
      readonly id: DeletionId;
    }
  | {
      readonly kind: 'link-package';
      readonly accountId: AccountId;
      readonly coordinates: PackageCoordinates;
      readonly newest: PackageVersion;
    }
  | {
      readonly kind: 'unlink-package';
      readonly accountId: AccountId;
      readonly coordinates: PackageCoordinates;
      /** `owner/name`. */
      readonly repository: string;
    }
  | {
      readonly kind: 'compare';
      readonly accountId: AccountId;
      readonly coordinates: PackageCoordinates;
      readonly version: string;
    }
  | {
      readonly kind: 'verify-folder';
      readonly accountId: AccountId;
      readonly coordinates: VersionCoordinates;
    }
  | { readonly kind: 'copy'; readonly from: CopySource }
  | {
      readonly kind: 'clean-up';
      readonly accountId: AccountId;
      readonly owner: string;
      /** Null for all of the owner's packages. */
      readonly packageName: string | null;
      /** Where one comes back to it. */
      readonly begun?: BegunCleanUp;
    }
  | { readonly kind: 'storage'; readonly accountId: AccountId; readonly owner: string }
  | { readonly kind: 'find-files'; readonly accountId: AccountId; readonly owner: string }
  | { readonly kind: 'decide'; readonly ids: readonly TransferId[] }
  | { readonly kind: 'drafts' }
  | { readonly kind: 'receipt'; readonly batch: BatchId }
  | { readonly kind: 'history' }
  | { readonly kind: 'clear-history' }
  | { readonly kind: 'trash' }
  /** What is to go for good; null is everything. */
  | { readonly kind: 'empty-trash'; readonly ids: readonly ChestEntryId[] | null }
  | { readonly kind: 'settings' }
  /** `text` is what stands in its field at first. */
  | { readonly kind: 'go-to'; readonly text: string }
  | { readonly kind: 'shortcuts' };

interface DialogsState {
  readonly dialog: DialogState | null;
  readonly open: (dialog: DialogState) => void;
  readonly close: () => void;
}

/** The one dialog that is open. */
export const useDialogs = create<DialogsState>()((set) => ({
  dialog: null,
  open: (dialog) => set({ dialog }),
  close: () => set({ dialog: null }),
}));

/** For what is not drawn: opens a dialog from a command or a menu. */
export function openDialog(dialog: DialogState): void {
  useDialogs.getState().open(dialog);
}
