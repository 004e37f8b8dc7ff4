import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { Failure } from '../../shared/failure.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { groupPackages, type ListedPackage } from '../../shared/package-listing.ts';
import { failureOf } from '../bridge.ts';
import { versionsQuery } from './packages.ts';

/** An owner's packages as far as the pages came. */
export interface Listing {
  readonly packages: readonly ListedPackage[];
  /** Versions that came so far, and how many the server says there are. */
  readonly loaded: number;
  readonly total: number;
  /** Whether nothing came yet and something is still expected. */
  readonly isEmptyYet: boolean;
  readonly isComplete: boolean;
  readonly isFetching: boolean;
  /** Why the last attempt failed; the packages are then those of the one before. */
  readonly failure: Failure | null;
  readonly tryAgain: () => void;
}

const noVersions: readonly PackageVersion[] = [];

/**
 * Lists an owner: the first page at once, the others one after the other behind it. While the list is fetched
 * anew the old one stays.
 */
export function useListing(accountId: AccountId, owner: string, isEnabled = true): Listing {
  const query = useInfiniteQuery({ ...versionsQuery(accountId, owner), enabled: isEnabled });
  const { hasNextPage, isFetching, isError, fetchNextPage, refetch } = query;
  useEffect(() => {
    if (isEnabled && hasNextPage && !isFetching && !isError) void fetchNextPage({ cancelRefetch: false });
  }, [isEnabled, hasNextPage, isFetching, isError, fetchNextPage]);

  // While pages come quickly, drawing may skip some.
  const pages = useDeferredValue(query.data?.pages);
  const versions = useMemo(() => pages?.flatMap((page) => page.versions) ?? noVersions, [pages]);
  const packages = useMemo(() => groupPackages(versions), [versions]);
  const failure = useMemo(() => (query.error === null ? null : failureOf(query.error)), [query.error]);
  return {
    packages,
    loaded: versions.length,
    total: pages?.at(-1)?.total ?? 0,
    isEmptyYet: pages === undefined && failure === null,
    isComplete: pages !== undefined && !hasNextPage && failure === null,
    isFetching,
    failure,
    tryAgain: () => void (query.isFetchNextPageError ? fetchNextPage() : refetch()),
  };
}
