import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import { type ListedPackage, versionFoundBy } from '../../shared/package-listing.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
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

type Props = {
  readonly account: Account;
  readonly packages: readonly ListedPackage[];
  /** What they were found by. */
  readonly filter: string;
};

/** The packages, one row each. Only the rows in sight exist, so thousands are as quick as ten. */
export function PackageList({ account, packages, filter }: Props): ReactNode {
  const selectedKey = useSelection((state) => state.packageKey);
  const selectPackage = useSelection((state) => state.selectPackage);
  const setOpenVersions = useSelection((state) => state.setOpenVersions);
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: 54 }}>
      <ListBox
        aria-label={t('app.regions.list')}
        items={packages}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selectedKey === null ? [] : [selectedKey]}
        onSelectionChange={(keys) => {
          const chosen = packages.find((listed) => keys !== 'all' && keys.has(listed.key));
          if (chosen === undefined) return;
          selectPackage(chosen.type, chosen.packageName);
          const found = chosen.type === 'generic' ? versionFoundBy(chosen, filter) : null;
          if (found !== null) setOpenVersions([found.version], found.version);
        }}
        className={classNames(styles.list)}
        data-pane-start
      >
        {(listed) => <PackageRow account={account} listed={listed} filter={filter} />}
      </ListBox>
    </Virtualizer>
  );
}

type RowProps = { readonly account: Account; readonly listed: ListedPackage; readonly filter: string };

function PackageRow({ account, listed, filter }: RowProps): ReactNode {
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
      onContextMenu={contextMenu(t('detail.actions', { name }), () => packageEntries(account, listed))}
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
      <span className={classNames(styles.note, styles.right)}>{when}</span>
    </ListBoxItem>
  );
}
