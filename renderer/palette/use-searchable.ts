import { useQueries } from '@tanstack/react-query';
import { useAccounts } from '../stores/accounts.ts';
import { listedPackages } from '../stores/listings.ts';
import { ownersQuery } from '../stores/owners.ts';
import type { Searchable } from './find-places.ts';

/** All owners, with their packages as far as they were listed already. Nothing is fetched for a search. */
export function useSearchable(): readonly Searchable[] {
  const accounts = useAccounts();
  return useQueries({
    queries: accounts.map((account) => ({ ...ownersQuery(account.id), enabled: false })),
    combine: (results) =>
      results.flatMap(({ data }, position) => {
        const accountId = accounts[position]?.id ?? '';
        return (data ?? []).map(({ name: owner }) => ({
          accountId,
          owner,
          packages: listedPackages(accountId, owner),
        }));
      }),
  });
}
