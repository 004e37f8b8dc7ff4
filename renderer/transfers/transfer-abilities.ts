import { concernsCredential } from '../../shared/failure.ts';
import {
  isOldFileKept,
  isSettled,
  type Transfer,
  type TransferId,
  type TransferState,
} from '../../shared/transfer.ts';

type Standing = Pick<Transfer, 'state' | 'failure'>;

const pausable: ReadonlySet<TransferState> = new Set([
  'queued',
  'checking',
  'sending',
  'receiving',
  'waiting',
]);
const movable: ReadonlySet<TransferState> = new Set(['queued', 'waiting', 'paused']);

/** What was sent or received whole, or took a file away, is not paused any more: it is brought to its end. */
export function canPause({ state, oldFile }: Pick<Transfer, 'state' | 'oldFile'>): boolean {
  return pausable.has(state) && !isOldFileKept({ oldFile });
}

export function canResume({ state }: Pick<Transfer, 'state'>): boolean {
  return state === 'paused';
}

export function canRetry({ state }: Pick<Transfer, 'state'>): boolean {
  return state === 'failed' || state === 'cancelled';
}

export function canCancel({ state }: Pick<Transfer, 'state'>): boolean {
  return !isSettled(state);
}

/** Whether its place in the queue can be changed: what runs has none any more. */
export function canMove({ state }: Pick<Transfer, 'state'>): boolean {
  return movable.has(state);
}

/** Whether it stands still until the account is signed in again. */
export function needsSignIn({ state, failure }: Standing): boolean {
  return state === 'paused' && failure !== null && concernsCredential(failure);
}

/** Whether it stands still until the user does something about it. */
export function needsUser({ state, failure }: Standing): boolean {
  return state === 'needs-decision' || (state === 'paused' && failure !== null);
}

/** Whether there is a file that the file manager can show: what was downloaded, or an old one that is nowhere else. */
export function canShowInFolder({
  state,
  direction,
  oldFile,
}: Pick<Transfer, 'state' | 'direction' | 'oldFile'>): boolean {
  return (
    isOldFileKept({ oldFile }) || (direction === 'download' && (state === 'done' || state === 'skipped'))
  );
}

/** The ids of those that something can be done with. */
export function idsWhere(transfers: readonly Transfer[], can: (transfer: Transfer) => boolean): TransferId[] {
  return transfers.filter(can).map(({ id }) => id);
}
