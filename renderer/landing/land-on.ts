import type { AccountId } from '../../shared/account.ts';
import { nameKey } from '../../shared/names.ts';
import { packageKey } from '../../shared/package-listing.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { listingKey, packagesInStep, useListings } from '../stores/listings.ts';
import { say } from '../stores/notices.ts';
import { refreshOwners } from '../stores/owners.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import type { RegistryPlace } from './registry-address.ts';

/** Shows what an address is about. What is not there is said; the next best place is shown. */
export async function landOn(accountId: AccountId, place: RegistryPlace): Promise<void> {
  const { owner, type, packageName } = place;
  useSelection.getState().selectOwner(accountId, owner);
  const { packageKey: packageBefore } = useSelection.getState();
  const packages = await packagesInStep(accountId, owner);
  // An owner that was never looked at before is among the recent ones now.
  void refreshOwners(accountId);
  if (type === null || packageName === null) return;
  const now = useSelection.getState();
  // Whoever went elsewhere meanwhile is left there.
  if (now.accountId !== accountId || now.owner !== owner || now.packageKey !== packageBefore) return;
  const key = packageKey(type, packageName);
  const listed = packages.find((each) => each.key === key);
  if (listed === undefined) return landOnUnlisted(accountId, place, packageName);
  const { reveal, selectPackage } = useSelection.getState();
  selectPackage(listed.type, listed.packageName);
  const version = listed.versions.find((each) => nameKey(each.version) === nameKey(place.version ?? ''));
  if (version !== undefined && type === 'generic') return reveal(accountId, version, place.file);
  if (version === undefined && place.version !== null) {
    say(t('landing.noVersion', { version: visibleText(place.version), name: visibleText(packageName) }));
  }
}

/** The list may be too long to wait for. */
function landOnUnlisted(
  accountId: AccountId,
  { owner, type, version, file }: RegistryPlace,
  packageName: string,
): void {
  const isReading =
    useListings.getState().listings.get(listingKey(accountId, owner))?.state?.isReading === true;
  if (!isReading)
    return say(t('landing.noPackage', { name: visibleText(packageName), owner: visibleText(owner) }));
  const { reveal, selectPackage } = useSelection.getState();
  if (type === 'generic' && version !== null) {
    reveal(accountId, { owner, packageName, version }, file);
  } else {
    selectPackage(type ?? 'generic', packageName);
  }
}
