import { type ReactNode, useState } from 'react';
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';
import type { AccountId } from '../../shared/account.ts';
import type { Duplicate } from '../../shared/storage.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { Name } from '../common/Name.tsx';
import { shortHash } from '../packages/short-hash.ts';
import { t } from '../text/text.ts';
import { FoundList } from './FoundList.tsx';
import styles from './Storage.module.css';

const rowHeight = 32;
const rowsInSight = 6;

type Props = {
  readonly accountId: AccountId;
  readonly duplicates: readonly Duplicate[];
  readonly onClose: () => void;
};

/** Bytes that are there more than once; the places of the one that is chosen stand below. */
export function DuplicateList({ accountId, duplicates, onClose }: Props): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = duplicates.find(({ sha256 }) => sha256 === chosen) ?? duplicates[0];
  if (shown === undefined) return <p>{t('storage.noDuplicates')}</p>;
  const items = duplicates.map((duplicate) => ({ id: duplicate.sha256, duplicate }));
  const files = shown.places.map((coordinates) => ({ coordinates, size: shown.size, sha256: shown.sha256 }));
  return (
    <>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight }}>
        <ListBox
          aria-label={t('storage.views.duplicates')}
          items={items}
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={[shown.sha256]}
          onSelectionChange={(keys) => setChosen(keys === 'all' ? null : String([...keys][0]))}
          className={classNames(styles.list)}
          style={{ height: Math.min(items.length, rowsInSight) * rowHeight }}
        >
          {({ id, duplicate: { places, count, size } }) => (
            <ListBoxItem
              id={id}
              textValue={visibleText(places[0]?.fileName ?? id)}
              className={classNames(styles.row)}
            >
              <span className={classNames(styles.name)}>
                <Name>{places[0]?.fileName ?? ''}</Name>
              </span>
              <span className={classNames(styles.where)}>
                {t('storage.times', { count, bytes: formatBytes(size * (count - 1)) })}
              </span>
              <span className={classNames(styles.size)}>{formatBytes(size)}</span>
              <code className={classNames(styles.hash)} title={id}>
                {shortHash(id)}
              </code>
            </ListBoxItem>
          )}
        </ListBox>
      </Virtualizer>
      <FoundList label={t('storage.places')} accountId={accountId} files={files} onClose={onClose} />
      {shown.count > files.length && <p>{t('storage.morePlaces', { count: shown.count - files.length })}</p>}
    </>
  );
}
