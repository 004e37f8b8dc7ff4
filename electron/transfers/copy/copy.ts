import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import type { CopiedFrom } from '../../../shared/transfer.ts';
import type { CopiedFile, CopyWork } from '../journal/transfer-record.ts';
import { Sending, type SendingParts, type SentBefore } from '../sending.ts';
import type { TransferEnd, TransferJob, TransferReport } from '../transfer-job.ts';
import { RegistrySource } from './registry-source.ts';

export interface CopyRequest {
  readonly accountId: AccountId;
  /** Where the copy goes. */
  readonly coordinates: FileCoordinates;
  readonly from: CopiedFile;
  /** Whether an earlier process failed at the server that it comes from; false if left out. */
  readonly isSourceAtFault?: boolean;
  /** What an earlier process is known to have sent; nothing if left out. */
  readonly sent?: SentBefore;
}

/**
 * One file of a registry to another place, of the same server or another: a publish whose bytes come from there while
 * they are sent. What is there already with the same sha256 is left as it is.
 */
export class Copy implements TransferJob {
  readonly direction = 'publish';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size: number;
  readonly #parts: SendingParts;
  readonly #from: CopiedFile;
  readonly #source: RegistrySource;
  readonly #sending: Sending;
  #isSourceAtFault: boolean;

  constructor(
    parts: SendingParts,
    { accountId, coordinates, from, isSourceAtFault = false, sent }: CopyRequest,
  ) {
    this.#parts = parts;
    this.accountId = accountId;
    this.coordinates = coordinates;
    this.localName = from.coordinates.fileName;
    this.size = from.size;
    this.#from = from;
    this.#isSourceAtFault = isSourceAtFault;
    this.#source = new RegistrySource(parts, from);
    this.#sending = new Sending(parts, {
      accountId,
      coordinates,
      source: this.#source,
      ...(sent && { sent }),
    });
  }

  work(): CopyWork {
    const isSourceAtFault = this.#isSourceAtFault;
    const { sent } = this.#sending;
    return { kind: 'copy', from: this.#from, isSourceAtFault, replaces: null, replacement: null, ...sent };
  }

  copiedFrom(): CopiedFrom {
    const { accountId, coordinates } = this.#from;
    return { accountId, coordinates, isAtFault: this.#isSourceAtFault };
  }

  async run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    this.#isSourceAtFault = false;
    const end = await this.#sending.run(report, signal);
    this.#isSourceAtFault = end.kind === 'failed' && this.#source.isOwn(end.failure);
    return end;
  }

  mayRunAgain(): boolean {
    return this.#sending.mayRunAgain();
  }

  startOver(): void {
    this.#sending.startOver();
  }

  renamed(fileName: string): Copy {
    const { accountId } = this;
    return new Copy(this.#parts, {
      accountId,
      coordinates: { ...this.coordinates, fileName },
      from: this.#from,
    });
  }

  async discard(): Promise<void> {
    // A copy leaves nothing on this disk.
  }

  localPath(): null {
    return null;
  }
}
