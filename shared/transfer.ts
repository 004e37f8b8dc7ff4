import { z } from 'zod';
import { AccountId } from './account.ts';
import { assertNever } from './assert-never.ts';
import { FileCoordinates } from './coordinates.ts';
import { Failure } from './failure.ts';

export const TransferId = z.string().regex(/^[0-9a-z-]{1,64}$/);
export type TransferId = z.infer<typeof TransferId>;

/** Names what was asked for together: the files of one publish, or of one download. */
export const BatchId = TransferId;
export type BatchId = z.infer<typeof BatchId>;

/**
 * `checking` asks the server what is there; `storing` follows the last byte sent, while the server still hashes
 * and copies; `verifying` compares size and sha256 with the server's listing; `waiting` is tried again by itself;
 * `paused` goes on when the user says so, or has done what its failure asks for; `needs-decision` waits for a
 * `TransferDecision`.
 */
export const TransferState = z.enum([
  'queued',
  'checking',
  'sending',
  'receiving',
  'storing',
  'verifying',
  'waiting',
  'done',
  'skipped',
  'paused',
  'needs-decision',
  'failed',
  'cancelled',
]);
export type TransferState = z.infer<typeof TransferState>;

/** What tells one state of a file on a server from another, as somebody saw it listed. */
export const SeenFile = z.strictObject({ id: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export type SeenFile = z.infer<typeof SeenFile>;

/**
 * What became of the file that a publish takes the place of: `there`, untouched; `away`, deleted with its bytes kept
 * on this disk; `returning`, being put back from them; `back` on the server; `replaced` by the new one.
 */
export const OldFile = z.enum(['there', 'away', 'returning', 'back', 'replaced']);
export type OldFile = z.infer<typeof OldFile>;

/** Whether the server lacks the old file, whose bytes are kept on this disk. */
export function isOldFileKept({ oldFile }: { readonly oldFile: OldFile | null }): boolean {
  return oldFile === 'away' || oldFile === 'returning';
}

/** The file that a publish is a copy of, on the server of whichever account. */
export const CopiedFrom = z.strictObject({
  accountId: AccountId,
  coordinates: FileCoordinates,
  /** Whether the failure is of that server, or of the way from there. */
  isAtFault: z.boolean(),
});
export type CopiedFrom = z.infer<typeof CopiedFrom>;

/**
 * One publish or download of one file, or the deletion of a version after all of it was copied elsewhere, whose
 * `fileName` is the version once more. Every push carries whole snapshots, so a lost one mends itself. */
export const Transfer = z.strictObject({
  id: TransferId,
  /** Null for what was asked for before batches were kept. */
  batch: BatchId.nullable().default(null),
  direction: z.enum(['publish', 'download', 'delete']),
  accountId: AccountId,
  coordinates: FileCoordinates,
  /** Null where the bytes come from this disk, or go to it. */
  copiedFrom: CopiedFrom.nullable().default(null),
  /** Base name on disk: what is sent, or what the download is called there. */
  localName: z.string(),
  state: TransferState,
  /** How many files of its batch have to be there before it starts. */
  waitsFor: z.int().nonnegative().default(0),
  /** Bytes in all; for a download as the server lists it. Null until known. */
  size: z.int().nonnegative().nullable(),
  /** Bytes sent or received and kept so far. */
  transferred: z.int().nonnegative(),
  /** Bytes a second over the last seconds; null when nothing moves. */
  speed: z.number().nonnegative().nullable(),
  /** Set once computed from the bytes themselves and equal to the server's listing. */
  sha256: z.string().nullable(),
  /** Null for all that replaces nothing. */
  oldFile: OldFile.nullable().default(null),
  /** Set in `failed`, `needs-decision` and `waiting`; in `paused` where it was not the user who paused it. */
  failure: Failure.nullable(),
  /** When it is tried again, in milliseconds since 1970; set in `waiting`. */
  retryAt: z.number().nullable(),
  /** Its place in the queue: what is lower starts first. */
  position: z.number(),
  /** Milliseconds since 1970. */
  addedAt: z.number(),
  startedAt: z.number().nullable(),
  settledAt: z.number().nullable(),
});
export type Transfer = z.infer<typeof Transfer>;

/**
 * What may be done about a publish whose name is taken by other bytes: leave the server's, take another name, or take
 * the place of the file that was seen.
 */
export const TransferDecision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep-theirs') }),
  z.strictObject({ kind: z.literal('rename'), fileName: FileCoordinates.shape.fileName }),
  z.strictObject({ kind: z.literal('replace'), seen: SeenFile }),
]);
export type TransferDecision = z.infer<typeof TransferDecision>;

/** A page of settled transfers, also of earlier runs of the app, latest first. */
export const TransferHistory = z.strictObject({
  transfers: z.array(Transfer),
  hasMore: z.boolean(),
});
export type TransferHistory = z.infer<typeof TransferHistory>;

/** Whether nothing more happens by itself. */
export function isSettled(state: TransferState): boolean {
  switch (state) {
    case 'done':
    case 'skipped':
    case 'failed':
    case 'cancelled':
      return true;
    case 'queued':
    case 'checking':
    case 'sending':
    case 'receiving':
    case 'storing':
    case 'verifying':
    case 'waiting':
    case 'paused':
    case 'needs-decision':
      return false;
    default:
      return assertNever(state);
  }
}

/** How much of it is done, 0 to 1; null where that cannot be said. */
export function fractionOf(transfer: Pick<Transfer, 'state' | 'size' | 'transferred'>): number | null {
  if (transfer.state === 'done' || transfer.state === 'skipped') return 1;
  if (transfer.size === null) return null;
  if (transfer.size === 0) return 0;
  return Math.min(1, transfer.transferred / transfer.size);
}

/** Seconds until the last byte at the present speed; null where that cannot be said. */
export function secondsLeft(transfer: Pick<Transfer, 'size' | 'transferred' | 'speed'>): number | null {
  if (transfer.size === null || transfer.speed === null || transfer.speed <= 0) return null;
  return Math.max(0, transfer.size - transfer.transferred) / transfer.speed;
}
