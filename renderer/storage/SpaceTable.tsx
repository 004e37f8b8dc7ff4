import { type ReactNode, useMemo, useState } from 'react';
import {
  Cell,
  Column,
  Row,
  type SortDescriptor,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from 'react-aria-components';
import type { UsedSpace } from '../../shared/storage.ts';
import { compareVersions } from '../../shared/version-order.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatNumber } from '../common/format-number.ts';
import table from '../common/Table.module.css';
import { t } from '../text/text.ts';
import styles from './Storage.module.css';
import { spaceName } from './space-name.ts';

const rowHeight = 30;
const headingHeight = 28;
const rowsInSight = 7;

type Props = { readonly spaces: readonly UsedSpace[]; readonly onChoose: (space: UsedSpace) => void };

const columns = ['name', 'versions', 'files', 'bytes', 'share'] as const;

/** Space as a table that can be sorted. Enter or a double click shows what is behind a row. */
export function SpaceTable({ spaces, onChoose }: Props): ReactNode {
  const [sort, setSort] = useState<SortDescriptor>({ column: 'bytes', direction: 'descending' });
  const total = spaces.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = useMemo(() => {
    const sign = sort.direction === 'ascending' ? 1 : -1;
    return spaces
      .map((space) => ({ id: `${space.packageName} ${space.version ?? ''}`, space }))
      .sort((left, right) => sign * compareSpaces(left.space, right.space, String(sort.column)));
  }, [spaces, sort]);
  const height = headingHeight + Math.min(rows.length, rowsInSight) * rowHeight;
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight, headingHeight }}>
      <Table
        aria-label={t('storage.table')}
        sortDescriptor={sort}
        onSortChange={setSort}
        onRowAction={(key) => {
          const row = rows.find(({ id }) => id === key);
          if (row !== undefined) onChoose(row.space);
        }}
        className={classNames(styles.table)}
        style={{ height }}
      >
        <TableHeader className={classNames(styles.header)}>
          {columns.map((column) => (
            <Column
              key={column}
              id={column}
              isRowHeader={column === 'name'}
              allowsSorting
              width={column === 'name' ? '1fr' : 108}
              className={classNames(table.column, column !== 'name' && table.number, styles.sortable)}
            >
              {({ sortDirection }) => (
                <>
                  {t(`storage.columns.${column}`)}
                  {sortDirection !== undefined && (
                    <span aria-hidden>{sortDirection === 'ascending' ? ' ↑' : ' ↓'}</span>
                  )}
                </>
              )}
            </Column>
          ))}
        </TableHeader>
        <TableBody items={rows} dependencies={[total]}>
          {({ id, space }) => (
            <Row id={id} textValue={spaceName(space)} className={classNames(table.row)}>
              <Cell className={classNames(table.cell)}>
                <span className={classNames(table.name)}>{spaceName(space)}</span>
              </Cell>
              <Cell className={classNames(table.cell, table.number)}>{formatNumber(space.versions)}</Cell>
              <Cell className={classNames(table.cell, table.number)}>{formatNumber(space.files)}</Cell>
              <Cell className={classNames(table.cell, table.number)}>{formatBytes(space.bytes)}</Cell>
              <Cell className={classNames(table.cell, table.number)}>
                {total === 0 ? '' : `${((space.bytes / total) * 100).toFixed(1)} %`}
              </Cell>
            </Row>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}

function compareSpaces(left: UsedSpace, right: UsedSpace, column: string): number {
  const byName = compareVersions(spaceName(left), spaceName(right));
  if (column === 'versions') return left.versions - right.versions || byName;
  if (column === 'files') return left.files - right.files || byName;
  return column === 'name' ? byName : left.bytes - right.bytes || byName;
}
