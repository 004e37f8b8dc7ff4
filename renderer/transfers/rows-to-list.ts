import type { Transfer, TransferId } from '../../shared/transfer.ts';
import { listGroup, type TransferEntry } from '../stores/transfers.ts';

/** What is listed of very many transfers. */
export interface ListedRows {
  readonly entries: readonly TransferEntry[];
  readonly hidden: number;
}

/**
 * The first transfers of each part of the list: of what moves, what needs the user, what waits, what is done. A list
 * costs time for every entry at every change, in sight or not, and nobody reads the nine thousandth that waits.
 */
export function rowsToList(
  order: readonly TransferEntry[],
  byId: ReadonlyMap<TransferId, Transfer>,
  mostOfEach: number,
): ListedRows {
  if (order.length <= mostOfEach) return { entries: order, hidden: 0 };
  const listed = new Map<number, number>();
  const entries = order.filter(({ id }) => {
    const transfer = byId.get(id);
    if (transfer === undefined) return false;
    const group = listGroup(transfer.state);
    const before = listed.get(group) ?? 0;
    listed.set(group, before + 1);
    return before < mostOfEach;
  });
  return { entries, hidden: order.length - entries.length };
}
