import { type ReactNode, useMemo } from 'react';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { LongList } from '../common/LongList.tsx';
import { Name } from '../common/Name.tsx';
import { t } from '../text/text.ts';
import styles from './Deletion.module.css';
import type { Doomed, Looked } from './doomed.ts';
import { sumOf } from './doomed.ts';

interface Row {
  readonly name: string;
  readonly note: string;
}

type Props = { readonly doomed: readonly Doomed[]; readonly looked: Looked };

/** Everything that would go, one row each: packages, versions, and files of versions that stay. */
export function DoomedList({ doomed, looked }: Props): ReactNode {
  const places = useMemo(() => doomed.flatMap(placesOf), [doomed]);
  return (
    <LongList
      label={t('deletion.many.list')}
      count={places.length}
      rowsInSight={7}
      keyOf={(position) => position}
      rowStyle={classNames(styles.row)}
    >
      {(position) => {
        const place = places[position];
        if (place === undefined) return null;
        const { name, note } = rowOf(place, looked);
        return (
          <>
            <span className={classNames(styles.name)}>
              <Name>{name}</Name>
            </span>
            <span className={classNames(styles.note)}>{note}</span>
          </>
        );
      }}
    </LongList>
  );
}

/** What a row is about: a target, or one of the files of a target of files. */
interface Place {
  readonly doomed: Doomed;
  readonly file: { readonly name: string; readonly size: number } | null;
}

function placesOf(doomed: Doomed): readonly Place[] {
  if (doomed.target.kind !== 'files') return [{ doomed, file: null }];
  const sizes = new Map(doomed.files.map(({ id, size }) => [id, size]));
  return doomed.target.files.map(({ id, fileName }) => ({
    doomed,
    file: { name: fileName, size: sizes.get(id) ?? 0 },
  }));
}

function rowOf({ doomed, file }: Place, looked: Looked): Row {
  if (file !== null) return { name: file.name, note: formatBytes(file.size) };
  const { versions, files, bytes, looked: lookedInto } = sumOf([doomed], looked);
  const size = `${t('packages.files', { count: files })}, ${formatBytes(bytes)}`;
  const found = lookedInto < versions ? t('deletion.many.lookingShort') : size;
  const note =
    doomed.target.kind === 'package' ? `${t('packages.versions', { count: versions })}, ${found}` : found;
  return { name: doomed.name, note };
}
