import { type ReactNode, useMemo, useState } from 'react';
import type { Key } from 'react-stately';
import type { Account } from '../../shared/account.ts';
import { type KnownSizes, type ListedPackage, versionFoundBy } from '../../shared/package-listing.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { DeleteKey } from '../common/DeleteKey.tsx';
import { formatBytes } from '../common/format-bytes.ts';
import { formatWhen } from '../common/format-time.ts';
import { ListBoxRow } from '../common/list-box/ListBoxRow.tsx';
import { type ListBoxPlace, LongListBox } from '../common/list-box/LongListBox.tsx';
import { Name } from '../common/Name.tsx';
import { Tag } from '../common/Tag.tsx';
import { useNow } from '../common/use-now.ts';
import { contextMenu } from '../stores/context-menu.ts';
import { dropPlaceAttributes, useIsHeldOver } from '../stores/drop-place.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './ListPane.module.css';
import { packageEntries } from './package-entries.ts';
import { deletePackages, packagesEntries } from './packages-entries.ts';

const rowHeight = 54;

const names = {
  keyOf: ({ key }: ListedPackage) => key,
  textOf: ({ packageName }: ListedPackage) => visibleText(packageName),
};

type Props = {
  readonly account: Account;
  readonly packages: readonly ListedPackage[];
  /** What they were found by. */
  readonly filter: string;
  /** Bytes by key, where these are to show in place of the date. */
  readonly sizes: KnownSizes | null;
};

/** The packages, one row each. Only the rows in sight exist, so thousands are as quick as ten. */
export function PackageList({ account, packages, filter, sizes }: Props): ReactNode {
  const selectedKey = useSelection((state) => state.packageKey);
  const selectPackage = useSelection((state) => state.selectPackage);
  const setOpenVersions = useSelection((state) => state.setOpenVersions);
  // As the list gave it, because it knows where a range began.
  const [marked, setMarked] = useState<ReadonlySet<Key>>(new Set());
  const selected = useMemo(
    () => (selectedKey === null || marked.has(selectedKey) ? marked : new Set([selectedKey])),
    [selectedKey, marked],
  );
  const chosenPackages = () => packages.filter(({ key }) => selected.has(key));
  const choose = (chosen: ListedPackage) => {
    selectPackage(chosen.type, chosen.packageName);
    const found = chosen.type === 'generic' ? versionFoundBy(chosen, filter) : null;
    if (found !== null) setOpenVersions([found.version], found.version);
  };
  return (
    <DeleteKey onDelete={() => deletePackages(account.id, chosenPackages())}>
      <LongListBox
        label={t('app.regions.list')}
        rows={packages}
        names={names}
        rowHeight={rowHeight}
        className={styles.list}
        selected={selected}
        onSelect={(keys) => {
          setMarked(keys);
          // The pane beside the list shows one of them: it stays as long as it is among them.
          const isStill = selectedKey !== null && keys.has(selectedKey);
          const chosen = packages.find(({ key }) => keys.has(key));
          if (chosen !== undefined && !isStill) choose(chosen);
        }}
      >
        {(listed, place) => (
          <PackageRow
            key={place.id}
            place={place}
            account={account}
            listed={listed}
            filter={filter}
            size={sizes === null ? null : (sizes.get(listed.key) ?? 0)}
            onOpenMenu={() => {
              if (selected.has(listed.key)) return chosenPackages();
              setMarked(new Set([listed.key]));
              choose(listed);
              return [listed];
            }}
          />
        )}
      </LongListBox>
    </DeleteKey>
  );
}

type RowProps = {
  readonly place: ListBoxPlace<ListedPackage>;
  readonly account: Account;
  readonly listed: ListedPackage;
  readonly filter: string;
  /** Bytes in place of the date; 0 is not known. */
  readonly size: number | null;
  /** Answers the packages that the menu is about: this one, or all that are chosen with it. */
  readonly onOpenMenu: () => readonly ListedPackage[];
};

function PackageRow({ place, account, listed, filter, size, onOpenMenu }: RowProps): ReactNode {
  const name = visibleText(listed.packageName);
  const { createdAt, version } = versionFoundBy(listed, filter) ?? listed.newest;
  const when = formatWhen(createdAt, useNow());
  const dropPlace = listed.type === 'generic' ? { packageName: listed.packageName, version: null } : null;
  const isHeldOver = useIsHeldOver(dropPlace);
  const count = t('packages.versions', { count: listed.versions.length });
  return (
    <ListBoxRow
      place={place}
      className={classNames(styles.row, isHeldOver && styles.heldOver)}
      attributes={{
        onContextMenu: contextMenu(t('detail.actions', { name }), () => {
          const chosen = onOpenMenu();
          return chosen.length > 1 ? packagesEntries(account, chosen) : packageEntries(account, listed);
        }),
        ...(dropPlace !== null && dropPlaceAttributes(dropPlace)),
      }}
    >
      <span className={classNames(styles.name)}>
        <Name>{listed.packageName}</Name>
      </span>
      <span className={classNames(styles.note, styles.right)}>
        <Name>{version}</Name>
      </span>
      <span className={classNames(styles.note)}>
        {count}
        {listed.type !== 'generic' && <Tag>{visibleText(listed.type)}</Tag>}
      </span>
      <span className={classNames(styles.note, styles.right)}>
        {size === null ? when : size > 0 && formatBytes(size)}
      </span>
    </ListBoxRow>
  );
}
