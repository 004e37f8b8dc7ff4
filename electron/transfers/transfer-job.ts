import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Transfer, TransferState } from '../../shared/transfer.ts';

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
}

export type TransferEnd =
  | { readonly kind: 'done' | 'skipped'; readonly sha256: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** One publish or download of one file, ready to be run, and run again after it failed. */
export interface TransferJob {
  readonly direction: Transfer['direction'];
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  /** Bytes; null until known. */
  readonly size: number | null;
  /** Never rejects for what may be expected; an aborted `signal` ends it with the reason `cancelled`. */
  run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd>;
  /** The file on this disk that can be shown to the user: what is sent, or what was received. Null while there is none. */
  localPath(): string | null;
}
