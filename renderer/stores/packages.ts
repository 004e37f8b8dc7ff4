import { queryOptions } from '@tanstack/react-query';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
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

/** Something of this owner changed: lists the files on screen again, keeping the old list until then. */
export async function refreshFiles(accountId: AccountId, owner: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: [accountId, 'files', nameKey(owner)] });
}
