import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useAccounts } from './stores/accounts.ts';
import { ownersQuery } from './stores/owners.ts';
import { useSelection } from './stores/selection.ts';

/**
 * Chooses something to look at when nothing is chosen: the first account and its first owner. Also after the
 * chosen account was removed.
 */
export function useFirstSelection(): void {
  const accounts = useAccounts();
  const accountId = useSelection((state) => state.accountId);
  const selectAccount = useSelection((state) => state.selectAccount);
  const selectOwner = useSelection((state) => state.selectOwner);
  const chosen = accounts.find((account) => account.id === accountId);
  const first = accounts.find((account) => account.state.kind === 'ready') ?? accounts[0];
  const toChooseFrom = chosen === undefined ? first : undefined;
  const { data: owners, isError } = useQuery({
    ...ownersQuery(toChooseFrom?.id ?? ''),
    enabled: toChooseFrom !== undefined,
  });
  useEffect(() => {
    if (toChooseFrom === undefined) {
      if (accountId !== null && accounts.length === 0) selectAccount(null);
      return;
    }
    const firstOwner = owners?.[0];
    if (firstOwner !== undefined) selectOwner(toChooseFrom.id, firstOwner.name);
    else if (owners !== undefined || isError) selectAccount(toChooseFrom.id);
  }, [toChooseFrom, owners, isError, accountId, accounts.length, selectAccount, selectOwner]);
}
