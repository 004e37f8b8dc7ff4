import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates, VersionCoordinates } from '../../../shared/coordinates.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import type { DeleteMovedWork, TransferRecord } from '../journal/transfer-record.ts';
import type { TransferEnd, TransferJob, TransferReport } from '../transfer-job.ts';

/** A file of a version that was copied, as it was seen, and where its copy should be. */
export interface MovedFile {
  readonly fileName: string;
  readonly id: number;
  readonly sha256: string;
  /** What the copy is called. */
  readonly copiedAs: string;
  /** Whether its bytes were sent; false where they were there already. */
  readonly isSent: boolean;
}

/** A version whose files were all copied. */
export interface MovedVersion {
  readonly accountId: AccountId;
  readonly version: VersionCoordinates;
  readonly files: readonly MovedFile[];
  readonly to: DeleteMovedWork['to'];
}

/**
 * Looks at both places again and deletes the version where it came from, if it still is what was seen and all of it is
 * listed at the other place; otherwise nothing. A version that is gone already is a success.
 */
export type DeleteMovedVersion = (moved: MovedVersion, signal: AbortSignal) => Promise<Outcome<undefined>>;

export interface DeleteMovedRequest {
  readonly accountId: AccountId;
  readonly version: VersionCoordinates;
  readonly work: DeleteMovedWork;
}

/**
 * The last thing of a move: it comes after every copy of its batch, and deletes what they were made of. Like all
 * transfers it outlives the process; what it does begins with looking again, whoever starts it.
 */
export class DeleteMoved implements TransferJob {
  readonly direction = 'delete';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size = null;
  readonly #deleteMoved: DeleteMovedVersion;
  readonly #version: VersionCoordinates;
  readonly #work: DeleteMovedWork;

  constructor(deleteMoved: DeleteMovedVersion, { accountId, version, work }: DeleteMovedRequest) {
    this.#deleteMoved = deleteMoved;
    this.accountId = accountId;
    const { owner, packageName } = version;
    this.#version = { owner, packageName, version: version.version };
    this.coordinates = { ...this.#version, fileName: version.version };
    this.localName = version.version;
    this.#work = work;
  }

  work(): DeleteMovedWork {
    return this.#work;
  }

  async run(
    report: TransferReport,
    signal: AbortSignal,
    ahead: readonly TransferRecord[],
  ): Promise<TransferEnd> {
    report.state('checking');
    const copies = new Map(
      ahead.flatMap(({ transfer, work }) =>
        work.kind === 'copy' && isThere(transfer.state)
          ? [[work.from.coordinates.fileName, transfer] as const]
          : [],
      ),
    );
    const files: MovedFile[] = [];
    for (const file of this.#work.files) {
      const copy = copies.get(file.fileName);
      if (copy === undefined) {
        const subject = file.fileName.slice(0, 300);
        return { kind: 'failed', failure: { reason: 'batch-incomplete', subject } };
      }
      files.push({ ...file, copiedAs: copy.coordinates.fileName, isSent: copy.state === 'done' });
    }
    const { accountId } = this;
    const moved = { accountId, version: this.#version, files, to: this.#work.to };
    const deleted = await this.#deleteMoved(moved, signal);
    return deleted.ok ? { kind: 'done', sha256: null } : { kind: 'failed', failure: deleted.failure };
  }

  mayRunAgain(): boolean {
    return true;
  }

  startOver(): void {
    // It counts nothing.
  }

  renamed(): null {
    return null;
  }

  async discard(): Promise<void> {
    // Nothing is on this disk.
  }

  localPath(): null {
    return null;
  }
}

function isThere(state: TransferRecord['transfer']['state']): boolean {
  return state === 'done' || state === 'skipped';
}
