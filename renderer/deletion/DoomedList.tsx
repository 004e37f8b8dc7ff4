import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { Name } from '../common/Name.tsx';
import { t } from '../text/text.ts';
import styles from './Deletion.module.css';
import type { Doomed, Looked } from './doomed.ts';
import { sumOf } from './doomed.ts';

const rowHeight = 30;
const rowsInSight = 7;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

type Props = { readonly doomed: readonly Doomed[]; readonly looked: Looked };

/** Everything that would go, one row each: packages, versions, and files of versions that stay. */
export function DoomedList({ doomed, looked }: Props): ReactNode {
  const rows = doomed.flatMap((each, position) => rowsOf(each, position, looked));
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight }}>
      <ListBox
        aria-label={t('deletion.many.list')}
        items={rows}
        selectionMode="none"
        className={classNames(styles.list)}
        style={{ height: Math.min(rows.length, rowsInSight) * rowHeight }}
      >
        {({ id, name, note }) => (
          <ListBoxItem id={id} textValue={visibleText(`${name} ${note}`)} className={classNames(styles.row)}>
            <span className={classNames(styles.name)}>
              <Name>{name}</Name>
            </span>
            <span className={classNames(styles.note)}>{note}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Virtualizer>
  );
}

function rowsOf(doomed: Doomed, position: number, looked: Looked): readonly Row[] {
  if (doomed.target.kind === 'files') {
    const sizes = new Map(doomed.files.map(({ id, size }) => [id, size]));
    return doomed.target.files.map(({ id, fileName }) => ({
      id: `${position} ${id}`,
      name: fileName,
      note: formatBytes(sizes.get(id) ?? 0),
    }));
  }
  const { versions, files, bytes, looked: lookedInto } = sumOf([doomed], looked);
  const size = `${t('packages.files', { count: files })}, ${formatBytes(bytes)}`;
  const found = lookedInto < versions ? t('deletion.many.lookingShort') : size;
  const note =
    doomed.target.kind === 'package' ? `${t('packages.versions', { count: versions })}, ${found}` : found;
  return [{ id: `${position}`, name: doomed.name, note }];
}
