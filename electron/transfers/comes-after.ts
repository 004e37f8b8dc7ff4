import { isMadeOf } from './generated/generated-content.ts';
import type { TransferRecord, TransferWork } from './journal/transfer-record.ts';

/** Whether a work comes after others of its batch at all. */
export function isFollower({ kind }: TransferWork): boolean {
  return kind === 'generated' || kind === 'delete-moved';
}

/**
 * Whether a transfer comes after another one of its batch: a generated file after what it is made of, the deletion that
 * ends a move after all copies.
 */
export function comesAfter(one: TransferRecord, other: TransferRecord): boolean {
  return one.work.kind === 'delete-moved' ? other.work.kind === 'copy' : isMadeOf(one, other);
}
