import type { AccountId } from '../../../shared/account.ts';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import { isSettled, type Transfer } from '../../../shared/transfer.ts';

/** The versions, by account, of which these transfers changed something: what was published, also in vain. */
export function changedVersions(
  transfers: readonly Transfer[],
): ReadonlyMap<AccountId, readonly VersionCoordinates[]> {
  const changed = transfers.filter(({ direction, state }) => direction !== 'download' && isSettled(state));
  const versions = new Map<AccountId, VersionCoordinates[]>();
  for (const [accountId, ofAccount] of Map.groupBy(changed, (transfer) => transfer.accountId)) {
    const unique = new Map(
      ofAccount.map(({ coordinates: { owner, packageName, version } }) => [
        JSON.stringify([owner, packageName, version]),
        { owner, packageName, version },
      ]),
    );
    versions.set(accountId, [...unique.values()]);
  }
  return versions;
}
