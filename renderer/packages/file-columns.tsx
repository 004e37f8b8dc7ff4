import type { Account } from '../../shared/account.ts';
import type { PackageVersion } from '../../shared/package.ts';
import type { TableColumn } from '../common/table/table-column.ts';
import { t } from '../text/text.ts';
import { FileActions, FileName, FileSize } from './FileCells.tsx';
import type { FileTableRow } from './file-table-rows.ts';
import { HashCell } from './HashCell.tsx';
import { SplitActions, SplitHash, SplitName, SplitSize } from './SplitCells.tsx';

/** The columns of the files of a version. */
export function fileColumns(
  account: Account,
  version: PackageVersion,
  onToggle: (id: string) => void,
): readonly TableColumn<FileTableRow>[] {
  const place = { account, version };
  return [
    {
      id: 'name',
      heading: t('detail.columns.file'),
      width: 'minmax(120px, 1fr)',
      allowsSorting: true,
      cell: (row) =>
        row.kind === 'file' ? (
          <FileName {...row} />
        ) : (
          <SplitName {...place} set={row.set} isOpen={row.isOpen} onToggle={() => onToggle(row.id)} />
        ),
    },
    {
      id: 'size',
      heading: t('detail.columns.size'),
      width: '92px',
      isNumber: true,
      allowsSorting: true,
      cell: (row) =>
        row.kind === 'file' ? <FileSize size={row.file.size} /> : <SplitSize {...place} set={row.set} />,
    },
    {
      id: 'sha256',
      heading: t('detail.columns.sha256'),
      width: '172px',
      cell: (row) =>
        row.kind === 'file' ? <HashCell {...row.file} /> : <SplitHash {...place} set={row.set} />,
    },
    {
      id: 'actions',
      heading: t('detail.columns.actions'),
      isHeadingHidden: true,
      width: '128px',
      isNumber: true,
      cell: (row) =>
        row.kind === 'file' ? (
          <FileActions {...place} file={row.file} />
        ) : (
          <SplitActions {...place} set={row.set} />
        ),
    },
  ];
}
