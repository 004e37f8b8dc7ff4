import { type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import {
  Column,
  type Key,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';
import { filesOfSet } from '../../shared/split-volumes.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { DeleteKey } from '../common/DeleteKey.tsx';
import table from '../common/Table.module.css';
import { t } from '../text/text.ts';
import { FileRow } from './FileRow.tsx';
import styles from './FileTable.module.css';
import { type FileTableRow, fileTableRows } from './file-table-rows.ts';
import { download } from './package-actions.ts';
import { deleteRows } from './row-entries.ts';
import { SplitRow } from './SplitRow.tsx';
import { useSoughtRow } from './use-sought-row.ts';

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
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<Key>>(new Set());
  const toggle = useCallback((id: string) => setOpen((before) => toggled(before, id)), []);
  const rows = useMemo(() => fileTableRows(files, open), [files, open]);
  const place = useRef<HTMLTableElement>(null);
  const soughtRow = useSoughtRow(place, version.version, rows, rowHeight);
  const current = useRef({ rows, selected });
  useLayoutEffect(() => {
    current.current = { rows, selected };
  });
  // The rows that the menu of one is about: that one, or all that are chosen with it.
  const openMenuOf = useCallback((row: FileTableRow): readonly FileTableRow[] => {
    const { rows: all, selected: chosen } = current.current;
    if (chosen.has(row.id)) return all.filter(({ id }) => chosen.has(id));
    setSelected(new Set([row.id]));
    return [row];
  }, []);
  // Rows are kept as long as this is the same function: a version that is being published is listed again and again.
  const renderRow = useCallback(
    (row: FileTableRow) =>
      row.kind === 'file' ? (
        <FileRow
          {...row}
          account={account}
          version={version}
          isSought={row.id === soughtRow}
          onOpenMenu={() => openMenuOf(row)}
        />
      ) : (
        <SplitRow
          {...row}
          account={account}
          version={version}
          isSought={row.id === soughtRow}
          onOpenMenu={() => openMenuOf(row)}
          onToggle={toggle}
        />
      ),
    [account, version, soughtRow, openMenuOf, toggle],
  );
  const height = headingHeight + Math.min(rows.length, rowsInSight) * rowHeight;
  return (
    <DeleteKey
      onDelete={() =>
        deleteRows(
          account.id,
          version,
          rows.filter(({ id }) => selected.has(id)),
        )
      }
    >
      <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight, headingHeight }}>
        <Table
          ref={place}
          aria-label={t('detail.filesOf', { version: visibleText(version.version) })}
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selected}
          onSelectionChange={(keys) => setSelected(keys === 'all' ? new Set(rows.map(({ id }) => id)) : keys)}
          onRowAction={(key) => {
            const row = rows.find(({ id }) => id === key);
            if (row === undefined) return;
            const wanted = row.kind === 'file' ? [row.file] : filesOfSet(row.set);
            void download(account.id, version, wanted, 'download-folder');
          }}
          className={classNames(styles.table)}
          style={{ height }}
        >
          <TableHeader className={classNames(styles.header)}>
            <Column id="file" isRowHeader minWidth={120} className={classNames(table.column)}>
              {t('detail.columns.file')}
            </Column>
            <Column id="size" width={84} className={classNames(table.column, table.number)}>
              {t('detail.columns.size')}
            </Column>
            <Column id="sha256" width={172} className={classNames(table.column)}>
              {t('detail.columns.sha256')}
            </Column>
            <Column id="actions" width={128} className={classNames(table.column, table.number)}>
              <span className={classNames(styles.hidden)}>{t('detail.columns.actions')}</span>
            </Column>
          </TableHeader>
          <TableBody items={rows}>{renderRow}</TableBody>
        </Table>
      </Virtualizer>
    </DeleteKey>
  );
}

function toggled(open: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const others = new Set(open);
  if (!others.delete(id)) others.add(id);
  return others;
}
