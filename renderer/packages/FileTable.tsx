import { type ReactNode, useCallback } from 'react';
import { Column, Table, TableBody, TableHeader, TableLayout, Virtualizer } from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import { FileRow } from './FileRow.tsx';
import styles from './FileTable.module.css';
import { download } from './package-actions.ts';

const rowHeight = 34;
const headingHeight = 30;
/** Rows in sight before the table scrolls by itself. */
const rowsInSight = 14;

type Props = {
  readonly account: Account;
  readonly version: PackageVersion;
  readonly files: readonly PackageFile[];
};

/** The files of a version. Only the rows in sight exist. Enter downloads. */
export function FileTable({ account, version, files }: Props): ReactNode {
  // Rows are kept as long as this is the same function: a version that is being published is listed again and again.
  const renderRow = useCallback(
    (file: PackageFile) => <FileRow account={account} version={version} file={file} />,
    [account, version],
  );
  const height = headingHeight + Math.min(files.length, rowsInSight) * rowHeight;
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight, headingHeight }}>
      <Table
        aria-label={t('detail.filesOf', { version: visibleText(version.version) })}
        selectionMode="none"
        onRowAction={(key) => {
          const file = files.find((each) => each.id === key);
          if (file !== undefined) void download(account.id, version, [file], 'download-folder');
        }}
        className={classNames(styles.table)}
        style={{ height }}
      >
        <TableHeader className={classNames(styles.header)}>
          <Column id="file" isRowHeader minWidth={120} className={classNames(styles.column)}>
            {t('detail.columns.file')}
          </Column>
          <Column id="size" width={84} className={classNames(styles.column, styles.number)}>
            {t('detail.columns.size')}
          </Column>
          <Column id="sha256" width={172} className={classNames(styles.column)}>
            {t('detail.columns.sha256')}
          </Column>
          <Column id="actions" width={128} className={classNames(styles.column, styles.number)}>
            <span className={classNames(styles.hidden)}>{t('detail.columns.actions')}</span>
          </Column>
        </TableHeader>
        <TableBody items={files}>{renderRow}</TableBody>
      </Table>
    </Virtualizer>
  );
}
