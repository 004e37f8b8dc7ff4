import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { BatchId } from '../../shared/transfer.ts';
import { isSettled } from '../../shared/transfer.ts';
import { ask } from '../bridge.ts';
import { useSettledValue } from '../common/use-settled-value.ts';
import { useTransfers } from './transfers.ts';

/** Milliseconds in which many files that come to their end become one new receipt. */
const gathering = 300;

/** The receipt of a batch, asked for anew as its files come to their ends. */
export function useReceipt(batch: BatchId) {
  const settled = useTransfers(
    ({ byId }) => [...byId.values()].filter((each) => each.batch === batch && isSettled(each.state)).length,
  );
  const stand = useSettledValue(settled, gathering);
  return useQuery({
    queryKey: ['receipt', batch, stand] as const,
    queryFn: () => ask('receipts:get', { batch }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}
