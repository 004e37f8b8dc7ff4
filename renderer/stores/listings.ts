import { create } from 'zustand';
import type { AccountId } from '../../shared/account.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ListingState } from '../../shared/listing.ts';
import { nameKey } from '../../shared/names.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { groupPackages, type ListedPackage } from '../../shared/package-listing.ts';
import { ask, failureOf } from '../bridge.ts';

/** An owner's listing as far as the window has it. */
export interface MirroredListing {
  /** How main's copy stands; null until main said so. */
  readonly state: ListingState | null;
  readonly packages: readonly ListedPackage[];
  /** Whether all of main's copy is in `packages`. */
  readonly isInStep: boolean;
  /** Why main could not be asked. */
  readonly failure: Failure | null;
}

interface ListingsState {
  readonly listings: ReadonlyMap<string, MirroredListing>;
}

/** The listings of the owners that were looked at. */
export const useListings = create<ListingsState>()(() => ({ listings: new Map() }));

/** What is behind a mirrored listing. */
interface Copy {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly versions: Map<number, PackageVersion>;
  sequence: number;
  isPulling: boolean;
}

const copies = new Map<string, Copy>();

const emptyListing: MirroredListing = { state: null, packages: [], isInStep: false, failure: null };

export function listingKey(accountId: AccountId, owner: string): string {
  return `${accountId} ${nameKey(owner)}`;
}

/** The packages of an owner as far as they are here. Asks for nothing. */
export function listedPackages(accountId: AccountId, owner: string): readonly ListedPackage[] {
  return useListings.getState().listings.get(listingKey(accountId, owner))?.packages ?? [];
}

/** Has main keep and read an owner's listing, and follows it from then on. */
export async function openListing(accountId: AccountId, owner: string): Promise<void> {
  const key = listingKey(accountId, owner);
  copyOf(key, accountId, owner);
  try {
    takeListingState(await ask('listings:open', { accountId, owner }));
  } catch (error) {
    show(key, { failure: failureOf(error) });
  }
}

/** Milliseconds that somebody who pressed a button waits for a listing. */
const waitsAtMost = 2500;

/** The packages of an owner as the server has them now; what is here, where that takes long. */
export async function packagesInStep(accountId: AccountId, owner: string): Promise<readonly ListedPackage[]> {
  await openListing(accountId, owner);
  const key = listingKey(accountId, owner);
  const isInStep = () => {
    const listing = useListings.getState().listings.get(key);
    return listing?.isInStep === true && listing.state?.isReading !== true;
  };
  if (!isInStep()) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitsAtMost);
    const unsubscribe = useListings.subscribe(() => {
      if (isInStep()) resolve();
    });
    await promise;
    clearTimeout(timer);
    unsubscribe();
  }
  return listedPackages(accountId, owner);
}

/** Takes in how a listing stands, and asks for what changed in it. */
export function takeListingState(state: ListingState): void {
  const key = listingKey(state.accountId, state.owner);
  const copy = copyOf(key, state.accountId, state.owner);
  const isInStep = copy.sequence >= state.sequence;
  show(key, { state, failure: null, isInStep });
  if (!isInStep) void pull(key, copy);
}

/** Forgets the listings of accounts that are gone. */
export function keepListingsOf(accountIds: ReadonlySet<AccountId>): void {
  for (const [key, copy] of copies) if (!accountIds.has(copy.accountId)) copies.delete(key);
  const { listings } = useListings.getState();
  if ([...listings.keys()].every((key) => copies.has(key))) return;
  useListings.setState({ listings: new Map([...listings].filter(([key]) => copies.has(key))) });
}

/** Whose listings of an account were opened. */
export function openedOwners(accountId: AccountId): readonly string[] {
  return [...copies.values()].filter((copy) => copy.accountId === accountId).map(({ owner }) => owner);
}

/** Has all listings that were opened read anew. */
export function refreshListings(): void {
  for (const { accountId, owner } of copies.values()) {
    void ask('listings:refresh', { accountId, owner, what: 'all' });
  }
}

function copyOf(key: string, accountId: AccountId, owner: string): Copy {
  const known = copies.get(key);
  if (known !== undefined) return known;
  const copy = { accountId, owner, versions: new Map(), sequence: 0, isPulling: false };
  copies.set(key, copy);
  return copy;
}

/** Grouping a long list takes its time; it must not take all of it while the list grows. */
const groupingShare = 4;

async function pull(key: string, copy: Copy): Promise<void> {
  if (copy.isPulling) return;
  copy.isPulling = true;
  try {
    for (let groupAgainAt = 0, isBehind = true; isBehind && copies.get(key) === copy; ) {
      const { accountId, owner } = copy;
      const changes = await ask('listings:changes', { accountId, owner, after: copy.sequence });
      for (const version of changes.versions) copy.versions.set(version.id, version);
      for (const id of changes.removedIds) copy.versions.delete(id);
      copy.sequence = changes.sequence;
      const newest = useListings.getState().listings.get(key)?.state?.sequence ?? 0;
      isBehind = changes.hasMore || copy.sequence < newest;
      const startedAt = performance.now();
      if (isBehind && startedAt < groupAgainAt) continue;
      show(key, { packages: groupPackages(copy.versions.values()), isInStep: !isBehind });
      const endedAt = performance.now();
      groupAgainAt = endedAt + (endedAt - startedAt) * groupingShare;
    }
  } catch (error) {
    show(key, { failure: failureOf(error) });
  } finally {
    copy.isPulling = false;
  }
}

function show(key: string, change: Partial<MirroredListing>): void {
  if (!copies.has(key)) return;
  useListings.setState(({ listings }) => ({
    listings: new Map(listings).set(key, { ...(listings.get(key) ?? emptyListing), ...change }),
  }));
}
