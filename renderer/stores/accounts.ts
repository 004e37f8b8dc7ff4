import { useQuery } from '@tanstack/react-query';
import type { Account, AccountId } from '../../shared/account.ts';
import { ask } from '../bridge.ts';
import { keepListingsOf, openedOwners, openListing } from './listings.ts';
import { queryClient } from './query-client.ts';

export const accountsKey = ['accounts'] as const;

const noAccounts: readonly Account[] = [];

/** All accounts. Set before the window is drawn and by every `accounts:changed`. */
export function useAccounts(): readonly Account[] {
  const { data } = useQuery({
    queryKey: accountsKey,
    queryFn: () => ask('accounts:list', undefined),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? noAccounts;
}

/** One account; null where there is none of this id (any more). */
export function useAccount(id: AccountId | null): Account | null {
  return useAccounts().find((account) => account.id === id) ?? null;
}

/** The accounts, for what is not drawn. */
export function knownAccounts(): readonly Account[] {
  return queryClient.getQueryData<readonly Account[]>(accountsKey) ?? noAccounts;
}

/**
 * Takes in the whole list. What is known of an account that is gone is forgotten; what failed for one that works
 * again is asked once more.
 */
export function replaceAccounts(accounts: readonly Account[]): void {
  const before = knownAccounts();
  queryClient.setQueryData(accountsKey, accounts);
  keepListingsOf(new Set(accounts.map(({ id }) => id)));
  for (const { id, state } of before) {
    const now = accounts.find((account) => account.id === id);
    if (now === undefined) queryClient.removeQueries({ queryKey: [id] });
    else if (now.state.kind === 'ready' && state.kind !== 'ready') {
      void queryClient.invalidateQueries({ queryKey: [id] });
      for (const owner of openedOwners(id)) void openListing(id, owner);
    }
  }
}
