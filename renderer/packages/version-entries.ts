import {
  ClipboardCopy,
  ClipboardList,
  Download,
  ExternalLink,
  FileUp,
  FolderCheck,
  FolderDown,
  GitCompareArrows,
  Trash2,
} from 'lucide-react';
import type { Account } from '../../shared/account.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { copyEntry } from '../copying/copy-entry.ts';
import { filesCopyEntries } from '../receipt/copy-entries.ts';
import { openDialog } from '../stores/dialogs.ts';
import { chooseAndPublish } from '../stores/publish.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import {
  copyFiles,
  copyText,
  download,
  openPackageOnWeb,
  packageCoordinates,
  versionCoordinates,
} from './package-actions.ts';

/** What can be done with one version; its files are known once it was opened. */
export function versionEntries(
  account: Account,
  version: PackageVersion,
  files: readonly PackageFile[],
): readonly MenuEntry[] {
  const accountId = account.id;
  const coordinates = versionCoordinates(version);
  return [
    {
      kind: 'action',
      id: 'download-all',
      label: t('detail.downloadAll'),
      icon: Download,
      isDisabled: files.length === 0,
      onAction: () => void download(accountId, version, files, 'download-folder'),
    },
    {
      kind: 'action',
      id: 'save-all',
      label: t('detail.saveAllTo'),
      icon: FolderDown,
      isDisabled: files.length === 0,
      onAction: () => void download(accountId, version, files, 'ask'),
    },
    {
      kind: 'action',
      id: 'publish-to',
      label: t('detail.publishTo'),
      icon: FileUp,
      onAction: () => {
        useSelection.getState().reveal(accountId, coordinates);
        void chooseAndPublish('files', coordinates);
      },
    },
    {
      kind: 'action',
      id: 'compare',
      label: t('compare.entry'),
      icon: GitCompareArrows,
      onAction: () =>
        openDialog({
          kind: 'compare',
          accountId,
          coordinates: packageCoordinates(version),
          version: version.version,
        }),
    },
    {
      kind: 'action',
      id: 'verify-folder',
      label: t('verification.entry'),
      icon: FolderCheck,
      onAction: () => openDialog({ kind: 'verify-folder', accountId, coordinates }),
    },
    copyEntry({ kind: 'version', accountId, version: coordinates }),
    { kind: 'separator', id: 'elsewhere' },
    {
      kind: 'action',
      id: 'open-on-web',
      label: t('detail.openOnWeb'),
      icon: ExternalLink,
      isDisabled: account.kind === 'built-in',
      onAction: () => openPackageOnWeb(accountId, version),
    },
    {
      kind: 'action',
      id: 'copy-version',
      label: t('packages.copyVersion'),
      icon: ClipboardCopy,
      onAction: () => copyText(version.version),
    },
    {
      kind: 'menu',
      id: 'copy-all',
      label: t('receipt.copyAllAs'),
      icon: ClipboardList,
      entries: filesCopyEntries((copy) => copyFiles(accountId, coordinates, copy)),
    },
    { kind: 'separator', id: 'danger' },
    {
      kind: 'action',
      id: 'delete-version',
      label: t('detail.deleteVersion'),
      icon: Trash2,
      isDestructive: true,
      onAction: () => openDialog({ kind: 'delete-version', accountId, coordinates }),
    },
  ];
}
