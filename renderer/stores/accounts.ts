import { useQuery } from '@tanstack/react-query';
import type { Account, AccountId } from '../../shared/account.ts';
import { ask } from '../bridge.ts';

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
