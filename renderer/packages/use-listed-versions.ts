import type { AccountId } from '../../shared/account.ts';
import type { PackageCoordinates } from '../../shared/coordinates.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { packageKey } from '../../shared/package-listing.ts';
import { useListing } from '../stores/use-listing.ts';

/** The versions of one generic package as listed, and whether these are all. */
export function useListedVersions(
  accountId: AccountId,
  { owner, packageName }: PackageCoordinates,
): { readonly versions: readonly PackageVersion[]; readonly isComplete: boolean } {
  const listing = useListing(accountId, owner);
  const key = packageKey('generic', packageName);
  return {
    versions: listing.packages.find((listed) => listed.key === key)?.versions ?? [],
    isComplete: listing.isComplete,
  };
}
