import { z } from 'zod';
import { AccountId } from './account.ts';
import { FileCoordinates, VersionCoordinates } from './coordinates.ts';
import { Failure } from './failure.ts';
import { LocalSelection, Ticket } from './local-file.ts';
import { BatchId, isSettled, TransferId, TransferState } from './transfer.ts';

const fileName = FileCoordinates.shape.fileName;

/** How a file lies on the server that was published in parts. */
export const SplitReceipt = z.strictObject({
  parts: z.int().positive(),
  /** What joins the parts and tells of the whole; null while it is not there. */
  manifest: z.strictObject({ fileName, size: z.int().nonnegative(), sha256: z.string() }).nullable(),
});
export type SplitReceipt = z.infer<typeof SplitReceipt>;

/** What became of one file of a publish. */
export const ReceiptFile = z.strictObject({
  id: TransferId,
  fileName,
  /** Where its bytes can be fetched, or its manifest; null where the account is gone, or no URL leads there. */
  url: z.string().nullable(),
  /** Bytes; null until known. */
  size: z.int().nonnegative().nullable(),
  /** Lower-case hex of what the server has; null for a file that is not there, or is there in parts. */
  sha256: z.string().nullable(),
  /** Null for a file that lies there whole. */
  split: SplitReceipt.nullable(),
  /** The transfers behind it that failed and may be tried again. */
  failedIds: z.array(TransferId),
  state: TransferState,
  /** Why it is not there, where there is a reason. */
  failure: Failure.nullable(),
  /** Milliseconds since 1970. */
  startedAt: z.number().nullable(),
  settledAt: z.number().nullable(),
  /** Bytes a second while it was under way; null for a file that was not sent. */
  speed: z.number().nonnegative().nullable(),
});
export type ReceiptFile = z.infer<typeof ReceiptFile>;

/** What came of publishing some files together. */
export const Receipt = z.strictObject({
  batch: BatchId,
  accountId: AccountId,
  /** Null where the account was removed. */
  accountLabel: z.string().nullable(),
  serverUrl: z.string().nullable(),
  version: VersionCoordinates,
  /** Whether its files came from another place on a server, so that none of them is on this disk. */
  isCopy: z.boolean(),
  /** In the order in which they were asked for. */
  files: z.array(ReceiptFile),
  totals: z.strictObject({
    /** Files of the batch that the server has, whether they were sent or found there. */
    there: z.int().nonnegative(),
    /** Those of them that were there already with the same bytes. */
    skipped: z.int().nonnegative(),
    /** Bytes of all that are there. */
    bytes: z.int().nonnegative(),
    /** While something of it was under way; null while nothing is settled. */
    seconds: z.number().nonnegative().nullable(),
    /** Bytes that were sent, a second; null where nothing was sent. */
    speed: z.number().nonnegative().nullable(),
  }),
});
export type Receipt = z.infer<typeof Receipt>;

/** Whether the server has the file with the very bytes that were meant. */
export function isThere({ state }: { readonly state: TransferState }): boolean {
  return state === 'done' || state === 'skipped';
}

/** How many files of a receipt are still on their way, or wait for something. */
export function openFiles(files: readonly ReceiptFile[]): number {
  return files.filter(({ state }) => !isSettled(state)).length;
}

/** As what several files may be copied: a table for release notes, commands that fetch and check them, their checksums. */
export const FilesCopy = z.enum(['markdown', 'curl', 'wget', 'powershell', 'workflow-step', 'sha256sums']);
export type FilesCopy = z.infer<typeof FilesCopy>;

/** What a publish sheet needs to publish the same local files again. */
export const RepeatedPublish = z.strictObject({
  accountId: AccountId,
  version: VersionCoordinates,
  /** The files as they are on the disk now; those that are gone stand among what is left out. */
  selection: LocalSelection,
  /** Names that are not those on the disk. */
  names: z.array(z.tuple([Ticket, fileName])),
  /** What the list of checksums was called; null where there was none. */
  checksumsName: fileName.nullable(),
});
export type RepeatedPublish = z.infer<typeof RepeatedPublish>;
