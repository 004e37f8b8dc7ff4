import { type ReactNode, useCallback, useMemo } from 'react';
import { Column, Table, TableBody, TableHeader, TableLayout, Virtualizer } from 'react-aria-components';
import type { Receipt, ReceiptFile } from '../../shared/receipt.ts';
import { classNames } from '../common/class-names.ts';
import table from '../common/Table.module.css';
import { t } from '../text/text.ts';
import { shortfallsFirst } from './describe-receipt.ts';
import styles from './Receipt.module.css';
import { ReceiptRow } from './ReceiptRow.tsx';

const rowHeight = 32;
const headingHeight = 28;
/** Rows in sight before the table scrolls by itself. */
const rowsInSight = 10;

/** The files of a receipt, those that are not there first. Only the rows in sight exist. */
export function ReceiptTable({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const { accountId, version, files } = receipt;
  const rows = useMemo(() => shortfallsFirst(files), [files]);
  const renderRow = useCallback(
    (file: ReceiptFile) => <ReceiptRow file={file} accountId={accountId} version={version} />,
    [accountId, version],
  );
  const height = headingHeight + Math.min(rows.length, rowsInSight) * rowHeight;
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight, headingHeight }}>
      <Table
        aria-label={t('receipt.files')}
        selectionMode="none"
        className={classNames(styles.table)}
        style={{ height }}
      >
        <TableHeader className={classNames(styles.header)}>
          <Column id="file" isRowHeader width="1.6fr" minWidth={140} className={classNames(table.column)}>
            {t('receipt.columns.file')}
          </Column>
          <Column id="size" width={80} className={classNames(table.column, table.number)}>
            {t('receipt.columns.size')}
          </Column>
          <Column id="sha256" width={176} className={classNames(table.column)}>
            {t('receipt.columns.sha256')}
          </Column>
          <Column id="speed" width={88} className={classNames(table.column, table.number)}>
            {t('receipt.columns.speed')}
          </Column>
          <Column id="result" width="1fr" minWidth={150} className={classNames(table.column)}>
            {t('receipt.columns.result')}
          </Column>
        </TableHeader>
        <TableBody items={rows}>{renderRow}</TableBody>
      </Table>
    </Virtualizer>
  );
}
