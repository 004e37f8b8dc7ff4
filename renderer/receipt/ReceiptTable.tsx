import { type ReactNode, useMemo } from 'react';
import type { Receipt, ReceiptFile } from '../../shared/receipt.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { LongTable } from '../common/table/LongTable.tsx';
import { t } from '../text/text.ts';
import { describeReceiptFile, shortfallsFirst } from './describe-receipt.ts';
import styles from './Receipt.module.css';
import { receiptColumns } from './receipt-columns.tsx';

const rowHeight = 32;
const rowsInSight = 10;

const names = {
  keyOf: ({ id }: ReceiptFile) => id,
  textOf: (file: ReceiptFile) => `${visibleText(file.fileName)}, ${describeReceiptFile(file).whole}`,
};

/** The files of a receipt, those that are not there first. */
export function ReceiptTable({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const { accountId, version, files } = receipt;
  const rows = useMemo(() => shortfallsFirst(files), [files]);
  const columns = useMemo(() => receiptColumns(accountId, version), [accountId, version]);
  return (
    <LongTable
      label={t('receipt.files')}
      rows={rows}
      names={names}
      columns={columns}
      rowHeight={rowHeight}
      rowsInSight={rowsInSight}
      className={styles.table}
    />
  );
}
