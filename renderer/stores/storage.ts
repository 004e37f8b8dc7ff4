import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { AccountId } from '../../shared/account.ts';
import type { PackageCoordinates } from '../../shared/coordinates.ts';
import { packageKey } from '../../shared/package-listing.ts';
import type { StorageState } from '../../shared/storage.ts';
import { ask, failureOf } from '../bridge.ts';
import { listingKey } from './listings.ts';
import { tell } from './notices.ts';

interface StorageStates {
  readonly states: ReadonlyMap<string, StorageState>;
}

const useStorageStates = create<StorageStates>()(() => ({ states: new Map() }));

/** Takes in how far the files of an owner are known. */
export function takeStorageState(state: StorageState): void {
  const key = listingKey(state.accountId, state.owner);
  useStorageStates.setState(({ states }) => ({ states: new Map(states).set(key, state) }));
}

/** How many parts of the window watch an owner. */
const watchers = new Map<string, number>();

/**
 * Has main look into an owner's versions as long as somebody watches; null until main said how it stands, and where
 * `isWanted` is false.
 */
export function useStorageState(accountId: AccountId, owner: string, isWanted = true): StorageState | null {
  const key = listingKey(accountId, owner);
  useEffect(() => {
    if (!isWanted) return undefined;
    watchers.set(key, (watchers.get(key) ?? 0) + 1);
    void lookOn(accountId, owner);
    return () => {
      const others = (watchers.get(key) ?? 1) - 1;
      watchers.set(key, others);
      if (others === 0) stopLooking(accountId, owner);
    };
  }, [accountId, owner, key, isWanted]);
  const state = useStorageStates(({ states }) => states.get(key)) ?? null;
  return isWanted ? state : null;
}

/** Goes on, or tries again, where reading stopped. */
export async function lookOn(accountId: AccountId, owner: string): Promise<void> {
  try {
    takeStorageState(await ask('storage:open', { accountId, owner }));
  } catch (error) {
    tell(failureOf(error));
  }
}

/** Looks into all versions anew. */
export async function lookAgain(accountId: AccountId, owner: string): Promise<void> {
  try {
    takeStorageState(await ask('storage:read-again', { accountId, owner }));
  } catch (error) {
    tell(failureOf(error));
  }
}

export function stopLooking(accountId: AccountId, owner: string): void {
  void ask('storage:stop', { accountId, owner });
}

/** By how much more is to be known before it is summed up again while more comes: soon at first, then now and then. */
const growth = 1.2;

/** Tells one state of what is known from another, as far as summing it up again is worth it. */
function storageRound(state: StorageState | null): string {
  if (state === null) return '';
  if (!state.isReading) return `ended ${state.revision}`;
  return `${Math.floor(Math.log1p(state.known) / Math.log(growth))}`;
}

/** An owner whose storage is looked into, and how far that is; null while nobody wants to know. */
interface LookedInto {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly state: StorageState | null;
}

/** Asks main for some of what is known, and again as more comes; the answer before stands until then. */
export function useKnown<Value>(
  { accountId, owner, state }: LookedInto,
  what: readonly [string, ...(string | null)[]],
  read: () => Promise<Value>,
  isWanted = true,
) {
  return useQuery({
    queryKey: [accountId, 'storage', owner, what, storageRound(state)] as const,
    queryFn: read,
    enabled: state !== null && isWanted,
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
}

/** What takes up the space of an owner, as far as it is known. */
export function useStorageSummary(accountId: AccountId, owner: string, state: StorageState | null) {
  return useKnown({ accountId, owner, state }, ['summary'], () =>
    ask('storage:summary', { accountId, owner }),
  );
}

/** What the packages of an owner take up, by key, as far as it is known; nothing where nobody wants to know. */
export function usePackageSizes(accountId: AccountId, owner: string, isWanted: boolean) {
  const state = useStorageState(accountId, owner, isWanted);
  const { data } = useKnown({ accountId, owner, state }, ['packages'], () =>
    ask('storage:packages', { accountId, owner }),
  );
  const sizes = useMemo(
    () => new Map(data?.map((each) => [packageKey('generic', each.packageName), each.bytes])),
    [data],
  );
  return { state, sizes };
}

/** What versions take up, of one package or of all of an owner, most bytes first. */
export function useVersionSpaces(
  accountId: AccountId,
  owner: string,
  packageName: string | null,
  state: StorageState | null,
) {
  return useKnown(
    { accountId, owner, state },
    ['versions', packageName],
    () => ask('storage:versions', { accountId, owner, packageName }),
    packageName !== null,
  );
}

/** What the versions of a package take up, as far as it is known; nothing where nobody wants to know. */
export function useVersionSizes(
  accountId: AccountId,
  { owner, packageName }: PackageCoordinates,
  isWanted: boolean,
) {
  const state = useStorageState(accountId, owner, isWanted);
  const { data } = useVersionSpaces(accountId, owner, packageName, state);
  const sizes = useMemo(
    () =>
      new Map(
        data?.flatMap(({ version, files, bytes }) =>
          version === null || files === 0 ? [] : [[version, bytes] as const],
        ),
      ),
    [data],
  );
  return { state, sizes };
}
