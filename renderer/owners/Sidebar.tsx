import { useQueries } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Key, Tree } from 'react-aria-components';
import type { AccountId } from '../../shared/account.ts';
import type { Owner } from '../../shared/owner.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { DeletionsButton } from '../deletion/DeletionsButton.tsx';
import { DraftsButton } from '../drafts/DraftsButton.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { openDialog } from '../stores/dialogs.ts';
import { ownersQuery } from '../stores/owners.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import { AccountItem } from './AccountItem.tsx';
import styles from './Sidebar.module.css';
import { accountKey, ownerKey } from './tree-keys.ts';

const noOwners: readonly Owner[] = [];

/** Accounts, and under each its owners. Choosing an owner lists its packages. */
export function Sidebar(): ReactNode {
  const accounts = useAccounts();
  const owners = useQueries({ queries: accounts.map((account) => ownersQuery(account.id)) });
  const [folded, setFolded] = useState<ReadonlySet<Key>>(new Set());
  const selection = useSelection();

  const places = new Map<Key, { readonly accountId: AccountId; readonly owner: string | null }>();
  for (const [position, account] of accounts.entries()) {
    places.set(accountKey(account.id), { accountId: account.id, owner: null });
    for (const { name } of owners[position]?.data ?? noOwners) {
      places.set(ownerKey(account.id, name), { accountId: account.id, owner: name });
    }
  }
  const choose = (key: Key | undefined) => {
    const place = key === undefined ? undefined : places.get(key);
    if (place === undefined) return;
    if (place.owner === null) selection.selectAccount(place.accountId);
    else selection.selectOwner(place.accountId, place.owner);
  };
  const selectedKey =
    selection.accountId === null
      ? null
      : selection.owner === null
        ? accountKey(selection.accountId)
        : ownerKey(selection.accountId, selection.owner);
  const accountKeys = accounts.map((account) => accountKey(account.id));

  return (
    <nav aria-label={t('app.regions.sidebar')} className={classNames(styles.sidebar)} data-pane="sidebar">
      <Tree
        aria-label={t('app.regions.sidebar')}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selectedKey === null ? [] : [selectedKey]}
        onSelectionChange={(keys) => choose(keys === 'all' ? undefined : [...keys][0])}
        expandedKeys={accountKeys.filter((key) => !folded.has(key))}
        onExpandedChange={(expanded) => setFolded(new Set(accountKeys.filter((key) => !expanded.has(key))))}
        className={classNames(styles.tree)}
        data-pane-start
      >
        {accounts.map((account, position) => (
          <AccountItem key={account.id} account={account} owners={owners[position]?.data ?? noOwners} />
        ))}
      </Tree>
      <Button look="plain" onPress={() => openDialog({ kind: 'add-account' })}>
        <Plus size={14} aria-hidden />
        {t('accounts.add')}
      </Button>
      <DraftsButton />
      <DeletionsButton />
    </nav>
  );
}
