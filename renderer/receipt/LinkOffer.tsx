import { Link2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { nameKey } from '../../shared/names.ts';
import type { Receipt } from '../../shared/receipt.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { changeLink } from '../packages/link-actions.ts';
import { useAccount } from '../stores/accounts.ts';
import { useListing } from '../stores/use-listing.ts';
import { t } from '../text/text.ts';

/** Links the package to a repository; tells to which where it is linked. Nothing before the package is listed. */
export function LinkOffer({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const { accountId, version } = receipt;
  const isOnServer = useAccount(accountId)?.kind === 'server';
  const { packages } = useListing(accountId, version.owner, isOnServer);
  const listed = packages.find(
    ({ type, packageName }) => type === 'generic' && nameKey(packageName) === nameKey(version.packageName),
  );
  if (!isOnServer || listed === undefined) return null;
  if (listed.repository !== null) {
    return <p>{t('detail.linked', { repository: visibleText(listed.repository) })}</p>;
  }
  return (
    <Button look="plain" onPress={() => changeLink(accountId, listed)}>
      <Link2 size={14} aria-hidden />
      {t('links.link')}
    </Button>
  );
}
