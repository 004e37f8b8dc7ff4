import { Brush, ClipboardCopy, ExternalLink, FileUp, Trash2 } from 'lucide-react';
import type { Account } from '../../shared/account.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { copyEntry } from '../copying/copy-entry.ts';
import { openDialog } from '../stores/dialogs.ts';
import { chooseAndPublish } from '../stores/publish.ts';
import { t } from '../text/text.ts';
import { linkEntry } from './link-actions.ts';
import { copyText, openPackageOnWeb } from './package-actions.ts';

/** What can be done with a whole package. */
export function packageEntries(account: Account, listed: ListedPackage): readonly MenuEntry[] {
  const accountId = account.id;
  const { owner, packageName } = listed;
  const genericEntries: readonly MenuEntry[] = [
    copyEntry({ kind: 'package', accountId, package: { owner, packageName } }),
    linkEntry(accountId, listed),
    { kind: 'separator', id: 'danger' },
    {
      kind: 'action',
      id: 'clean-up',
      label: t('cleanUp.entry'),
      icon: Brush,
      onAction: () => openDialog({ kind: 'clean-up', accountId, owner, packageName }),
    },
    {
      kind: 'action',
      id: 'delete-package',
      label: t('detail.deletePackage'),
      icon: Trash2,
      isDestructive: true,
      onAction: () => openDialog({ kind: 'delete-package', accountId, coordinates: { owner, packageName } }),
    },
  ];
  const publishEntry: MenuEntry = {
    kind: 'action',
    id: 'publish-here',
    label: t('owners.publishHere'),
    icon: FileUp,
    onAction: () => void chooseAndPublish('files', { packageName, version: null }),
  };
  return [
    ...(listed.type === 'generic' ? [publishEntry] : []),
    {
      kind: 'action',
      id: 'open-on-web',
      label: t('detail.openOnWeb'),
      icon: ExternalLink,
      isDisabled: account.kind === 'built-in',
      onAction: () => openPackageOnWeb(accountId, listed.newest),
    },
    {
      kind: 'action',
      id: 'copy-name',
      label: t('packages.copyName'),
      icon: ClipboardCopy,
      onAction: () => copyText(packageName),
    },
    ...(listed.type === 'generic' ? genericEntries : []),
  ];
}
