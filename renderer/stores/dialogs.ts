import { create } from 'zustand';
import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates, PackageCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import type { LocalSelection } from '../../shared/local-file.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { TransferId } from '../../shared/transfer.ts';

/** Where dropped files would go. */
export interface PublishTarget {
  readonly accountId: AccountId;
  readonly owner: string | null;
  readonly packageName: string | null;
  /** The version they are meant for; null leaves it to the sheet. */
  readonly version: string | null;
}

/** Every dialog of the window, with what it is about. */
export type DialogState =
  | { readonly kind: 'add-account' }
  | { readonly kind: 'sign-in-again'; readonly accountId: AccountId }
  | { readonly kind: 'rename-account'; readonly accountId: AccountId }
  | { readonly kind: 'remove-account'; readonly accountId: AccountId }
  | { readonly kind: 'add-owner'; readonly accountId: AccountId }
  | { readonly kind: 'publish'; readonly target: PublishTarget; readonly selection: LocalSelection }
  | {
      readonly kind: 'delete-file';
      readonly accountId: AccountId;
      readonly coordinates: FileCoordinates;
      readonly file: PackageFile;
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
  | { readonly kind: 'decide'; readonly ids: readonly TransferId[] }
  | { readonly kind: 'history' }
  | { readonly kind: 'clear-history' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'go-to' }
  | { readonly kind: 'shortcuts' };

interface DialogsState {
  readonly dialog: DialogState | null;
  readonly open: (dialog: DialogState) => void;
  /** Opens the publish sheet, or adds to the one that is open. */
  readonly publish: (target: PublishTarget, selection: LocalSelection) => void;
  readonly close: () => void;
}

/** The one dialog that is open. */
export const useDialogs = create<DialogsState>()((set) => ({
  dialog: null,
  open: (dialog) => set({ dialog }),
  publish: (target, selection) =>
    set(({ dialog }) => ({
      dialog:
        dialog?.kind === 'publish'
          ? {
              ...dialog,
              selection: {
                files: [...dialog.selection.files, ...selection.files],
                leftOut: [...dialog.selection.leftOut, ...selection.leftOut],
              },
            }
          : { kind: 'publish', target, selection },
    })),
  close: () => set({ dialog: null }),
}));

/** For what is not drawn: opens a dialog from a command or a menu. */
export function openDialog(dialog: DialogState): void {
  useDialogs.getState().open(dialog);
}
