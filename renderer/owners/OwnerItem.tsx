import type { ReactNode } from 'react';
import { TreeItem, TreeItemContent } from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import type { Owner } from '../../shared/owner.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Name } from '../common/Name.tsx';
import { contextMenu } from '../stores/context-menu.ts';
import { useListing } from '../stores/use-listing.ts';
import { t } from '../text/text.ts';
import { ownerEntries } from './owner-entries.ts';
import styles from './Sidebar.module.css';
import { ownerKey } from './tree-keys.ts';

type Props = { readonly account: Account; readonly owner: Owner };

/** One owner, with the number of its packages once they were listed. */
export function OwnerItem({ account, owner }: Props): ReactNode {
  const name = visibleText(owner.name);
  const entries = () => ownerEntries(account, owner);
  const menuLabel = t('owners.menu', { owner: name });
  return (
    <TreeItem
      id={ownerKey(account.id, owner.name)}
      textValue={name}
      className={classNames(styles.item, styles.owner)}
      onContextMenu={contextMenu(menuLabel, entries)}
    >
      <TreeItemContent>
        <span className={classNames(styles.initial)} aria-hidden>
          {(/[\p{L}\p{N}]/u.exec(owner.name)?.[0] ?? '?').toUpperCase()}
        </span>
        <span className={classNames(styles.label)} title={ownerTitle(owner)}>
          <Name>{owner.name}</Name>
        </span>
        <PackageCount account={account} owner={owner} />
        <span className={classNames(styles.actions)}>
          <MenuButton label={menuLabel} entries={entries()} />
        </span>
      </TreeItemContent>
    </TreeItem>
  );
}

function ownerTitle(owner: Owner): string {
  const relation = t(`owners.relation.${owner.relation}`);
  return owner.fullName === '' ? relation : `${visibleText(owner.fullName)} · ${relation}`;
}

/** Reads what was listed already; asks for nothing by itself. */
function PackageCount({ account, owner }: Props): ReactNode {
  const { packages, isComplete } = useListing(account.id, owner.name, false);
  if (!isComplete) return null;
  return (
    <span className={classNames(styles.count)} title={t('owners.packageCount', { count: packages.length })}>
      {packages.length}
    </span>
  );
}
