import { queryOptions } from '@tanstack/react-query';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import { ask } from '../bridge.ts';

/** What a manifest tells of a split file. The same bytes tell the same, so each state is read once. */
export function splitQuery(
  accountId: AccountId,
  version: VersionCoordinates,
  manifest: Pick<PackageFile, 'fileName' | 'size' | 'sha256'>,
) {
  const { fileName, size, sha256 } = manifest;
  const { owner, packageName, version: name } = version;
  return queryOptions({
    queryKey: [accountId, 'split', sha256, owner, packageName, name, fileName] as const,
    queryFn: () =>
      ask('packages:read-split', {
        accountId,
        manifest: { owner, packageName, version: name, fileName },
        listed: { size, sha256 },
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
