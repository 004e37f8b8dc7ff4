import { type ReactNode, useDeferredValue, useMemo } from 'react';
import type { Account } from '../../shared/account.ts';
import { filterPackages, sortPackages, typesOf } from '../../shared/package-listing.ts';
import { classNames } from '../common/class-names.ts';
import { EmptyState } from '../common/EmptyState.tsx';
import { useAccount } from '../stores/accounts.ts';
import { useSelection } from '../stores/selection.ts';
import { usePackageSizes } from '../stores/storage.ts';
import { useListing } from '../stores/use-listing.ts';
import { t } from '../text/text.ts';
import { AccountPane } from './AccountPane.tsx';
import { ListHeader } from './ListHeader.tsx';
import styles from './ListPane.module.css';
import { ListStates } from './ListStates.tsx';
import { PackageFilter } from './PackageFilter.tsx';
import { PackageList } from './PackageList.tsx';
import { SizesProgress } from './SizesProgress.tsx';

/** The middle pane: the packages of the chosen owner, or what is to be done before there are any. */
export function ListPane(): ReactNode {
  const account = useAccount(useSelection((state) => state.accountId));
  const owner = useSelection((state) => state.owner);
  return (
    <section aria-label={t('app.regions.list')} className={classNames(styles.pane)} data-pane="list">
      {account === null && (
        <EmptyState title={t('packages.chooseOwner')} text={t('packages.chooseOwnerText')} />
      )}
      {account !== null && owner === null && <AccountPane account={account} />}
      {account !== null && owner !== null && (
        <OwnerPackages key={`${account.id} ${owner}`} account={account} owner={owner} />
      )}
    </section>
  );
}

type OwnerProps = { readonly account: Account; readonly owner: string };

function OwnerPackages({ account, owner }: OwnerProps): ReactNode {
  const listing = useListing(account.id, owner);
  const sort = useSelection((state) => state.sort);
  const filter = useDeferredValue(useSelection((state) => state.filter));
  const { packages } = listing;
  const { state, sizes } = usePackageSizes(account.id, owner, sort === 'size');
  const types = useMemo(() => typesOf(packages), [packages]);
  const chosenType = useSelection((state) => state.type);
  const type = types.find((each) => each === chosenType) ?? null;
  const shown = useMemo(() => {
    const ofType = type === null ? packages : packages.filter((listed) => listed.type === type);
    return sortPackages(filterPackages(ofType, filter), sort, sizes);
  }, [packages, type, filter, sort, sizes]);
  return (
    <>
      <ListHeader owner={owner} listing={listing} shown={shown.length} />
      <PackageFilter types={types} type={type} />
      <ListStates accountId={account.id} owner={owner} listing={listing} shown={shown.length} />
      {state !== null && <SizesProgress state={state} />}
      {shown.length > 0 && (
        <PackageList
          account={account}
          packages={shown}
          filter={filter}
          sizes={sort === 'size' ? sizes : null}
        />
      )}
    </>
  );
}
