import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { isThere } from '../../shared/receipt.ts';
import { type BatchId, isSettled, type Transfer, type TransferId } from '../../shared/transfer.ts';
import { ask } from '../bridge.ts';
import { useSettledValue } from '../common/use-settled-value.ts';
import { useTransfers } from './transfers.ts';

/** Milliseconds in which many files that come to their end become one new receipt. */
const gathering = 300;

/** Another text whenever a file of the batch came to another end, or to the same one once more. */
function standOf(batch: BatchId, byId: ReadonlyMap<TransferId, Transfer>): string {
  let [settled, there, latest] = [0, 0, 0];
  for (const transfer of byId.values()) {
    if (transfer.batch !== batch || !isSettled(transfer.state)) continue;
    settled += 1;
    if (isThere(transfer)) there += 1;
    latest = Math.max(latest, transfer.settledAt ?? 0);
  }
  return `${settled} ${there} ${latest}`;
}

/** The receipt of a batch, asked for anew as its files come to their ends. */
export function useReceipt(batch: BatchId) {
  const stand = useSettledValue(
    useTransfers(({ byId }) => standOf(batch, byId)),
    gathering,
  );
  return useQuery({
    queryKey: ['receipt', batch, stand] as const,
    queryFn: () => ask('receipts:get', { batch }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}
