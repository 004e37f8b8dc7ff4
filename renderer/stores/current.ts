import type { AccountId } from '../../shared/account.ts';
import type { PackageVersion } from '../../shared/package.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import { listedPackages } from './listings.ts';
import { useSelection } from './selection.ts';

/** The package that commands are about: the one in the detail pane. Null when there is none. */
export function currentPackage(): { readonly accountId: AccountId; readonly listed: ListedPackage } | null {
  const { accountId, owner, packageKey } = useSelection.getState();
  if (accountId === null || owner === null || packageKey === null) return null;
  const listed = listedPackages(accountId, owner).find((each) => each.key === packageKey);
  return listed === undefined ? null : { accountId, listed };
}

/** The version that commands are about: the one opened last, else the newest. */
export function currentVersion(): { readonly accountId: AccountId; readonly version: PackageVersion } | null {
  const current = currentPackage();
  if (current === null) return null;
  const { version: name } = useSelection.getState();
  const version = current.listed.versions.find((each) => each.version === name) ?? current.listed.newest;
  return { accountId: current.accountId, version };
}
