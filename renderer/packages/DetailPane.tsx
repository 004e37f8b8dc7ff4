import { type ReactNode, useState } from 'react';
import type { Account } from '../../shared/account.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { EmptyState } from '../common/EmptyState.tsx';
import { useAccount } from '../stores/accounts.ts';
import { useSelection } from '../stores/selection.ts';
import { useListing } from '../stores/use-listing.ts';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';
import { PackageHeader } from './PackageHeader.tsx';
import { VersionList } from './VersionList.tsx';

/** The right pane: the chosen package with its versions. */
export function DetailPane(): ReactNode {
  const account = useAccount(useSelection((state) => state.accountId));
  const owner = useSelection((state) => state.owner);
  const packageKey = useSelection((state) => state.packageKey);
  return (
    <main aria-label={t('app.regions.detail')} className={classNames(styles.pane)} data-pane="detail">
      {account === null || owner === null || packageKey === null ? (
        <EmptyState title={t('detail.choose')} text={t('detail.chooseText')} />
      ) : (
        <PackageDetail key={`${account.id} ${owner} ${packageKey}`} account={account} owner={owner} />
      )}
    </main>
  );
}

type DetailProps = { readonly account: Account; readonly owner: string };

function PackageDetail({ account, owner }: DetailProps): ReactNode {
  const packageKey = useSelection((state) => state.packageKey);
  const packageName = useSelection((state) => state.packageName) ?? '';
  const listing = useListing(account.id, owner);
  const listed = listing.packages.find((each) => each.key === packageKey);
  const [wasListed, setWasListed] = useState(false);
  if (listed !== undefined && !wasListed) setWasListed(true);
  if (listed === undefined) {
    if (listing.isEmptyYet) return null;
    if (wasListed) {
      return (
        <EmptyState
          title={t('detail.gone', { name: visibleText(packageName) })}
          text={t('detail.goneText')}
        />
      );
    }
    return (
      <EmptyState
        title={t('detail.beingPublished', { name: visibleText(packageName) })}
        text={t('detail.beingPublishedText')}
      />
    );
  }
  return (
    <>
      <PackageHeader account={account} listed={listed} />
      {listed.type === 'generic' ? (
        <VersionList account={account} listed={listed} />
      ) : (
        <p className={classNames(styles.foreign)}>
          {t('detail.typeText', { type: visibleText(listed.type) })}
        </p>
      )}
    </>
  );
}
