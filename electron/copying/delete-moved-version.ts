import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import type { DeleteMovedVersion, MovedVersion } from '../transfers/copy/delete-moved.ts';
import { listedFile } from '../transfers/listed-files.ts';
import { isSamePlace } from './same-place.ts';

export interface DeleteMovedParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<RegistryClient>>;
  /**
   * Deletes a version whose files still are those with these ids, and nothing with `changed-on-server` when they are
   * not. One that is gone already is a success.
   */
  readonly deleteVersion: (
    accountId: AccountId,
    version: VersionCoordinates,
    seenFileIds: readonly number[],
  ) => Promise<Outcome<undefined>>;
}

/** Makes the deletion that ends a move. What is not listed with the very sha256 at the other place stops it. */
export function deletingMovedVersions(parts: DeleteMovedParts): DeleteMovedVersion {
  return async (moved, signal) => {
    const checked = await checkCopies(parts, moved, signal);
    if (!checked.ok) return checked;
    if (signal.aborted) return failed('cancelled');
    const ids = moved.files.map(({ id }) => id);
    return parts.deleteVersion(moved.accountId, moved.version, ids);
  };
}

async function checkCopies(
  { clientFor }: DeleteMovedParts,
  { accountId, version, files, to }: MovedVersion,
  signal: AbortSignal,
): Promise<Outcome<unknown>> {
  const from = await clientFor(accountId);
  if (!from.ok) return from;
  const client = await clientFor(to.accountId);
  if (!client.ok) return client;
  // What had to be sent was not there before, while it was at the place that it came from.
  const wasSent = files.some(({ isSent }) => isSent);
  const same = wasSent
    ? succeeded(false)
    : await isSamePlace({ client: from.value, version }, { client: client.value, version: to.version });
  if (!same.ok) return same;
  if (same.value) return failed('changed-on-server', { subject: version.version.slice(0, 300) });
  const listed = await client.value.listFiles(to.version, signal);
  if (!listed.ok) return listed;
  const lost = files.find(({ copiedAs, sha256 }) => listedFile(listed.value, copiedAs)?.sha256 !== sha256);
  return lost === undefined ? listed : failed('changed-on-server', { subject: lost.copiedAs.slice(0, 300) });
}
