import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import {
  type CopiedFrom,
  isOldFileKept,
  type OldFile,
  type Transfer,
  type TransferState,
} from '../../shared/transfer.ts';
import type { TransferRecord, TransferWork } from './journal/transfer-record.ts';

/** The states a running job passes through; how it ended is its `TransferEnd`. */
export type RunningState = Extract<
  TransferState,
  'checking' | 'sending' | 'receiving' | 'storing' | 'verifying'
>;

/** How a job tells what it is doing. After its end nothing that it tells is heard. */
export interface TransferReport {
  state(state: RunningState): void;
  /** Bytes sent, or received and kept, so far in all. */
  transferred(bytes: number): void;
  /** Bytes in all, once known. */
  size(bytes: number): void;
  /** What the file is called on this disk, once known. */
  localName(name: string): void;
  /** Has `work()` written down; answers whether it is on the disk. */
  remember(): Promise<boolean>;
}

export type SettledEnd =
  | { readonly kind: 'done' | 'skipped'; readonly sha256: string | null }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** How a run ended. `needs-decision`: whatever the reason, the user is asked before anything more happens. */
export type TransferEnd = SettledEnd | { readonly kind: 'needs-decision'; readonly failure: Failure };

/**
 * Why a run is made to end: the user cancelled or paused it, the app quits, or the machine slept and every connection
 * is gone.
 */
export type StopCause = 'cancelled' | 'paused' | 'quitting' | 'reconnecting';

/** What a run's signal is aborted with. */
export class Stop extends Error {
  override readonly name = 'AbortError';
  readonly stopCause: StopCause;

  constructor(stopCause: StopCause) {
    super(`The transfer was stopped: ${stopCause}`);
    this.stopCause = stopCause;
  }
}

/** Whether a stopped run will be taken up again, so that what it has is worth keeping. */
export function goesOnLater(signal: AbortSignal): boolean {
  return signal.reason instanceof Stop && signal.reason.stopCause !== 'cancelled';
}

/** One publish or download of one file, or the deletion that ends a move, ready to be run, and run again after it failed or was stopped. */
export interface TransferJob {
  readonly direction: Transfer['direction'];
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  /** Bytes; null until known. */
  readonly size: number | null;
  /** What another process needs to run it again. */
  work(): TransferWork;
  /**
   * Never rejects for what may be expected; an aborted `signal` ends it with the reason `cancelled`. `ahead` are those
   * of its batch that it comes after, each `done` or `skipped`.
   */
  run(report: TransferReport, signal: AbortSignal, ahead: readonly TransferRecord[]): Promise<TransferEnd>;
  /** Whether it may be run again without asking the user: bodies of uploads are not sent any number of times. */
  mayRunAgain(): boolean;
  /** The user asked for it anew: what was spent before does not count any more. */
  startOver(): void;
  /** Removes what unfinished runs left on this disk. Not while it runs. */
  discard(): Promise<void>;
  /** The same file under another name on the server; null for a download. */
  renamed(fileName: string): TransferJob | null;
  /** The file on this disk that can be shown to the user: what is sent, or what was received. Null while there is none. */
  localPath(): string | null;
  /** The file that it copies; left out by jobs that copy none. */
  copiedFrom?(): CopiedFrom;
  /** What became of the file that this one takes the place of; left out by jobs that replace nothing. */
  oldFile?(): OldFile;
  /**
   * To cancel it: true when it took something away from the server, which its next run puts back. Such a job is not
   * paused either. Not while it runs. Left out by jobs that take nothing away.
   */
  undo?(): boolean;
}

/** The accounts whose servers a job needs. */
export function accountsOf(job: TransferJob): readonly AccountId[] {
  const from = job.copiedFrom?.();
  return from === undefined ? [job.accountId] : [job.accountId, from.accountId];
}

/** The account whose server the last failure of a job is about. */
export function accountAtFault(job: TransferJob): AccountId {
  const from = job.copiedFrom?.();
  return from?.isAtFault === true ? from.accountId : job.accountId;
}

/** Whether the server lacks something that the job took away: it goes on, to whichever end. */
export function owesTheServer(job: TransferJob): boolean {
  return isOldFileKept({ oldFile: job.oldFile?.() ?? null });
}
