import { useDeferredValue, useEffect, useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import { ask } from '../bridge.ts';
import { listingKey, openListing, useListings } from './listings.ts';

/** An owner's packages as far as they are known. */
export interface Listing {
  readonly packages: readonly ListedPackage[];
  /** Versions that came so far, and how many the server says there are. */
  readonly loaded: number;
  readonly total: number;
  /** Whether nothing came yet and something is still expected. */
  readonly isEmptyYet: boolean;
  /** Whether `packages` once were all that the server had. */
  readonly isComplete: boolean;
  /** When they last were, in milliseconds since 1970. */
  readonly completeAt: number | null;
  /** Whether the server is being asked. */
  readonly isReading: boolean;
  /** Why the last reading ended early; the packages are then those of the one before. */
  readonly failure: Failure | null;
  readonly tryAgain: () => void;
  readonly stop: () => void;
}

const noPackages: readonly ListedPackage[] = [];

/** Lists an owner: what was kept from before at once, then what the server has, as it comes. */
export function useListing(accountId: AccountId, owner: string, isEnabled = true): Listing {
  useEffect(() => {
    if (isEnabled) void openListing(accountId, owner);
  }, [accountId, owner, isEnabled]);
  const key = listingKey(accountId, owner);
  const mirrored = useListings(({ listings }) => listings.get(key));
  // While versions come quickly, drawing may skip some.
  const packages = useDeferredValue(mirrored?.packages ?? noPackages);
  return useMemo(() => {
    const state = mirrored?.state ?? null;
    const failure = mirrored?.failure ?? state?.failure ?? null;
    const completeAt = state?.completeAt ?? null;
    return {
      packages,
      loaded: state?.loaded ?? 0,
      total: state?.total ?? 0,
      isEmptyYet: packages.length === 0 && completeAt === null && failure === null,
      isComplete: completeAt !== null && mirrored?.isInStep === true,
      completeAt,
      isReading: state?.isReading ?? false,
      failure,
      tryAgain: () => void ask('listings:refresh', { accountId, owner, what: 'head' }),
      stop: () => void ask('listings:cancel', { accountId, owner }),
    };
  }, [mirrored, packages, accountId, owner]);
}
