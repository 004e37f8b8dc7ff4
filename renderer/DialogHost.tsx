import type { ReactNode } from 'react';
import { assertNever } from '../shared/assert-never.ts';
import { AccountDialog } from './accounts/AccountDialog.tsx';
import { RemoveAccountDialog } from './accounts/RemoveAccountDialog.tsx';
import { RenameAccountDialog } from './accounts/RenameAccountDialog.tsx';
import { CleanUpDialog } from './clean-up/CleanUpDialog.tsx';
import { CompareDialog } from './compare/CompareDialog.tsx';
import { CopyDialog } from './copying/CopyDialog.tsx';
import { DecisionDialog } from './decisions/DecisionDialog.tsx';
import { DeleteSelectionDialog } from './deletion/DeleteSelectionDialog.tsx';
import { DeletionRunDialog } from './deletion/DeletionRunDialog.tsx';
import { DraftsDialog } from './drafts/DraftsDialog.tsx';
import { FindFilesDialog } from './find-files/FindFilesDialog.tsx';
import { ClearHistoryDialog } from './history/ClearHistoryDialog.tsx';
import { HistoryDialog } from './history/HistoryDialog.tsx';
import { AddOwnerDialog } from './owners/AddOwnerDialog.tsx';
import { DeleteFileDialog } from './packages/DeleteFileDialog.tsx';
import { DeletePackageDialog } from './packages/DeletePackageDialog.tsx';
import { DeleteSplitDialog } from './packages/DeleteSplitDialog.tsx';
import { DeleteVersionDialog } from './packages/DeleteVersionDialog.tsx';
import { LinkDialog } from './packages/LinkDialog.tsx';
import { UnlinkDialog } from './packages/UnlinkDialog.tsx';
import { CommandPalette } from './palette/CommandPalette.tsx';
import { ShortcutsDialog } from './palette/ShortcutsDialog.tsx';
import { OpenPublishSheet } from './publish/PublishSheet.tsx';
import { ReceiptDialog } from './receipt/ReceiptDialog.tsx';
import { SettingsDialog } from './settings/SettingsDialog.tsx';
import { StorageDialog } from './storage/StorageDialog.tsx';
import { openDialog, useDialogs } from './stores/dialogs.ts';
import { EmptyTrashDialog } from './trash/EmptyTrashDialog.tsx';
import { TrashDialog } from './trash/TrashDialog.tsx';
import { VerifyDialog } from './verification/VerifyDialog.tsx';

/** The one place where a dialog's description becomes the dialog. */
export function DialogHost(): ReactNode {
  const dialog = useDialogs((state) => state.dialog);
  const close = useDialogs((state) => state.close);
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'add-account':
      return <AccountDialog accountId={null} onClose={close} />;
    case 'sign-in-again':
      return <AccountDialog accountId={dialog.accountId} onClose={close} />;
    case 'rename-account':
      return <RenameAccountDialog accountId={dialog.accountId} onClose={close} />;
    case 'remove-account':
      return <RemoveAccountDialog accountId={dialog.accountId} onClose={close} />;
    case 'add-owner':
      return <AddOwnerDialog accountId={dialog.accountId} onClose={close} />;
    case 'publish':
      return <OpenPublishSheet onClose={close} />;
    case 'delete-file':
      return <DeleteFileDialog {...dialog} onClose={close} />;
    case 'delete-split':
      return <DeleteSplitDialog {...dialog} onClose={close} />;
    case 'delete-version':
      return <DeleteVersionDialog {...dialog} onClose={close} />;
    case 'delete-package':
      return <DeletePackageDialog {...dialog} onClose={close} />;
    case 'delete-selection':
      return (
        <DeleteSelectionDialog
          {...dialog}
          onCancel={() => (dialog.origin === undefined ? close() : openDialog(dialog.origin.dialog))}
        />
      );
    case 'deletion-run':
      return <DeletionRunDialog key={dialog.id} {...dialog} onClose={close} />;
    case 'link-package':
      return <LinkDialog {...dialog} onClose={close} />;
    case 'unlink-package':
      return <UnlinkDialog {...dialog} onClose={close} />;
    case 'storage':
      return <StorageDialog {...dialog} onClose={close} />;
    case 'find-files':
      return <FindFilesDialog {...dialog} onClose={close} />;
    case 'clean-up':
      return <CleanUpDialog {...dialog} onClose={close} />;
    case 'compare':
      return <CompareDialog {...dialog} onClose={close} />;
    case 'verify-folder':
      return <VerifyDialog {...dialog} onClose={close} />;
    case 'copy':
      return <CopyDialog from={dialog.from} onClose={close} />;
    case 'decide':
      return <DecisionDialog ids={dialog.ids} onClose={close} />;
    case 'drafts':
      return <DraftsDialog onClose={close} />;
    case 'receipt':
      return <ReceiptDialog batch={dialog.batch} onClose={close} />;
    case 'history':
      return <HistoryDialog onClose={close} />;
    case 'clear-history':
      return <ClearHistoryDialog onClose={close} onBack={() => openDialog({ kind: 'history' })} />;
    case 'trash':
      return <TrashDialog onClose={close} />;
    case 'empty-trash':
      return <EmptyTrashDialog ids={dialog.ids} onBack={() => openDialog({ kind: 'trash' })} />;
    case 'settings':
      return <SettingsDialog onClose={close} />;
    case 'go-to':
      return <CommandPalette text={dialog.text} onClose={close} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    default:
      return assertNever(dialog);
  }
}
