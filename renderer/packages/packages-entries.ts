import { ClipboardCopy, Trash2 } from 'lucide-react';
import type { Account, AccountId } from '../../shared/account.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { packageTarget } from '../deletion/deletion-targets.ts';
import { openDialog } from '../stores/dialogs.ts';
import { say } from '../stores/notices.ts';
import { t } from '../text/text.ts';
import { copyText } from './package-actions.ts';

/** What can be done with several packages of one owner. */
export function packagesEntries(account: Account, packages: readonly ListedPackage[]): readonly MenuEntry[] {
  const generic = packages.filter(({ type }) => type === 'generic');
  return [
    {
      kind: 'action',
      id: 'copy-names',
      label: t('packages.copyNames'),
      icon: ClipboardCopy,
      onAction: () => copyText(packages.map(({ packageName }) => packageName).join('\n')),
    },
    { kind: 'separator', id: 'danger' },
    {
      kind: 'action',
      id: 'delete-packages',
      label: t('deletion.many.packages', { count: generic.length }),
      icon: Trash2,
      isDestructive: true,
      isDisabled: generic.length === 0,
      onAction: () => deletePackages(account.id, packages),
    },
  ];
}

/** Asks before packages of one owner are deleted; those of other types are left out. */
export function deletePackages(accountId: AccountId, packages: readonly ListedPackage[]): void {
  const generic = packages.filter(({ type }) => type === 'generic');
  const [first] = generic;
  if (first === undefined) return say(t('commands.genericOnly'));
  const { owner, packageName } = first;
  if (generic.length === 1)
    return openDialog({ kind: 'delete-package', accountId, coordinates: { owner, packageName } });
  openDialog({
    kind: 'delete-selection',
    accountId,
    owner,
    targets: generic.map((each) => packageTarget(each.packageName, each.versions)),
  });
}
