import { type ReactNode, useMemo, useState } from 'react';
import { type Key, ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import { type KnownSizes, type ListedPackage, versionFoundBy } from '../../shared/package-listing.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { DeleteKey } from '../common/DeleteKey.tsx';
import { formatBytes } from '../common/format-bytes.ts';
import { formatWhen } from '../common/format-time.ts';
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
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: 54 }}>
        <ListBox
          aria-label={t('app.regions.list')}
          items={packages}
          dependencies={[account, filter, selected, sizes]}
          selectionMode="multiple"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={selected}
          onSelectionChange={(keys) => {
            setMarked(keys === 'all' ? new Set(packages.map(({ key }) => key)) : keys);
            // The pane beside the list shows one of them: it stays as long as it is among them.
            const isStill = selectedKey !== null && (keys === 'all' || keys.has(selectedKey));
            const chosen = packages.find(({ key }) => keys === 'all' || keys.has(key));
            if (chosen !== undefined && !isStill) choose(chosen);
          }}
          className={classNames(styles.list)}
          data-pane-start
        >
          {(listed) => (
            <PackageRow
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
        </ListBox>
      </Virtualizer>
    </DeleteKey>
  );
}

type RowProps = {
  readonly account: Account;
  readonly listed: ListedPackage;
  readonly filter: string;
  /** Bytes in place of the date; 0 is not known. */
  readonly size: number | null;
  /** Answers the packages that the menu is about: this one, or all that are chosen with it. */
  readonly onOpenMenu: () => readonly ListedPackage[];
};

function PackageRow({ account, listed, filter, size, onOpenMenu }: RowProps): ReactNode {
  const name = visibleText(listed.packageName);
  const { createdAt, version } = versionFoundBy(listed, filter) ?? listed.newest;
  const when = formatWhen(createdAt, useNow());
  const place = listed.type === 'generic' ? { packageName: listed.packageName, version: null } : null;
  const isHeldOver = useIsHeldOver(place);
  const count = t('packages.versions', { count: listed.versions.length });
  return (
    <ListBoxItem
      id={listed.key}
      textValue={name}
      className={classNames(styles.row, isHeldOver && styles.heldOver)}
      onContextMenu={contextMenu(t('detail.actions', { name }), () => {
        const chosen = onOpenMenu();
        return chosen.length > 1 ? packagesEntries(account, chosen) : packageEntries(account, listed);
      })}
      {...(place !== null && dropPlaceAttributes(place))}
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
    </ListBoxItem>
  );
}
