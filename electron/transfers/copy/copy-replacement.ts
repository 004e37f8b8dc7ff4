import { join } from 'node:path';
import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import { failed, type Outcome } from '../../../shared/outcome.ts';
import type { CopiedFrom, OldFile } from '../../../shared/transfer.ts';
import { type LocalFileReference, referenceTo } from '../../local-files/local-file-reference.ts';
import type { CopyWork, ReplaceWork } from '../journal/transfer-record.ts';
import { listedFile } from '../listed-files.ts';
import { diskFailure, syncFolder } from '../part-file.ts';
import { Replace, type ReplaceParts } from '../replace/replace.ts';
import { newReplaceWork } from '../replace/replace-state.ts';
import {
  goesOnLater,
  owesTheServer,
  type TransferEnd,
  type TransferJob,
  type TransferReport,
} from '../transfer-job.ts';
import { Copy } from './copy.ts';
import { RegistrySource } from './registry-source.ts';

/** A copy that takes the place of a file. */
type ReplacingWork = CopyWork & { readonly replaces: NonNullable<CopyWork['replaces']> };

export interface CopyReplacementRequest {
  readonly accountId: AccountId;
  /** Where the copy goes. */
  readonly coordinates: FileCoordinates;
  readonly work: ReplacingWork;
}

/**
 * A copy in the place of a file that has its name. Nothing is deleted for bytes that are on another server only: they are
 * brought to this disk first, proven and flushed, and replace the old file from there as a local file would.
 */
export class CopyReplacement implements TransferJob {
  readonly direction = 'publish';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size: number;
  readonly #parts: ReplaceParts;
  readonly #source: RegistrySource;
  readonly #folder: string;
  #work: ReplacingWork;
  /** Null until the bytes are on this disk. */
  #replace: Replace | null;

  constructor(parts: ReplaceParts, { accountId, coordinates, work }: CopyReplacementRequest) {
    this.#parts = parts;
    this.accountId = accountId;
    this.coordinates = coordinates;
    this.localName = work.from.coordinates.fileName;
    this.size = work.from.size;
    this.#source = new RegistrySource(parts, work.from);
    this.#folder = join(parts.keptFolder, `${work.replaces.holder}-new`);
    this.#work = work;
    this.#replace = work.replacement === null ? null : this.#replaceOf(work.replacement);
  }

  work(): CopyWork {
    return { ...this.#work, replacement: this.#replace?.work() ?? null };
  }

  copiedFrom(): CopiedFrom {
    const { from, isSourceAtFault } = this.#work;
    return { accountId: from.accountId, coordinates: from.coordinates, isAtFault: isSourceAtFault };
  }

  oldFile(): OldFile {
    return this.#replace?.oldFile() ?? 'there';
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

  /** Old bytes that the server lacks are never removed. */
  async discard(): Promise<void> {
    if (owesTheServer(this)) return;
    await this.#replace?.discard();
    // One that was put back is the same under another id.
    const { holder } = this.#work.replaces;
    const seen = this.#replace?.work().seen ?? this.#work.replaces;
    this.#work = { ...this.#work, replaces: { id: seen.id, sha256: seen.sha256, holder } };
    this.#replace = null;
    await this.#parts.disk.rm(this.#folder, { recursive: true, force: true });
  }

  /** Nothing is replaced under another name. */
  renamed(fileName: string): Copy {
    const { accountId } = this;
    const coordinates = { ...this.coordinates, fileName };
    return new Copy(this.#parts, { accountId, coordinates, from: this.#work.from });
  }

  /** The old file while it is nowhere else. */
  localPath(): string | null {
    return this.#replace !== null && owesTheServer(this) ? this.#replace.localPath() : null;
  }

  async run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    const end = await (this.#replace === null
      ? this.#begin(report, signal)
      : this.#finish(this.#replace, report, signal));
    const isSourceAtFault = end.kind === 'failed' && this.#source.isOwn(end.failure);
    this.#work = { ...this.#work, isSourceAtFault };
    const isCalledOff = signal.aborted && !goesOnLater(signal) && end.kind === 'failed';
    if (isCalledOff && this.oldFile() === 'there') await this.discard();
    return end;
  }

  async #begin(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    report.state('checking');
    const { accountId, coordinates } = this;
    const { from, replaces } = this.#work;
    const client = await this.#parts.clientFor(accountId);
    if (!client.ok) return { kind: 'failed', failure: client.failure };
    const listed = await this.#parts.listings.fresh(client.value, accountId, coordinates, signal);
    if (!listed.ok && listed.failure.reason !== 'not-found') {
      return { kind: 'failed', failure: listed.failure };
    }
    const there = listed.ok ? listedFile(listed.value, coordinates.fileName) : null;
    if (there === null || there.sha256 === from.sha256) {
      // Nothing is in its way any more.
      return this.renamed(coordinates.fileName).run(report, signal);
    }
    const file = await this.#fetch(report, signal);
    if (!file.ok) return { kind: 'failed', failure: file.failure };
    const { holder, ...seen } = replaces;
    const replace = this.#replaceOf(newReplaceWork(file.value, seen, holder));
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
    const { accountId, coordinates } = this;
    return new Replace(this.#parts, { accountId, coordinates, work });
  }

  /** The bytes of the source, proven, and on the disk when this is done. */
  async #fetch(report: TransferReport, signal: AbortSignal): Promise<Outcome<LocalFileReference>> {
    const { disk, keptFolder } = this.#parts;
    const opened = await this.#source.open(async () => undefined, signal);
    if (!opened.ok) return opened;
    await using body = opened.value;
    const path = join(this.#folder, 'file');
    report.state('receiving');
    const bytes = body.open();
    const leave = () => bytes.destroy();
    signal.addEventListener('abort', leave, { once: true });
    try {
      await disk.mkdir(this.#folder, { recursive: true });
      await disk.rm(path, { force: true });
      {
        await using handle = await disk.open(path, 'wx');
        let received = 0;
        for await (const chunk of bytes) {
          if (!Buffer.isBuffer(chunk)) throw new Error('A body of something else than bytes');
          await handle.writeFile(chunk);
          received += chunk.length;
          report.transferred(received);
        }
        await handle.sync();
      }
      for (const folder of [this.#folder, keptFolder]) await syncFolder(disk, folder);
    } catch (error) {
      if (signal.aborted) return failed('cancelled');
      if (body.failure !== null) return { ok: false, failure: body.failure };
      const failure = diskFailure(error, this.coordinates.fileName);
      if (failure === null) throw error;
      return failure;
    } finally {
      signal.removeEventListener('abort', leave);
      bytes.destroy();
    }
    return body.sent === null ? failed('cancelled') : referenceTo(path);
  }
}
