import { queryOptions } from '@tanstack/react-query';
import type { AccountId } from '../../shared/account.ts';
import { ask } from '../bridge.ts';
import { queryClient } from './query-client.ts';

/** The owners of an account: its user, the user's organizations, and those pinned. */
export function ownersQuery(accountId: AccountId) {
  return queryOptions({
    queryKey: [accountId, 'owners'] as const,
    queryFn: () => ask('owners:list', { accountId }),
  });
}

/** Lists the owners of an account again. */
export function refreshOwners(accountId: AccountId): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ownersQuery(accountId).queryKey });
}

/** Shows the owners of the last time until the server has been asked, which may take its time or be in vain. */
export async function showKeptOwners(accountId: AccountId): Promise<void> {
  const kept = await ask('owners:kept', { accountId });
  const { queryKey } = ownersQuery(accountId);
  if (kept !== null && queryClient.getQueryData(queryKey) === undefined)
    queryClient.setQueryData(queryKey, kept, { updatedAt: 0 });
}
