import { Brush, ChartColumn, ExternalLink, FileUp, Pin, PinOff } from 'lucide-react';
import type { Account } from '../../shared/account.ts';
import type { Owner } from '../../shared/owner.ts';
import { bridge } from '../bridge.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { openDialog } from '../stores/dialogs.ts';
import { attempt } from '../stores/notices.ts';
import { refreshOwners } from '../stores/owners.ts';
import { chooseAndPublish } from '../stores/publish.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';

async function unpin(account: Account, owner: Owner): Promise<void> {
  await attempt(bridge.request('owners:unpin', { accountId: account.id, name: owner.name }));
  const selection = useSelection.getState();
  if (selection.accountId === account.id && selection.owner === owner.name)
    selection.selectAccount(account.id);
  await refreshOwners(account.id);
}

async function pin(account: Account, owner: Owner): Promise<void> {
  await attempt(bridge.request('owners:pin', { accountId: account.id, name: owner.name }));
  await refreshOwners(account.id);
}

/** What can be done with an owner. */
export function ownerEntries(account: Account, owner: Owner): readonly MenuEntry[] {
  const { id: accountId } = account;
  const pinEntries: readonly MenuEntry[] = [
    {
      kind: 'action',
      id: 'pin',
      label: t('owners.pin'),
      icon: Pin,
      onAction: () => void pin(account, owner),
    },
  ];
  const unpinEntries: readonly MenuEntry[] = [
    { kind: 'separator', id: 'pinned' },
    ...(owner.relation === 'recent' ? pinEntries : []),
    {
      kind: 'action',
      id: 'unpin',
      label: t('owners.unpin'),
      icon: PinOff,
      onAction: () => void unpin(account, owner),
    },
  ];
  return [
    {
      kind: 'action',
      id: 'publish-here',
      label: t('owners.publishHere'),
      icon: FileUp,
      onAction: () => {
        useSelection.getState().selectOwner(accountId, owner.name);
        void chooseAndPublish('files');
      },
    },
    {
      kind: 'action',
      id: 'storage',
      label: t('storage.entry'),
      icon: ChartColumn,
      onAction: () => {
        useSelection.getState().selectOwner(accountId, owner.name);
        openDialog({ kind: 'storage', accountId, owner: owner.name });
      },
    },
    {
      kind: 'action',
      id: 'clean-up',
      label: t('cleanUp.entry'),
      icon: Brush,
      onAction: () => {
        useSelection.getState().selectOwner(accountId, owner.name);
        openDialog({ kind: 'clean-up', accountId, owner: owner.name, packageName: null });
      },
    },
    {
      kind: 'action',
      id: 'open-on-web',
      label: t('owners.openOnWeb'),
      icon: ExternalLink,
      isDisabled: account.kind === 'built-in',
      onAction: () =>
        void attempt(
          bridge.request('packages:open-on-web', { accountId, target: { kind: 'owner', owner: owner.name } }),
        ),
    },
    ...(owner.relation === 'pinned' || owner.relation === 'recent' ? unpinEntries : []),
  ];
}
