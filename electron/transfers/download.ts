import { join } from 'node:path';
import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { withEnding } from '../../shared/safe-file-name.ts';
import type { HashService } from '../local-files/hash-service.ts';
import type { DownloadSource, FoundDownload } from './download-source.ts';
import { findSameFile } from './find-same-file.ts';
import { hasRoomFor } from './free-space.ts';
import type { TransferWork } from './journal/transfer-record.ts';
import { ListedFileSource } from './listed-file-source.ts';
import { type DiskCalls, diskFailure, PartFile } from './part-file.ts';
import { type ListedState, leftParts, type PartSource, partEnding } from './part-names.ts';
import { type SplitFetchParts, SplitFileSource } from './split/split-file-source.ts';
import type { TransferClient } from './transfer-client.ts';
import { goesOnLater, type TransferEnd, type TransferJob, type TransferReport } from './transfer-job.ts';

export interface DownloadParts extends SplitFetchParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly hashes: HashService;
  readonly disk: DiskCalls;
  /** Gives the part of another holder that is no more the name that this one's has. */
  readonly adoptPart?: (
    folder: string,
    source: PartSource,
    safeName: string,
    state: ListedState,
  ) => Promise<void>;
}

export interface DownloadRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  /** The name of the manifest of a file that is there in parts; null, or left out, for a plain file. */
  readonly manifest?: string | null;
  readonly folder: string;
  /** What the file is to be called there; must be a safe name. */
  readonly safeName: string;
  /** Bytes, as last listed; null if not known. */
  readonly size: number | null;
  /** Whose part it is, in the part's name: letters and digits. A later process with the same one goes on from it. */
  readonly partHolder: string;
  /** What tells the server from others. */
  readonly origin: string;
  /** Whether a file with the very bytes that is there already is all that is wanted. */
  readonly takesWhatIsThere: boolean;
}

/**
 * One file from a registry to this disk, from one listed file or joined from its parts. Its name appears only when all
 * bytes are there and are those that the source checks them by. Bytes that do not match are kept as `<name>.bad`. What a
 * stopped or broken run has stays in the part for the next one.
 */
export class Download implements TransferJob {
  readonly direction = 'download';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size: number | null;
  readonly #parts: DownloadParts;
  readonly #request: DownloadRequest;
  readonly #source: DownloadSource;
  #hasRun = false;
  #localPath: string | null = null;

  constructor(parts: DownloadParts, request: DownloadRequest) {
    const { accountId, coordinates, manifest = null } = request;
    this.#parts = parts;
    this.#request = request;
    this.accountId = accountId;
    this.coordinates = coordinates;
    this.localName = request.safeName;
    this.size = request.size;
    this.#source =
      manifest === null
        ? new ListedFileSource(parts, accountId, coordinates)
        : new SplitFileSource(parts, accountId, { ...coordinates, fileName: manifest });
  }

  work(): TransferWork {
    const { folder, safeName, partHolder, manifest = null } = this.#request;
    return { kind: 'download', manifest, folder, safeName, partHolder };
  }

  /** What has come is not fetched again, so trying costs next to nothing. */
  mayRunAgain(): boolean {
    return true;
  }

  startOver(): void {
    this.#localPath = null;
  }

  renamed(): null {
    return null;
  }

  localPath(): string | null {
    return this.#localPath;
  }

  async discard(): Promise<void> {
    const { folder, partHolder, safeName, takesWhatIsThere } = this.#request;
    if (!this.#hasRun && !takesWhatIsThere) return;
    const { disk } = this.#parts;
    for (const { path, holder } of await leftParts(disk, folder, this.#request, safeName, null)) {
      if (holder === partHolder) await disk.rm(path, { force: true });
    }
  }

  async run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    report.state('checking');
    const isFirstRun = !this.#hasRun;
    this.#hasRun = true;
    const client = await this.#parts.clientFor(this.accountId);
    if (!client.ok) return { kind: 'failed', failure: client.failure };
    const found = await this.#source.find(client.value, isFirstRun ? 'recent' : 'fresh', signal);
    if (!found.ok) return { kind: 'failed', failure: found.failure };
    const { state } = found.value;
    report.size(state.size);
    try {
      const isWanted = this.#request.takesWhatIsThere || !isFirstRun;
      const there = isWanted ? await this.#whatIsThere(state, signal) : null;
      if (there === null) return await this.#fetch(found.value, report, signal);
      this.#localPath = join(this.#request.folder, there);
      report.localName(there);
      return { kind: 'skipped', sha256: state.sha256 };
    } catch (error) {
      const failure = diskFailure(error, this.#request.safeName);
      if (failure === null || failure.ok) throw error;
      return { kind: 'failed', failure: failure.failure };
    }
  }

  /** The name of a file here that has the bytes already; parts of it are not needed any more. */
  async #whatIsThere(state: ListedState, signal: AbortSignal): Promise<string | null> {
    const { folder, safeName } = this.#request;
    const name = await findSameFile(folder, safeName, state, this.#parts.hashes, signal);
    if (name === null) return null;
    // A process that was killed after giving the bytes their name left its part as well.
    await this.#parts.adoptPart?.(folder, this.#request, safeName, state);
    await this.discard();
    return name;
  }

  async #fetch(found: FoundDownload, report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    const { state } = found;
    const { folder, safeName } = this.#request;
    if (!(await hasRoomFor(this.#parts.disk, folder, state.size))) {
      return { kind: 'failed', failure: { reason: 'disk-full', subject: safeName } };
    }
    const part = await this.#openPart(state);
    let isKept = true;
    try {
      await part.dropIfLonger(state.size);
      const fetched = await found.fetch(part, report, signal);
      const failure = signal.aborted ? { reason: 'cancelled' as const } : fetched.ok ? null : fetched.failure;
      if (failure === null) {
        const name = await part.publishAs(safeName, this.#parts.clock, signal);
        isKept = false;
        this.#localPath = join(folder, name);
        report.localName(name);
        return { kind: 'done', sha256: state.sha256 };
      }
      if (isDamage(failure)) await part.publishAs(withEnding(safeName, '.bad'), this.#parts.clock, signal);
      isKept = signal.aborted ? goesOnLater(signal) : isOfUse(failure);
      return { kind: 'failed', failure };
    } finally {
      await (isKept ? part.keep() : part.discard());
    }
  }

  async #openPart(state: ListedState): Promise<PartFile> {
    const { adoptPart, disk } = this.#parts;
    const { folder, partHolder, safeName } = this.#request;
    await adoptPart?.(folder, this.#request, safeName, state);
    return PartFile.resume(disk, folder, safeName, partEnding(this.#request, state, partHolder));
  }
}

/** Whether what came may be the beginning of what another run fetches. */
function isOfUse(failure: Failure): boolean {
  return !isDamage(failure) && failure.reason !== 'changed-on-server';
}

/** Whether all bytes came, and others than are listed. What an answer says of damage brought no bytes. */
function isDamage({ reason, status }: Failure): boolean {
  return status === undefined && (reason === 'damaged-on-server' || reason === 'damaged-in-transit');
}
