import type { ReactNode } from 'react';
import type { FolderEntry } from '../../shared/verification.ts';
import { classNames } from '../common/class-names.ts';
import { LongList } from '../common/LongList.tsx';
import { Name } from '../common/Name.tsx';
import { Tag } from '../common/Tag.tsx';
import { t } from '../text/text.ts';
import styles from './Verification.module.css';

const rowsInSight = 11;

const tones = {
  differs: 'danger',
  missing: 'danger',
  unreadable: 'danger',
  extra: 'warning',
  same: 'accent',
  'lists-others': 'accent',
} as const satisfies Record<FolderEntry['state'], 'danger' | 'warning' | 'accent'>;

/** What is wrong comes first. */
const order: readonly FolderEntry['state'][] = [
  'differs',
  'missing',
  'unreadable',
  'extra',
  'same',
  'lists-others',
];

type Props = { readonly entries: readonly FolderEntry[] };

/** The files of a version and of a folder, one row each. Only those in sight exist. */
export function EntryList({ entries }: Props): ReactNode {
  const rows = entries.toSorted((left, right) => order.indexOf(left.state) - order.indexOf(right.state));
  if (rows.length === 0) return null;
  return (
    <LongList
      label={t('verification.list')}
      count={rows.length}
      rowsInSight={rowsInSight}
      keyOf={(position) => position}
      rowStyle={styles.row}
    >
      {(position) => {
        const entry = rows[position];
        if (entry === undefined) return null;
        return (
          <>
            <span className={classNames(styles.state)}>
              <Tag tone={tones[entry.state]}>{t(`verification.words.${entry.state}`)}</Tag>
            </span>
            <span className={classNames(styles.name)}>
              <Name>{entry.localName}</Name>
            </span>
          </>
        );
      }}
    </LongList>
  );
}
