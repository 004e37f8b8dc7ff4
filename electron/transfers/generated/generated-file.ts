import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import { type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { VersionFiles } from '../../../shared/package.ts';
import { type LocalFileReference, referenceTo } from '../../local-files/local-file-reference.ts';
import type {
  GeneratedContent,
  GeneratedWork,
  PublishWork,
  TransferRecord,
} from '../journal/transfer-record.ts';
import { type DiskCalls, diskFailure } from '../part-file.ts';
import type { TransferEnd, TransferJob, TransferReport } from '../transfer-job.ts';
import { Upload, type UploadParts } from '../upload.ts';
import { generate } from './generated-content.ts';

export interface GeneratedFileParts extends UploadParts {
  /** Where the bytes are kept while they are sent. Nothing in it outlives the process. */
  readonly folder: string;
  readonly disk: DiskCalls;
}

export interface GeneratedFileRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly content: GeneratedContent;
  /** What an earlier process is known to have sent. */
  readonly sent: Pick<PublishWork, 'sentBytes' | 'mayHaveArrived'>;
}

interface Made {
  readonly sha256: string;
  readonly upload: Upload;
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
  readonly #path: string;
  readonly #sentBefore: GeneratedFileRequest['sent'];
  #made: Made | null = null;

  constructor(parts: GeneratedFileParts, { accountId, coordinates, content, sent }: GeneratedFileRequest) {
    this.#parts = parts;
    this.accountId = accountId;
    this.coordinates = coordinates;
    this.localName = coordinates.fileName;
    this.#content = content;
    this.#sentBefore = sent;
    this.#path = join(parts.folder, randomUUID());
  }

  work(): GeneratedWork {
    const { sentBytes, mayHaveArrived } = this.#made?.upload.work() ?? this.#sentBefore;
    return { kind: 'generated', content: this.#content, sentBytes, mayHaveArrived };
  }

  async run(
    report: TransferReport,
    signal: AbortSignal,
    ahead: readonly TransferRecord[],
  ): Promise<TransferEnd> {
    report.state('checking');
    const made = await this.#make(ahead, signal);
    if (!made.ok) return { kind: 'failed', failure: made.failure };
    report.size(made.value.size);
    const end = await made.value.run(report, signal);
    if (end.kind !== 'failed') await this.discard();
    return end;
  }

  mayRunAgain(): boolean {
    return this.#made?.upload.mayRunAgain() ?? true;
  }

  startOver(): void {
    this.#made?.upload.startOver();
  }

  discard(): Promise<void> {
    return this.#parts.disk.rm(this.#path, { force: true });
  }

  renamed(fileName: string): GeneratedFile {
    return new GeneratedFile(this.#parts, {
      accountId: this.accountId,
      coordinates: { ...this.coordinates, fileName },
      content: this.#content,
      sent: { sentBytes: 0, mayHaveArrived: false },
    });
  }

  /** What is sent is the app's own. */
  localPath(): null {
    return null;
  }

  /** An upload of the bytes as they have to be now; the one of the run before where they are the same. */
  async #make(ahead: readonly TransferRecord[], signal: AbortSignal): Promise<Outcome<Upload>> {
    const listing = await this.#listing(signal);
    if (!listing.ok) return listing;
    const bytes = generate(this.#content, {
      coordinates: this.coordinates,
      ahead,
      listing: listing.value,
    });
    if (!bytes.ok) return bytes;
    const sha256 = createHash('sha256').update(bytes.value).digest('hex');
    if (this.#made?.sha256 === sha256) return succeeded(this.#made.upload);
    const file = await this.#write(bytes.value);
    if (!file.ok) return file;
    const { accountId, coordinates } = this;
    const { sentBytes, mayHaveArrived } = this.work();
    const upload = new Upload(this.#parts, {
      accountId,
      coordinates,
      file: file.value,
      sent: { sentBytes, mayHaveArrived },
    });
    this.#made = { sha256, upload };
    return succeeded(upload);
  }

  async #listing(signal: AbortSignal): Promise<Outcome<VersionFiles>> {
    const client = await this.#parts.clientFor(this.accountId);
    if (!client.ok) return client;
    const listed = await this.#parts.listings.fresh(client.value, this.accountId, this.coordinates, signal);
    if (listed.ok || listed.failure.reason !== 'not-found') return listed;
    return succeeded({ files: [], damagedRows: 0 });
  }

  async #write(bytes: Buffer): Promise<Outcome<LocalFileReference>> {
    const { disk, folder } = this.#parts;
    try {
      await disk.mkdir(folder, { recursive: true });
      await disk.rm(this.#path, { force: true });
      await using handle = await disk.open(this.#path, 'wx');
      await handle.writeFile(bytes);
    } catch (error) {
      const failure = diskFailure(error, this.coordinates.fileName);
      if (failure === null) throw error;
      return failure;
    }
    return referenceTo(this.#path);
  }
}
