import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';
import type { FolderEntry } from '../../shared/verification.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { Name } from '../common/Name.tsx';
import { Tag } from '../common/Tag.tsx';
import { t } from '../text/text.ts';
import styles from './Verification.module.css';

const rowHeight = 30;
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
  const rows = entries
    .toSorted((left, right) => order.indexOf(left.state) - order.indexOf(right.state))
    .map((entry, position) => ({ id: String(position), entry }));
  if (rows.length === 0) return null;
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight }}>
      <ListBox
        aria-label={t('verification.list')}
        items={rows}
        selectionMode="none"
        className={classNames(styles.list)}
        style={{ height: Math.min(rows.length, rowsInSight) * rowHeight }}
      >
        {({ id, entry }) => (
          <ListBoxItem
            id={id}
            textValue={`${t(`verification.words.${entry.state}`)} ${visibleText(entry.localName)}`}
            className={classNames(styles.row)}
          >
            <span className={classNames(styles.state)}>
              <Tag tone={tones[entry.state]}>{t(`verification.words.${entry.state}`)}</Tag>
            </span>
            <span className={classNames(styles.name)}>
              <Name>{entry.localName}</Name>
            </span>
          </ListBoxItem>
        )}
      </ListBox>
    </Virtualizer>
  );
}
