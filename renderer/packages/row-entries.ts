import { ClipboardCopy, Download, FolderDown, Trash2 } from 'lucide-react';
import type { Account, AccountId } from '../../shared/account.ts';
import type { DeletionTarget } from '../../shared/deletion.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';
import { filesOfSet } from '../../shared/split-volumes.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { filesTarget } from '../deletion/deletion-targets.ts';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';
import type { FileTableRow } from './file-table-rows.ts';
import { copyText, download, versionCoordinates } from './package-actions.ts';

/** The files behind rows, each once: a split file brings its parts, which may stand as rows of their own. */
function filesOf(rows: readonly FileTableRow[]): readonly PackageFile[] {
  const files = rows.flatMap((row) => (row.kind === 'file' ? [row.file] : filesOfSet(row.set)));
  return [...new Set(files)];
}

/** What can be done with several files of one version. */
export function rowsEntries(
  account: Account,
  version: PackageVersion,
  rows: readonly FileTableRow[],
): readonly MenuEntry[] {
  const files = filesOf(rows);
  return [
    {
      kind: 'action',
      id: 'download',
      label: t('detail.downloadCount', { count: rows.length }),
      icon: Download,
      onAction: () => void download(account.id, version, files, 'download-folder'),
    },
    {
      kind: 'action',
      id: 'save-to',
      label: t('detail.saveCountTo', { count: rows.length }),
      icon: FolderDown,
      onAction: () => void download(account.id, version, files, 'ask'),
    },
    {
      kind: 'action',
      id: 'copy-sums',
      label: t('detail.copySums'),
      icon: ClipboardCopy,
      onAction: () => copyText(files.map(({ sha256, fileName }) => `${sha256}  ${fileName}\n`).join('')),
    },
    { kind: 'separator', id: 'danger' },
    {
      kind: 'action',
      id: 'delete-files',
      label: t('deletion.many.files', { count: rows.length }),
      icon: Trash2,
      isDestructive: true,
      onAction: () => deleteRows(account.id, version, rows),
    },
  ];
}

/** Asks before files of one version are deleted. */
export function deleteRows(
  accountId: AccountId,
  version: PackageVersion,
  rows: readonly FileTableRow[],
): void {
  const [first] = rows;
  if (first === undefined) return;
  const coordinates = versionCoordinates(version);
  if (rows.length === 1 && first.kind === 'file') {
    const { file } = first;
    return openDialog({
      kind: 'delete-file',
      accountId,
      coordinates: { ...coordinates, fileName: file.fileName },
      file,
    });
  }
  if (rows.length === 1 && first.kind === 'split')
    return openDialog({ kind: 'delete-split', accountId, coordinates, set: first.set });
  const inSets = new Set(rows.flatMap((row) => (row.kind === 'split' ? filesOfSet(row.set) : [])));
  const loose = rows.flatMap((row) => (row.kind === 'file' && !inSets.has(row.file) ? [row.file] : []));
  const targets: DeletionTarget[] = rows.flatMap((row) =>
    row.kind === 'split' ? [filesTarget(coordinates, filesOfSet(row.set), true)] : [],
  );
  if (loose.length > 0) targets.push(filesTarget(coordinates, loose, false));
  openDialog({ kind: 'delete-selection', accountId, owner: version.owner, targets });
}
