import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import type { OldFile, SeenFile } from '../../../shared/transfer.ts';
import { type LocalFileReference, referenceTo } from '../../local-files/local-file-reference.ts';
import type {
  GeneratedContent,
  GeneratedWork,
  ReplaceWork,
  TransferRecord,
} from '../journal/transfer-record.ts';
import { listedFile } from '../listed-files.ts';
import { diskFailure, syncFolder } from '../part-file.ts';
import { Replace, type ReplaceParts } from '../replace/replace.ts';
import { newReplaceWork } from '../replace/replace-state.ts';
import { owesTheServer, type TransferEnd, type TransferJob, type TransferReport } from '../transfer-job.ts';
import { generateNow } from './generated-bytes.ts';
import { GeneratedFile } from './generated-file.ts';
import { newGeneratedWork } from './generated-work.ts';

export interface GeneratedReplacementRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly content: GeneratedContent;
  readonly replaces: SeenFile;
  /** How far an earlier process came; null where it did not begin. */
  readonly replacement: ReplaceWork | null;
  /** A name that nobody else has: letters and digits. */
  readonly holder: string;
}

/**
 * A generated file in the place of one that is on the server. Its bytes are made when its turn comes and lie on this
 * disk until the server has them: from the deletion of the old file on they are what is sent, also after a crash.
 */
export class GeneratedReplacement implements TransferJob {
  readonly direction = 'publish';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size = null;
  readonly #parts: ReplaceParts;
  readonly #request: GeneratedReplacementRequest;
  readonly #folder: string;
  /** Null until there are bytes. */
  #replace: Replace | null;

  constructor(parts: ReplaceParts, request: GeneratedReplacementRequest) {
    this.#parts = parts;
    this.#request = request;
    this.accountId = request.accountId;
    this.coordinates = request.coordinates;
    this.localName = request.coordinates.fileName;
    this.#replace = request.replacement === null ? null : this.#replaceOf(request.replacement);
    const holder = request.replacement?.holder ?? request.holder;
    this.#folder = join(parts.keptFolder, `${holder}-new`);
  }

  work(): GeneratedWork {
    const { content, replaces } = this.#request;
    const replacement = this.#replace?.work() ?? null;
    return { ...newGeneratedWork(content, replaces), replacement };
  }

  async run(
    report: TransferReport,
    signal: AbortSignal,
    ahead: readonly TransferRecord[],
  ): Promise<TransferEnd> {
    const replace = this.#replace;
    if (replace === null || (replace.oldFile() === 'there' && !replace.work().hasPlaceholder)) {
      return this.#begin(report, signal, ahead);
    }
    return this.#finish(replace, report, signal);
  }

  mayRunAgain(): boolean {
    return this.#replace?.mayRunAgain() ?? true;
  }

  startOver(): void {
    this.#replace?.startOver();
  }

  undo(): boolean {
    return this.#replace?.undo() ?? false;
  }

  oldFile(): OldFile {
    return this.#replace?.oldFile() ?? 'there';
  }

  async discard(): Promise<void> {
    if (owesTheServer(this)) return;
    await this.#replace?.discard();
    await this.#parts.disk.rm(this.#folder, { recursive: true, force: true });
  }

  /** Nothing is replaced under another name. */
  renamed(fileName: string): GeneratedFile {
    const { accountId, coordinates, content } = this.#request;
    return new GeneratedFile(this.#parts, {
      accountId,
      coordinates: { ...coordinates, fileName },
      content,
      sent: { sentBytes: 0, mayHaveArrived: false },
    });
  }

  /** The old file while it is nowhere else. */
  localPath(): string | null {
    return this.#replace !== null && owesTheServer(this) ? this.#replace.localPath() : null;
  }

  async #begin(
    report: TransferReport,
    signal: AbortSignal,
    ahead: readonly TransferRecord[],
  ): Promise<TransferEnd> {
    report.state('checking');
    const { accountId, coordinates, content, replaces, holder } = this.#request;
    const made = await generateNow(this.#parts, { accountId, coordinates, content, ahead }, signal);
    if (!made.ok) return { kind: 'failed', failure: made.failure };
    const { bytes, listing } = made.value;
    report.size(bytes.length);
    const there = listedFile(listing, coordinates.fileName);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (there === null || there.sha256 === sha256) {
      // Nothing is in its way any more.
      await this.discard();
      this.#replace = null;
      return this.renamed(coordinates.fileName).run(report, signal, ahead);
    }
    const file = await this.#write(bytes);
    if (!file.ok) return { kind: 'failed', failure: file.failure };
    // One that was put back is the same under another id.
    const before = this.#replace?.work() ?? { seen: replaces, holder };
    const replace = this.#replaceOf(newReplaceWork(file.value, before.seen, before.holder));
    this.#replace = replace;
    await report.remember();
    return this.#finish(replace, report, signal);
  }

  async #finish(replace: Replace, report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    const end = await replace.run(report, signal);
    if (end.kind === 'done' || end.kind === 'skipped') {
      await this.#parts.disk.rm(this.#folder, { recursive: true, force: true });
    }
    return end;
  }

  #replaceOf(work: ReplaceWork): Replace {
    const { accountId, coordinates } = this.#request;
    return new Replace(this.#parts, { accountId, coordinates, work });
  }

  /** The bytes, on the disk when this is done. */
  async #write(bytes: Buffer): Promise<Outcome<LocalFileReference>> {
    const { disk, keptFolder } = this.#parts;
    const path = join(this.#folder, 'list');
    try {
      await disk.mkdir(this.#folder, { recursive: true });
      await disk.rm(path, { force: true });
      {
        await using handle = await disk.open(path, 'wx');
        await handle.writeFile(bytes);
        await handle.sync();
      }
      for (const folder of [this.#folder, keptFolder]) await syncFolder(disk, folder);
    } catch (error) {
      const failure = diskFailure(error, this.coordinates.fileName);
      if (failure === null) throw error;
      return failure;
    }
    return referenceTo(path);
  }
}
