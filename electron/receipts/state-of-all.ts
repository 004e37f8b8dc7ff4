import { isThere } from '../../shared/receipt.ts';
import type { Transfer, TransferState } from '../../shared/transfer.ts';

/** What needs the user is told before what goes on by itself. */
const worstFirst: readonly TransferState[] = ['failed', 'cancelled', 'needs-decision', 'paused', 'waiting'];

/** How several transfers stand that make one file: it is there when all of them are. */
export function stateOfAll(transfers: readonly Transfer[]): Pick<Transfer, 'state' | 'failure'> {
  const missing = transfers.filter((transfer) => !isThere(transfer));
  if (missing.length === 0) {
    const isSent = transfers.some(({ state }) => state === 'done');
    return { state: isSent ? 'done' : 'skipped', failure: null };
  }
  for (const worst of worstFirst) {
    const found = missing.find(({ state }) => state === worst);
    if (found !== undefined) return { state: found.state, failure: found.failure };
  }
  const moving = missing.find(({ state }) => state !== 'queued');
  return { state: moving?.state ?? 'queued', failure: null };
}
