import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import type { AccountId } from '../../shared/account.ts';
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

/** Has main look into an owner's versions as long as somebody watches; null until main said how it stands. */
export function useStorageState(accountId: AccountId, owner: string): StorageState | null {
  useEffect(() => {
    void lookOn(accountId, owner);
    return () => void ask('storage:stop', { accountId, owner });
  }, [accountId, owner]);
  const key = listingKey(accountId, owner);
  return useStorageStates(({ states }) => states.get(key)) ?? null;
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
export function storageRound(state: StorageState | null): string {
  if (state === null) return '';
  if (!state.isReading) return `ended ${state.revision}`;
  return `${Math.floor(Math.log1p(state.known) / Math.log(growth))}`;
}

/** What takes up the space of an owner, as far as it is known. */
export function useStorageSummary(accountId: AccountId, owner: string, state: StorageState | null) {
  return useQuery({
    queryKey: [accountId, 'storage', owner, storageRound(state)] as const,
    queryFn: () => ask('storage:summary', { accountId, owner }),
    enabled: state !== null,
    staleTime: 0,
    gcTime: 0,
    placeholderData: (before) => before,
  });
}
