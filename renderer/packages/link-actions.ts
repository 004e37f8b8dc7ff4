import { Link2, Link2Off } from 'lucide-react';
import type { AccountId } from '../../shared/account.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';

/** Asks which repository a package is to be linked to, or whether its link may go. */
export function changeLink(accountId: AccountId, listed: ListedPackage): void {
  const { owner, packageName, repository, newest } = listed;
  const coordinates = { owner, packageName };
  openDialog(
    repository === null
      ? { kind: 'link-package', accountId, coordinates, newest }
      : { kind: 'unlink-package', accountId, coordinates, repository },
  );
}

/** The entry of a package's menu that links or unlinks it. */
export function linkEntry(accountId: AccountId, listed: ListedPackage): MenuEntry {
  const isLinked = listed.repository !== null;
  return {
    kind: 'action',
    id: 'link',
    label: isLinked ? t('links.unlink') : t('links.link'),
    icon: isLinked ? Link2Off : Link2,
    onAction: () => changeLink(accountId, listed),
  };
}
