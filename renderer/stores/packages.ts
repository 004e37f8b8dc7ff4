import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { ask } from '../bridge.ts';
import { queryClient } from './query-client.ts';

/** An owner's versions, page by page, newest first. */
export function versionsQuery(accountId: AccountId, owner: string) {
  return infiniteQueryOptions({
    queryKey: [accountId, 'versions', nameKey(owner)] as const,
    queryFn: ({ pageParam }) => ask('packages:list-versions', { accountId, owner, page: pageParam }),
    initialPageParam: 1,
    getNextPageParam: (page) => page.nextPage,
  });
}

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

/** Something of this owner changed: lists what is on screen again, keeping the old list until then. */
export async function refreshOwner(accountId: AccountId, owner: string): Promise<void> {
  const key = nameKey(owner);
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: [accountId, 'versions', key] }),
    queryClient.invalidateQueries({ queryKey: [accountId, 'files', key] }),
  ]);
}

/** Takes versions off the cached pages at once; listing an owner again can take many pages. */
export function forgetVersions(accountId: AccountId, owner: string, versionIds: ReadonlySet<number>): void {
  queryClient.setQueryData(versionsQuery(accountId, owner).queryKey, (data) =>
    data === undefined
      ? data
      : {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            total: Math.max(0, page.total - versionIds.size),
            versions: page.versions.filter((version) => !versionIds.has(version.id)),
          })),
        },
  );
}
