import { ClipboardCopy, Download, FolderDown, Trash2 } from 'lucide-react';
import type { Account } from '../../shared/account.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { filesOfSet, type SplitSet } from '../../shared/split-volumes.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';
import { copyText, download, versionCoordinates } from './package-actions.ts';
import { canDownload, type SplitState, wholeOf } from './use-split-file.ts';

/** What can be done with a file that is there in parts. */
export function splitEntries(
  account: Account,
  version: PackageVersion,
  set: SplitSet,
  state: SplitState,
): readonly MenuEntry[] {
  const files = filesOfSet(set);
  const sha256 = wholeOf(state)?.sha256 ?? null;
  return [
    {
      kind: 'action',
      id: 'download',
      label: t('detail.download'),
      icon: Download,
      isDisabled: !canDownload(state),
      onAction: () => void download(account.id, version, files, 'download-folder'),
    },
    {
      kind: 'action',
      id: 'save-as',
      label: t('detail.saveAs'),
      icon: FolderDown,
      isDisabled: !canDownload(state),
      onAction: () => void download(account.id, version, files, 'ask'),
    },
    { kind: 'separator', id: 'copying' },
    {
      kind: 'action',
      id: 'copy-name',
      label: t('detail.split.copyName'),
      icon: ClipboardCopy,
      onAction: () => copyText(set.name),
    },
    {
      kind: 'action',
      id: 'copy-sha256',
      label: t('detail.split.copySha256'),
      isDisabled: sha256 === null,
      onAction: () => copyText(sha256 ?? ''),
    },
    { kind: 'separator', id: 'danger' },
    {
      kind: 'action',
      id: 'delete-split',
      label: t('detail.split.delete'),
      icon: Trash2,
      isDestructive: true,
      onAction: () =>
        openDialog({
          kind: 'delete-split',
          accountId: account.id,
          coordinates: versionCoordinates(version),
          set,
        }),
    },
  ];
}
