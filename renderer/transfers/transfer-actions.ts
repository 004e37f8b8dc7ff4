import type { Transfer, TransferId } from '../../shared/transfer.ts';
import { bridge } from '../bridge.ts';
import { openDialog } from '../stores/dialogs.ts';
import { attempt } from '../stores/notices.ts';
import { listedTransfers, useTransfers } from '../stores/transfers.ts';
import { type MoveStep, moveByStep, type QueueMove } from './queue-moves.ts';
import {
  canCancel,
  canMove,
  canPause,
  canResume,
  canRetry,
  canShowInFolder,
  idsWhere,
  needsSignIn,
} from './transfer-abilities.ts';

/** As many as one request takes. */
const mostAtOnce = 10_000;

type Act = 'transfers:pause' | 'transfers:resume' | 'transfers:retry' | 'transfers:cancel';

async function act(request: Act, ids: readonly TransferId[]): Promise<void> {
  for (let start = 0; start < ids.length; start += mostAtOnce) {
    await attempt(bridge.request(request, { ids: ids.slice(start, start + mostAtOnce) }));
  }
}

/** Each does what it can with those that it can be done with, and leaves the others as they are. */
export function pauseTransfers(transfers: readonly Transfer[]): void {
  void act('transfers:pause', idsWhere(transfers, canPause));
}

export function resumeTransfers(transfers: readonly Transfer[]): void {
  void act('transfers:resume', idsWhere(transfers, canResume));
}

/** Does not wait for the next try. */
export function tryNow(transfers: readonly Transfer[]): void {
  void act(
    'transfers:resume',
    idsWhere(transfers, ({ state }) => state === 'waiting'),
  );
}

export function retryTransfers(transfers: readonly Transfer[]): void {
  void act('transfers:retry', idsWhere(transfers, canRetry));
}

export function cancelTransfers(transfers: readonly Transfer[]): void {
  void act('transfers:cancel', idsWhere(transfers, canCancel));
}

/** Lets the user choose what becomes of those whose names are taken. */
export function decideTransfers(transfers: readonly Transfer[]): void {
  const ids = idsWhere(transfers, ({ state }) => state === 'needs-decision');
  if (ids.length > 0) openDialog({ kind: 'decide', ids });
}

/** To the account whose server asked for it: of a copy that may be the one that it comes from. */
export function signInFor({ accountId, copiedFrom }: Transfer): void {
  const refused = copiedFrom?.isAtFault === true ? copiedFrom.accountId : accountId;
  openDialog({ kind: 'sign-in-again', accountId: refused });
}

export function showInFolder({ id }: Transfer): void {
  void attempt(bridge.request('transfers:show-in-folder', { id }));
}

/** What Enter and a double click do: the one thing that takes a transfer further. What runs is left alone. */
export function takeFurther(transfer: Transfer): void {
  if (transfer.state === 'needs-decision') decideTransfers([transfer]);
  else if (needsSignIn(transfer)) signInFor(transfer);
  else if (canResume(transfer)) resumeTransfers([transfer]);
  else if (canRetry(transfer)) retryTransfers([transfer]);
  else if (transfer.state === 'waiting') tryNow([transfer]);
  else if (canShowInFolder(transfer)) showInFolder(transfer);
}

/** Those in the queue, in its order. */
export function queuedIds(): TransferId[] {
  return idsWhere(listedTransfers(), canMove);
}

export function sendMove(move: QueueMove | null): void {
  if (move !== null) void attempt(bridge.request('transfers:move', move));
}

export function moveTransfers(ids: ReadonlySet<string | number>, step: MoveStep): void {
  sendMove(moveByStep(queuedIds(), ids, step));
}

/** The selected transfers in the order of the list. */
export function selectedTransfers(): readonly Transfer[] {
  const { selected } = useTransfers.getState();
  return listedTransfers().filter(({ id }) => selected.has(id));
}
