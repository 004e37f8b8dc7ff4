import { QueryClient } from '@tanstack/react-query';

/**
 * What main answered, by key. Keys start with the account so that an account's answers go with it. Main asks the
 * server again where that helps, so nothing is retried here; a server in the local network answers also when the
 * system believes to be offline.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, staleTime: 30_000, gcTime: 10 * 60_000 },
    mutations: { networkMode: 'always', retry: false },
  },
});
