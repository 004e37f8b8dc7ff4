import type { AccountId } from '../../shared/account.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { DeletionService } from '../deletions/deletion-service.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import type { DeleteMovedVersion, MovedVersion } from '../transfers/copy/delete-moved.ts';
import { listedFile } from '../transfers/listed-files.ts';
import { isSamePlace } from './same-place.ts';

export interface DeleteMovedParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<RegistryClient>>;
  readonly deletions: Pick<DeletionService, 'delete'>;
}

/** Makes the deletion that ends a move. What is not listed with the very sha256 at the other place stops it. */
export function deletingMovedVersions(parts: DeleteMovedParts): DeleteMovedVersion {
  return async (moved, signal) => {
    const checked = await checkCopies(parts, moved, signal);
    if (!checked.ok) return checked;
    if (signal.aborted) return failed('cancelled');
    const { owner, packageName, version } = moved.version;
    const fileIds = moved.files.map(({ id }) => id);
    const target = { kind: 'version', packageName, version, id: null, fileIds } as const;
    const deleted = await parts.deletions.delete(moved.accountId, owner, target);
    return deleted.ok ? succeeded(undefined) : deleted;
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
