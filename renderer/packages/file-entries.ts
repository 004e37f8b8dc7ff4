import { Download, FolderDown, Trash2 } from 'lucide-react';
import type { Account } from '../../shared/account.ts';
import { FileSnippet, type PackageFile, type PackageVersion } from '../../shared/package.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';
import { copySnippet, copyText, download, versionCoordinates } from './package-actions.ts';

const hashes = ['sha256', 'sha512', 'sha1', 'md5'] as const;
const hashNames = { sha256: 'SHA-256', sha512: 'SHA-512', sha1: 'SHA-1', md5: 'MD5' } as const;

/** What can be done with one file. */
export function fileEntries(
  account: Account,
  version: PackageVersion,
  file: PackageFile,
): readonly MenuEntry[] {
  const coordinates = { ...versionCoordinates(version), fileName: file.fileName };
  return [
    {
      kind: 'action',
      id: 'download',
      label: t('detail.download'),
      icon: Download,
      onAction: () => void download(account.id, version, [file], 'download-folder'),
    },
    {
      kind: 'action',
      id: 'save-as',
      label: t('detail.saveAs'),
      icon: FolderDown,
      onAction: () => void download(account.id, version, [file], 'ask'),
    },
    { kind: 'separator', id: 'copying' },
    ...FileSnippet.options.map((snippet) => ({
      kind: 'action' as const,
      id: `copy-${snippet}`,
      label: t(`packages.copyMenu.${snippet}`),
      onAction: () => copySnippet(account.id, coordinates, snippet),
    })),
    {
      kind: 'menu',
      id: 'copy-hash',
      label: t('packages.copyMenu.hashes'),
      entries: hashes.map((hash) => ({
        kind: 'action',
        id: hash,
        label: hashNames[hash],
        onAction: () => copyText(file[hash]),
      })),
    },
    { kind: 'separator', id: 'danger' },
    {
      kind: 'action',
      id: 'delete-file',
      label: t('detail.deleteFile'),
      icon: Trash2,
      isDestructive: true,
      onAction: () => openDialog({ kind: 'delete-file', accountId: account.id, coordinates, file }),
    },
  ];
}
