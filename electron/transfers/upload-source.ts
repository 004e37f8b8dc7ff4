import type { Readable } from 'node:stream';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';

/** What was sent, known once its body was read to the end. */
export interface SentBytes {
  readonly sha256: string;
  /** The last byte; null where there is none. */
  readonly lastByte: number | null;
}

/** The bytes of one upload as bodies of requests, open until it is disposed of. */
export interface UploadBody extends AsyncDisposable {
  /** Why the last body broke off; null when the source was not the reason. */
  readonly failure: Failure | null;
  /** Null until a body was read to its end. */
  readonly sent: SentBytes | null;
  /** A body from the first byte on. One at a time. */
  open(): Readable;
}

/** Where the bytes of an upload come from. They can be read any number of times, and are the same each time or refused. */
export interface UploadSource {
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  sha256(signal: AbortSignal): Promise<Outcome<string>>;
  /** The last byte; null where there is none. */
  lastByte(signal: AbortSignal): Promise<Outcome<number | null>>;
  /** `beforeLast` is waited for before the last bytes are given, with which a server could store the file. */
  open(beforeLast: () => Promise<void>, signal: AbortSignal): Promise<Outcome<UploadBody>>;
  /** Keeps a sha256 that was computed while the bytes were sent. */
  remember(sha256: string): void;
}
