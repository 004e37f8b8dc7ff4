import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { isSettled, type Transfer, type TransferHistory, type TransferId } from '../../shared/transfer.ts';
import { ask } from '../bridge.ts';
import { queryClient } from './query-client.ts';

export const historyKey = ['history'] as const;

/** Rows of one page: a few screens full. */
const pageLength = 100;

/** The settled transfers page by page, latest first; asked for anew each time it is shown. */
export const historyQuery = infiniteQueryOptions<
  TransferHistory,
  Error,
  InfiniteData<TransferHistory>,
  typeof historyKey,
  TransferId | null
>({
  queryKey: historyKey,
  queryFn: ({ pageParam }) => ask('history:list', { before: pageParam, limit: pageLength }),
  initialPageParam: null,
  getNextPageParam: (page) => (page.hasMore ? (page.transfers.at(-1)?.id ?? null) : null),
  staleTime: 0,
  gcTime: 0,
});

let timer: ReturnType<typeof setTimeout> | undefined;

/** Milliseconds in which many settled transfers become one refresh. */
const gathering = 500;

/** Asks for the history that is on screen again, shortly after something was settled. */
export function refreshHistorySoon(snapshots: readonly Transfer[]): void {
  if (timer !== undefined || !snapshots.some(({ state }) => isSettled(state))) return;
  timer = setTimeout(() => {
    timer = undefined;
    void queryClient.invalidateQueries({ queryKey: historyKey });
  }, gathering);
}
