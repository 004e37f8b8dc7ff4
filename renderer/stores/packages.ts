import { queryOptions } from '@tanstack/react-query';
import type { AccountId } from '../../shared/account.ts';
import type { PackageCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { ask } from '../bridge.ts';
import { queryClient } from './query-client.ts';

/** The files of one version. */
export function filesQuery(accountId: AccountId, version: VersionCoordinates) {
  return queryOptions({
    queryKey: [
      accountId,
      'files',
      nameKey(version.owner),
      nameKey(version.packageName),
      version.version,
    ] as const,
    queryFn: () =>
      ask('packages:list-files', {
        accountId,
        version: { owner: version.owner, packageName: version.packageName, version: version.version },
      }),
  });
}

/** The version that the server calls the latest of a package; `newest` is the server's id of the one published last. */
export function latestQuery(
  accountId: AccountId,
  { owner, packageName }: PackageCoordinates,
  newest: number,
) {
  return queryOptions({
    queryKey: [accountId, 'latest', nameKey(owner), nameKey(packageName), newest] as const,
    queryFn: () => ask('packages:latest', { accountId, package: { owner, packageName } }),
  });
}

/** Something of this owner changed: lists the files on screen again, keeping the old list until then. */
export async function refreshFiles(accountId: AccountId, owner: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: [accountId, 'files', nameKey(owner)] });
}
