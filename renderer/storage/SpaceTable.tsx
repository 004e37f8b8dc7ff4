import { type ReactNode, useMemo, useState } from 'react';
import type { SortDescriptor } from 'react-stately';
import type { UsedSpace } from '../../shared/storage.ts';
import { compareVersions } from '../../shared/version-order.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatNumber } from '../common/format-number.ts';
import { LongTable } from '../common/table/LongTable.tsx';
import table from '../common/table/Table.module.css';
import type { TableColumn } from '../common/table/table-column.ts';
import { t } from '../text/text.ts';
import styles from './Storage.module.css';
import { spaceName } from './space-name.ts';

const rowHeight = 30;
const rowsInSight = 7;

type Props = { readonly spaces: readonly UsedSpace[]; readonly onChoose: (space: UsedSpace) => void };

const names = {
  keyOf: ({ packageName, version }: UsedSpace) => `${packageName} ${version ?? ''}`,
  textOf: spaceName,
};

/** Space as a table that can be sorted. Enter or a click shows what is behind a row. */
export function SpaceTable({ spaces, onChoose }: Props): ReactNode {
  const [sort, setSort] = useState<SortDescriptor>({ column: 'bytes', direction: 'descending' });
  const columns = useMemo(() => spaceColumns(spaces), [spaces]);
  const rows = useMemo(() => {
    const sign = sort.direction === 'ascending' ? 1 : -1;
    return spaces.toSorted((left, right) => sign * compareSpaces(left, right, String(sort.column)));
  }, [spaces, sort]);
  return (
    <LongTable
      label={t('storage.table')}
      rows={rows}
      names={names}
      columns={columns}
      rowHeight={rowHeight}
      rowsInSight={rowsInSight}
      className={styles.table}
      sorting={{ sort, onSort: setSort }}
      onAction={onChoose}
    />
  );
}

function spaceColumns(spaces: readonly UsedSpace[]): readonly TableColumn<UsedSpace>[] {
  const total = spaces.reduce((sum, { bytes }) => sum + bytes, 0);
  const number = { width: '108px', isNumber: true, allowsSorting: true };
  return [
    {
      id: 'name',
      heading: t('storage.columns.name'),
      width: 'minmax(0, 1fr)',
      allowsSorting: true,
      cell: (space) => <span className={classNames(table.name)}>{spaceName(space)}</span>,
    },
    {
      ...number,
      id: 'versions',
      heading: t('storage.columns.versions'),
      cell: ({ versions }) => formatNumber(versions),
    },
    { ...number, id: 'files', heading: t('storage.columns.files'), cell: ({ files }) => formatNumber(files) },
    { ...number, id: 'bytes', heading: t('storage.columns.bytes'), cell: ({ bytes }) => formatBytes(bytes) },
    {
      ...number,
      id: 'share',
      heading: t('storage.columns.share'),
      cell: ({ bytes }) => total > 0 && `${((bytes / total) * 100).toFixed(1)} %`,
    },
  ];
}

function compareSpaces(left: UsedSpace, right: UsedSpace, column: string): number {
  const byName = compareVersions(spaceName(left), spaceName(right));
  if (column === 'versions') return left.versions - right.versions || byName;
  if (column === 'files') return left.files - right.files || byName;
  return column === 'name' ? byName : left.bytes - right.bytes || byName;
}
