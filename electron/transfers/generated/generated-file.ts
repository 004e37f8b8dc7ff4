import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import { type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { HashService } from '../../local-files/hash-service.ts';
import type { GeneratedContent, GeneratedWork, TransferRecord } from '../journal/transfer-record.ts';
import { Sending, type SendingParts, type SentBefore } from '../sending.ts';
import type { TransferEnd, TransferJob, TransferReport } from '../transfer-job.ts';
import { generateNow } from './generated-bytes.ts';
import { MemorySource } from './memory-source.ts';

export interface GeneratedFileRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly content: GeneratedContent;
  /** What an earlier process is known to have sent. */
  readonly sent: SentBefore;
}

export interface GeneratedFileParts extends SendingParts {
  readonly hashes: HashService;
}

interface Made {
  readonly source: MemorySource;
  readonly sending: Sending;
}

/**
 * A file that the app writes by itself when everything that it tells of is there, and publishes like any other. The
 * bytes are made anew for each run: they come out the same, unless the version changed.
 */
export class GeneratedFile implements TransferJob {
  readonly direction = 'publish';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size = null;
  readonly #parts: GeneratedFileParts;
  readonly #content: GeneratedContent;
  readonly #sentBefore: SentBefore;
  #made: Made | null = null;

  constructor(parts: GeneratedFileParts, { accountId, coordinates, content, sent }: GeneratedFileRequest) {
    this.#parts = parts;
    this.accountId = accountId;
    this.coordinates = coordinates;
    this.localName = coordinates.fileName;
    this.#content = content;
    this.#sentBefore = { sentBytes: sent.sentBytes, mayHaveArrived: sent.mayHaveArrived };
  }

  work(): GeneratedWork {
    return {
      kind: 'generated',
      content: this.#content,
      replaces: null,
      replacement: null,
      ...(this.#made?.sending.sent ?? this.#sentBefore),
    };
  }

  async run(
    report: TransferReport,
    signal: AbortSignal,
    ahead: readonly TransferRecord[],
  ): Promise<TransferEnd> {
    report.state('checking');
    const made = await this.#make(ahead, signal);
    if (!made.ok) return { kind: 'failed', failure: made.failure };
    report.size(made.value.source.size);
    return made.value.sending.run(report, signal);
  }

  mayRunAgain(): boolean {
    return this.#made?.sending.mayRunAgain() ?? true;
  }

  startOver(): void {
    this.#made?.sending.startOver();
  }

  async discard(): Promise<void> {
    // The bytes are in memory only.
  }

  /** A manifest is found by its name. */
  renamed(fileName: string): GeneratedFile | null {
    if (this.#content.kind === 'split-manifest') return null;
    return new GeneratedFile(this.#parts, {
      accountId: this.accountId,
      coordinates: { ...this.coordinates, fileName },
      content: this.#content,
      sent: { sentBytes: 0, mayHaveArrived: false },
    });
  }

  /** There is none: what is sent was never on this disk. */
  localPath(): null {
    return null;
  }

  /** The bytes as they have to be now, on the way of the run before where they are the same. */
  async #make(ahead: readonly TransferRecord[], signal: AbortSignal): Promise<Outcome<Made>> {
    const { accountId, coordinates } = this;
    const content = this.#content;
    const made = await generateNow(this.#parts, { accountId, coordinates, content, ahead }, signal);
    if (!made.ok) return made;
    const { bytes } = made.value;
    if (this.#made?.source.holds(bytes) === true) return succeeded(this.#made);
    const source = new MemorySource(bytes);
    const { sentBytes, mayHaveArrived } = this.work();
    const sent = { sentBytes, mayHaveArrived };
    this.#made = { source, sending: new Sending(this.#parts, { accountId, coordinates, source, sent }) };
    return succeeded(this.#made);
  }
}
