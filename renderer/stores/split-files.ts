import { queryOptions, skipToken, type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { SplitManifest } from '../../shared/split-manifest.ts';
import type { ReadManifests } from '../../shared/split-plan.ts';
import { ask } from '../bridge.ts';

type ListedManifest = Pick<PackageFile, 'fileName' | 'size' | 'sha256'>;

/**
 * What a manifest tells of a split file. The same bytes tell the same, so each state is read once. Without a manifest
 * nothing is asked.
 */
export function splitQuery(
  accountId: AccountId,
  version: VersionCoordinates,
  manifest: ListedManifest | null,
) {
  const { owner, packageName, version: name } = version;
  const { fileName, sha256 } = manifest ?? { fileName: null, sha256: null };
  return queryOptions({
    queryKey: [accountId, 'split', sha256, owner, packageName, name, fileName] as const,
    queryFn: manifest === null ? skipToken : () => readSplit(accountId, version, manifest),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function readSplit(
  accountId: AccountId,
  { owner, packageName, version }: VersionCoordinates,
  { fileName, size, sha256 }: ListedManifest,
): Promise<SplitManifest> {
  return ask('packages:read-split', {
    accountId,
    manifest: { owner, packageName, version, fileName },
    listed: { size, sha256 },
  });
}

/** What several manifests of a version tell, by their sha256; those that are not read yet are left out. */
export function useSplitManifests(
  accountId: AccountId,
  version: VersionCoordinates,
  manifests: readonly ListedManifest[],
): ReadManifests {
  const answers = useQueries({
    queries: manifests.map((manifest) => splitQuery(accountId, version, manifest)),
    combine: answersOf,
  });
  return useMemo(
    () =>
      new Map(
        manifests.flatMap(({ sha256 }, index) => {
          const answer = answers[index];
          return answer === undefined ? [] : [[sha256, answer] as const];
        }),
      ),
    [manifests, answers],
  );
}

/** Null where one cannot be read. */
function answersOf(
  results: readonly UseQueryResult<SplitManifest>[],
): readonly (SplitManifest | null | undefined)[] {
  return results.map(({ data, isError }) => (isError ? null : data));
}
