import { queryOptions } from '@tanstack/react-query';
import type { AccountId } from '../../shared/account.ts';
import { ask } from '../bridge.ts';

/** What uploads have taught about the account's server. Asked anew each time: every upload may teach more. */
export function serverLimitsQuery(accountId: AccountId) {
  return queryOptions({
    queryKey: [accountId, 'server-limits'] as const,
    queryFn: () => ask('servers:limits', { accountId }),
    staleTime: 0,
  });
}
