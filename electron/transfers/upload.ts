import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { HashService } from '../local-files/hash-service.ts';
import type { ByteRange, LocalFileReference } from '../local-files/local-file-reference.ts';
import { localNameOf } from '../local-files/local-files.ts';
import type { PublishWork } from './journal/transfer-record.ts';
import { LocalSource } from './local-source.ts';
import { Sending, type SendingParts, type SentBefore } from './sending.ts';
import type { TransferEnd, TransferJob, TransferReport } from './transfer-job.ts';

export interface UploadParts extends SendingParts {
  readonly hashes: HashService;
}

export interface UploadRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly file: LocalFileReference;
  /** The bytes of the file that are meant; all of them if left out or null. */
  readonly range?: ByteRange | null;
  /** What an earlier process is known to have sent; nothing if left out. */
  readonly sent?: SentBefore;
}

/** One local file, or a range of its bytes, to a registry. `Sending` does it. */
export class Upload implements TransferJob {
  readonly direction = 'publish';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size: number;
  readonly #parts: UploadParts;
  readonly #file: LocalFileReference;
  readonly #range: ByteRange | null;
  readonly #sending: Sending;

  constructor(parts: UploadParts, { accountId, coordinates, file, range = null, sent }: UploadRequest) {
    this.#parts = parts;
    this.accountId = accountId;
    this.coordinates = coordinates;
    this.localName = localNameOf(file);
    this.#file = file;
    this.#range = range;
    const source = new LocalSource(parts.hashes, file, range);
    this.size = source.size;
    this.#sending = new Sending(parts, { accountId, coordinates, source, ...(sent && { sent }) });
  }

  work(): PublishWork {
    return { kind: 'publish', file: this.#file, range: this.#range, ...this.#sending.sent };
  }

  mayRunAgain(): boolean {
    return this.#sending.mayRunAgain();
  }

  startOver(): void {
    this.#sending.startOver();
  }

  /** A part of a file has the name that its place in the whole gives it. */
  renamed(fileName: string): Upload | null {
    if (this.#range !== null) return null;
    const { accountId } = this;
    const coordinates = { ...this.coordinates, fileName };
    return new Upload(this.#parts, { accountId, coordinates, file: this.#file });
  }

  async discard(): Promise<void> {
    // An upload leaves nothing on this disk.
  }

  localPath(): string {
    return this.#file.path;
  }

  run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    return this.#sending.run(report, signal);
  }
}
