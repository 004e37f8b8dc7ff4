import type { AccountId } from '../../../shared/account.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import { nameKey } from '../../../shared/names.ts';
import type { OldFile } from '../../../shared/transfer.ts';
import type { DownloadParts } from '../download.ts';
import type { ReplaceWork } from '../journal/transfer-record.ts';
import {
  goesOnLater,
  owesTheServer,
  type TransferEnd,
  type TransferJob,
  type TransferReport,
} from '../transfer-job.ts';
import type { Upload, UploadParts } from '../upload.ts';
import { putBack, sendNew, tidy } from './bring.ts';
import { KeptFile } from './kept-file.ts';
import { cancelledEnd, failedEnd, type ReplaceRun } from './replace-run.ts';
import { ReplaceState } from './replace-state.ts';
import type { ReplaceTurns } from './replace-turns.ts';
import { beginDeletion, deleteOld, prepare } from './take-away.ts';

export interface ReplaceParts extends UploadParts, DownloadParts {
  /** The folder that holds the folders with old files. */
  readonly keptFolder: string;
  readonly turns: ReplaceTurns;
}

export interface ReplaceRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly work: ReplaceWork;
}

/**
 * One local file in the place of one that is on the server, for registries that overwrite nothing. Only the very file
 * that the user saw is deleted, only when its bytes are on this disk, and what is done is written down before. From
 * then on the server gets the new file or, where it does not take that, the old one back, in this process or the next.
 * Where anybody else had a hand in it nothing more is touched, and the user is asked. Between the deletion and the end
 * of the sending nobody sees a file under the name.
 */
export class Replace implements TransferJob {
  readonly direction = 'publish';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size: number;
  readonly #parts: ReplaceParts;
  readonly #state: ReplaceState;
  readonly #kept: KeptFile;

  constructor(parts: ReplaceParts, { accountId, coordinates, work }: ReplaceRequest) {
    this.#parts = parts;
    this.accountId = accountId;
    this.coordinates = coordinates;
    this.#state = new ReplaceState(parts, accountId, coordinates, work);
    this.#kept = new KeptFile(parts, parts.keptFolder, work.holder);
    this.localName = this.#state.upload.localName;
    this.size = this.#state.upload.size;
  }

  work(): ReplaceWork {
    return this.#state.work;
  }

  oldFile(): OldFile {
    return this.#state.oldFile;
  }

  mayRunAgain(): boolean {
    return this.#state.mayRunAgain();
  }

  startOver(): void {
    this.#state.startOver();
  }

  undo(): boolean {
    return this.#state.undo();
  }

  /** The new file under another name; nothing on the server is in its way there. */
  renamed(fileName: string): Upload | null {
    return this.#state.upload.renamed(fileName);
  }

  /** The old file while it is nowhere else. */
  localPath(): string {
    return owesTheServer(this) ? this.#kept.path(this.#state.oldName) : this.#state.upload.localPath();
  }

  /** Old bytes that the server lacks are never removed. */
  async discard(): Promise<void> {
    if (!owesTheServer(this)) await this.#kept.remove();
  }

  async run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    report.state('checking');
    const client = await this.#parts.clientFor(this.accountId);
    if (!client.ok) return failedEnd(client.failure);
    const end = await this.#runWith({
      accountId: this.accountId,
      coordinates: this.coordinates,
      listings: this.#parts.listings,
      hashes: this.#parts.hashes,
      client: client.value,
      kept: this.#kept,
      state: this.#state,
      report,
      signal,
    });
    const isCalledOff = signal.aborted && !goesOnLater(signal) && end.kind === 'failed';
    if (isCalledOff && this.oldFile() === 'there') await this.discard();
    return end;
  }

  async #runWith(run: ReplaceRun): Promise<TransferEnd> {
    let isUnasked = false;
    if (this.#state.work.step === 'preparing') {
      const early = await prepare(run);
      if (early !== null) return early;
    }
    const leave = await this.#parts.turns.enter(this.#versionKey(), run.signal);
    try {
      while (!run.signal.aborted) {
        const { step } = this.#state.work;
        const end = await this.#take(step, run, isUnasked);
        if (end !== null) return end;
        isUnasked = step === 'preparing';
      }
      if (isUnasked) this.#state.set({ step: 'preparing' });
      return cancelledEnd;
    } finally {
      leave();
    }
  }

  #take(step: ReplaceWork['step'], run: ReplaceRun, isUnasked: boolean): Promise<TransferEnd | null> {
    switch (step) {
      case 'preparing':
        return beginDeletion(run);
      case 'deleting':
        return deleteOld(run, isUnasked);
      case 'sending':
        return sendNew(run);
      case 'putting-back':
        return putBack(run);
      case 'back':
      case 'replaced':
        return tidy(run);
      default:
        return assertNever(step);
    }
  }

  #versionKey(): string {
    const { owner, packageName, version } = this.coordinates;
    return JSON.stringify([this.accountId, ...[owner, packageName, version].map(nameKey)]);
  }
}
