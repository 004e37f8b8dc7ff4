import { Link } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { isThere, type ReceiptFile } from '../../shared/receipt.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatSpeed } from '../common/format-bytes.ts';
import { Name } from '../common/Name.tsx';
import { Tag } from '../common/Tag.tsx';
import table from '../common/table/Table.module.css';
import type { TableColumn } from '../common/table/table-column.ts';
import { FileSize } from '../packages/FileCells.tsx';
import { copyText } from '../packages/package-actions.ts';
import { t } from '../text/text.ts';
import { describeReceiptFile } from './describe-receipt.ts';
import styles from './Receipt.module.css';
import { Sha256 } from './Sha256.tsx';

/** The columns of a receipt: where a file is, what it is, and how it went. */
export function receiptColumns(
  accountId: AccountId,
  version: VersionCoordinates,
): readonly TableColumn<ReceiptFile>[] {
  return [
    {
      id: 'file',
      heading: t('receipt.columns.file'),
      width: 'minmax(140px, 1.6fr)',
      cell: (file) => <FileCell file={file} />,
    },
    {
      id: 'size',
      heading: t('receipt.columns.size'),
      width: '80px',
      isNumber: true,
      cell: ({ size }) => size !== null && <FileSize size={size} />,
    },
    {
      id: 'sha256',
      heading: t('receipt.columns.sha256'),
      width: '176px',
      cell: (file) => <Sha256 file={file} accountId={accountId} version={version} />,
    },
    {
      id: 'speed',
      heading: t('receipt.columns.speed'),
      width: '88px',
      isNumber: true,
      cell: ({ speed }) => speed !== null && formatSpeed(speed),
    },
    {
      id: 'result',
      heading: t('receipt.columns.result'),
      width: 'minmax(150px, 1fr)',
      cell: (file) => <ResultCell file={file} />,
    },
  ];
}

type CellProps = { readonly file: ReceiptFile };

function FileCell({ file }: CellProps): ReactNode {
  const { fileName, url, split } = file;
  const name = visibleText(fileName);
  return (
    <>
      <span className={classNames(table.name)} title={url ?? name}>
        <Name>{fileName}</Name>
      </span>
      {split !== null && <Tag>{t('detail.split.parts', { count: split.parts })}</Tag>}
      {url !== null && isThere(file) && (
        <span className={classNames(table.onPoint)}>
          <IconButton label={t('receipt.copyUrl', { file: name })} onPress={() => copyText(url)}>
            <Link size={13} aria-hidden />
          </IconButton>
        </span>
      )}
    </>
  );
}

function ResultCell({ file }: CellProps): ReactNode {
  const { short, whole } = describeReceiptFile(file);
  return (
    <span className={classNames(table.name, isThere(file) ? styles.good : styles.bad)} title={whole}>
      {short}
    </span>
  );
}
