import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Key, SortDescriptor } from 'react-stately';
import type { Account } from '../../shared/account.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';
import { filesOfSet } from '../../shared/split-volumes.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { DeleteKey } from '../common/DeleteKey.tsx';
import { SearchBox } from '../common/SearchBox.tsx';
import { LongTable } from '../common/table/LongTable.tsx';
import type { RowMenu } from '../common/table/TableRow.tsx';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './FileTable.module.css';
import { fileColumns } from './file-columns.tsx';
import { fileEntries } from './file-entries.ts';
import { type FileTableRow, fileTableRows } from './file-table-rows.ts';
import { download } from './package-actions.ts';
import { deleteRows, rowsEntries } from './row-entries.ts';
import { splitEntries } from './split-entries.ts';
import { useSoughtRow } from './use-sought-row.ts';
import { splitStateSoFar } from './use-split-file.ts';

const rowHeight = 34;
/** Rows in sight before the table scrolls by itself; from there on it is worth searching. */
const rowsInSight = 14;

const names = {
  keyOf: (row: FileTableRow) => row.id,
  textOf: (row: FileTableRow) => visibleText(nameOf(row)),
};

type Props = {
  readonly account: Account;
  readonly version: PackageVersion;
  readonly files: readonly PackageFile[];
};

/** The files of a version, by name or by size, narrowed as one types. Enter downloads. */
export function FileTable({ account, version, files }: Props): ReactNode {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<Key>>(new Set());
  const [sort, setSort] = useState<SortDescriptor | null>(null);
  const sought = useSelection((state) => (state.version === version.version ? state.file : null));
  const [filter, setFilter] = useFilterUntil(sought);
  const rows = useMemo(
    () => fileTableRows(files, open, filter, sort === null ? null : orderOf(sort)),
    [files, open, filter, sort],
  );
  const columns = useMemo(
    () => fileColumns(account, version, (id) => setOpen((before) => toggled(before, id))),
    [account, version],
  );
  const place = useRef<HTMLDivElement>(null);
  const soughtRow = useSoughtRow(place, sought, rows, rowHeight);
  const chosen = () => rows.filter(({ id }) => selected.has(id));
  // The menu of a row is about all that are chosen with it; a row that is not becomes the only one.
  const menuOf = (row: FileTableRow): RowMenu => ({
    label: t('detail.fileMenu', { file: visibleText(nameOf(row)) }),
    entries: () => {
      const isChosen = selected.has(row.id);
      if (!isChosen) setSelected(new Set([row.id]));
      if (isChosen && chosen().length > 1) return rowsEntries(account, version, chosen());
      if (row.kind === 'file') return fileEntries(account, version, row.file);
      return splitEntries(account, version, row.set, splitStateSoFar(account.id, version, row.set));
    },
  });
  return (
    <DeleteKey onDelete={() => deleteRows(account.id, version, chosen())}>
      {files.length > rowsInSight && (
        <div className={classNames(styles.find)}>
          <SearchBox
            label={t('detail.filterFiles')}
            clearLabel={t('packages.clearFilter')}
            value={filter}
            onChange={setFilter}
          />
          <output>{filter !== '' && t('detail.filesFound', { count: rows.length })}</output>
        </div>
      )}
      <LongTable
        label={t('detail.filesOf', { version: visibleText(version.version) })}
        rows={rows}
        names={names}
        columns={columns}
        rowHeight={rowHeight}
        rowsInSight={rowsInSight}
        place={place}
        className={styles.table}
        rowClassName={({ id }) => (id === soughtRow ? styles.isSought : undefined)}
        selection={{ selected, onSelect: setSelected }}
        sorting={{ sort, onSort: setSort }}
        onAction={(row) => {
          const wanted = row.kind === 'file' ? [row.file] : filesOfSet(row.set);
          void download(account.id, version, wanted, 'download-folder');
        }}
        menuOf={menuOf}
      />
    </DeleteKey>
  );
}

function nameOf(row: FileTableRow): string {
  return row.kind === 'file' ? row.file.fileName : row.set.name;
}

function orderOf({ column, direction }: SortDescriptor) {
  return { by: column === 'size' ? 'size' : 'name', isAscending: direction === 'ascending' } as const;
}

/** What was typed, until another file is looked for, which it could hide. */
function useFilterUntil(sought: unknown): readonly [string, (filter: string) => void] {
  const [typed, setTyped] = useState({ filter: '', sought });
  const filter = typed.sought === sought ? typed.filter : '';
  return [filter, (wanted) => setTyped({ filter: wanted, sought })];
}

function toggled(open: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const others = new Set(open);
  if (!others.delete(id)) others.add(id);
  return others;
}
