import { useQueries } from '@tanstack/react-query';
import { groupPackages } from '../../shared/package-listing.ts';
import { useAccounts } from '../stores/accounts.ts';
import { ownersQuery } from '../stores/owners.ts';
import { versionsQuery } from '../stores/packages.ts';
import { queryClient } from '../stores/query-client.ts';
import type { Searchable } from './find-places.ts';

/** All owners, with their packages as far as they were listed already. Nothing is fetched for a search. */
export function useSearchable(): readonly Searchable[] {
  const accounts = useAccounts();
  return useQueries({
    queries: accounts.map((account) => ({ ...ownersQuery(account.id), enabled: false })),
    combine: (results) =>
      results.flatMap(({ data }, position) => {
        const accountId = accounts[position]?.id ?? '';
        return (data ?? []).map(({ name: owner }) => {
          const pages = queryClient.getQueryData(versionsQuery(accountId, owner).queryKey)?.pages ?? [];
          return { accountId, owner, packages: groupPackages(pages.flatMap((page) => page.versions)) };
        });
      }),
  });
}
