import { ExternalLink, KeyRound, Pencil, RefreshCw, Trash2, UserPlus } from 'lucide-react';
import type { Account } from '../../shared/account.ts';
import { bridge } from '../bridge.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { openDialog } from '../stores/dialogs.ts';
import { attempt } from '../stores/notices.ts';
import { refreshOwners } from '../stores/owners.ts';
import { t } from '../text/text.ts';

/** Asks the server again how an account stands, and for its owners. */
export async function recheckAccount(account: Account): Promise<void> {
  await attempt(bridge.request('accounts:recheck', { accountId: account.id }));
  await refreshOwners(account.id);
}

/** What can be done with an account. */
export function accountEntries(account: Account): readonly MenuEntry[] {
  const { id: accountId } = account;
  const isBuiltIn = account.kind === 'built-in';
  const signIn: readonly MenuEntry[] = [
    {
      kind: 'action',
      id: 'sign-in-again',
      label: t('accounts.signInAgain'),
      icon: KeyRound,
      onAction: () => openDialog({ kind: 'sign-in-again', accountId }),
    },
    {
      kind: 'action',
      id: 'open-tokens',
      label: t('accounts.openTokens'),
      icon: ExternalLink,
      onAction: () =>
        void attempt(
          bridge.request('packages:open-on-web', { accountId, target: { kind: 'token-settings' } }),
        ),
    },
  ];
  const copyToken: readonly MenuEntry[] = [
    {
      kind: 'action',
      id: 'copy-token',
      label: t('accounts.copyToken'),
      icon: KeyRound,
      onAction: () =>
        void attempt(
          bridge.request('accounts:copy-built-in-token', { accountId }),
          t('accounts.tokenCopied'),
        ),
    },
  ];
  return [
    {
      kind: 'action',
      id: 'add-owner',
      label: t('accounts.addOwner'),
      icon: UserPlus,
      onAction: () => openDialog({ kind: 'add-owner', accountId }),
    },
    {
      kind: 'action',
      id: 'check-again',
      label: t('accounts.checkAgain'),
      icon: RefreshCw,
      onAction: () => void recheckAccount(account),
    },
    { kind: 'separator', id: 'credential' },
    ...(isBuiltIn ? copyToken : signIn),
    {
      kind: 'action',
      id: 'rename',
      label: t('accounts.rename'),
      icon: Pencil,
      onAction: () => openDialog({ kind: 'rename-account', accountId }),
    },
    { kind: 'separator', id: 'danger' },
    {
      kind: 'action',
      id: 'remove',
      label: t('accounts.remove'),
      icon: Trash2,
      isDestructive: true,
      onAction: () => openDialog({ kind: 'remove-account', accountId }),
    },
  ];
}
