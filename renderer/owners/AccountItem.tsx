import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, TreeItem, TreeItemContent } from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Owner } from '../../shared/owner.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { accountEntries } from '../accounts/account-entries.ts';
import { classNames } from '../common/class-names.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Name } from '../common/Name.tsx';
import { contextMenu } from '../stores/context-menu.ts';
import { t } from '../text/text.ts';
import { OwnerItem } from './OwnerItem.tsx';
import styles from './Sidebar.module.css';
import { accountKey } from './tree-keys.ts';

type Props = { readonly account: Account; readonly owners: readonly Owner[] };

/** One account with its state, and its owners below it. */
export function AccountItem({ account, owners }: Props): ReactNode {
  const label = visibleText(account.label);
  const state = stateText(account);
  const menuLabel = t('accounts.menu', { account: label });
  return (
    <TreeItem
      id={accountKey(account.id)}
      textValue={`${label}, ${state}`}
      className={classNames(styles.item, styles.account)}
      onContextMenu={contextMenu(menuLabel, () => accountEntries(account))}
    >
      <TreeItemContent>
        <Button slot="chevron" className={classNames(styles.chevron)}>
          <ChevronRight size={12} aria-hidden />
        </Button>
        <span className={classNames(styles.dot, styles[account.state.kind])} title={state} />
        <span className={classNames(styles.label)}>
          <Name>{account.label}</Name>
        </span>
        {account.state.kind !== 'ready' && account.state.kind !== 'unchecked' && (
          <span className={classNames(styles.state)}>{state}</span>
        )}
        <span className={classNames(styles.actions)}>
          <MenuButton label={menuLabel} entries={accountEntries(account)} />
        </span>
      </TreeItemContent>
      {owners.map((owner) => (
        <OwnerItem key={owner.name} account={account} owner={owner} />
      ))}
    </TreeItem>
  );
}

function stateText(account: Account): string {
  switch (account.state.kind) {
    case 'unchecked':
      return t('accounts.state.unchecked');
    case 'ready':
      return t('accounts.state.ready');
    case 'needs-credential':
      return t('accounts.state.needsCredential');
    case 'offline':
      return t('accounts.state.offline');
    default:
      return assertNever(account.state);
  }
}
