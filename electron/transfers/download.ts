import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Failure, isPassing } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { withEnding } from '../../shared/safe-file-name.ts';
import { type Clock, pause } from '../clock.ts';
import type { HashService } from '../local-files/hash-service.ts';
import { BrokenDownload } from '../registry/download-body.ts';
import { findSameFile } from './find-same-file.ts';
import { hasRoomFor } from './free-space.ts';
import type { TransferWork } from './journal/transfer-record.ts';
import { type DiskCalls, diskFailure, PartFile } from './part-file.ts';
import { type ListedState, leftParts, type PartSource, partEnding } from './part-names.ts';
import { ReceivedBytes } from './received-bytes.ts';
import { retryRules } from './retry-rules.ts';
import type { TransferClient } from './transfer-client.ts';
import { goesOnLater, type TransferEnd, type TransferJob, type TransferReport } from './transfer-job.ts';
import type { VersionListings } from './version-listings.ts';

export interface DownloadParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly listings: VersionListings;
  readonly hashes: HashService;
  readonly disk: DiskCalls;
  readonly clock: Clock;
  /** 0 to 1, for the waiting between connections. */
  readonly random: () => number;
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

/** Milliseconds before each new connection after one that brought nothing. */
const resumeDelays = [500, 2000, 5000];

/** Connections that are left because they are slow; after them a trickle has to do. */
const mostSlow = 3;

/**
 * One file from a registry to this disk. Size and sha256 come from the server's listing and are checked over all
 * bytes before the name appears. A broken connection is taken up where it broke, after the listing has shown
 * that the file still is the same one; the hash decides in the end. Bytes that do not match are fetched once
 * more, then kept as `<name>.bad`. What a stopped or broken run has stays in the part for the next one.
 */
export class Download implements TransferJob {
  readonly direction = 'download';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size: number | null;
  readonly #parts: DownloadParts;
  readonly #request: DownloadRequest;
  #hasRun = false;
  #localPath: string | null = null;

  constructor(parts: DownloadParts, request: DownloadRequest) {
    this.#parts = parts;
    this.#request = request;
    this.accountId = request.accountId;
    this.coordinates = request.coordinates;
    this.localName = request.safeName;
    this.size = request.size;
  }

  work(): TransferWork {
    const { folder, safeName, partHolder } = this.#request;
    return { kind: 'download', folder, safeName, partHolder };
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
    const listed = await this.#listed(client.value, isFirstRun ? 'recent' : 'fresh', signal);
    if (!listed.ok) return { kind: 'failed', failure: listed.failure };
    report.size(listed.value.size);
    try {
      const isWanted = this.#request.takesWhatIsThere || !isFirstRun;
      const there = isWanted ? await this.#whatIsThere(listed.value, signal) : null;
      if (there === null) return await this.#fetch(client.value, listed.value, report, signal);
      this.#localPath = join(this.#request.folder, there);
      report.localName(there);
      return { kind: 'skipped', sha256: listed.value.sha256 };
    } catch (error) {
      const failure = diskFailure(error, this.#request.safeName);
      if (failure === null || failure.ok) throw error;
      return { kind: 'failed', failure: failure.failure };
    }
  }

  /** The name of a file here that has the bytes already; parts of it are not needed any more. */
  async #whatIsThere(file: PackageFile, signal: AbortSignal): Promise<string | null> {
    const { folder, safeName } = this.#request;
    const name = await findSameFile(folder, safeName, file, this.#parts.hashes, signal);
    if (name === null) return null;
    // A process that was killed after giving the bytes their name left its part as well.
    await this.#parts.adoptPart?.(folder, this.#request, safeName, file);
    await this.discard();
    return name;
  }

  async #fetch(
    client: TransferClient,
    file: PackageFile,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<TransferEnd> {
    const { folder, safeName } = this.#request;
    if (!(await hasRoomFor(this.#parts.disk, folder, file.size))) {
      return { kind: 'failed', failure: { reason: 'disk-full', subject: safeName } };
    }
    const part = await this.#openPart(file);
    let isKept = true;
    try {
      const fetched = await this.#fetchWhole(client, file, part, report, signal);
      const failure = signal.aborted ? { reason: 'cancelled' as const } : fetched.ok ? null : fetched.failure;
      if (failure === null) {
        const name = await part.publishAs(safeName, this.#parts.clock, signal);
        isKept = false;
        this.#localPath = join(folder, name);
        report.localName(name);
        return { kind: 'done', sha256: file.sha256 };
      }
      if (isDamage(failure)) await part.publishAs(withEnding(safeName, '.bad'), this.#parts.clock, signal);
      isKept = signal.aborted ? goesOnLater(signal) : isOfUse(failure);
      return { kind: 'failed', failure };
    } finally {
      await (isKept ? part.keep() : part.discard());
    }
  }

  async #openPart(file: PackageFile): Promise<PartFile> {
    const { adoptPart, disk } = this.#parts;
    const { folder, partHolder, safeName } = this.#request;
    await adoptPart?.(folder, this.#request, safeName, file);
    return PartFile.resume(disk, folder, safeName, partEnding(this.#request, file, partHolder));
  }

  async #listed(
    client: TransferClient,
    how: 'recent' | 'fresh',
    signal: AbortSignal,
  ): Promise<Outcome<PackageFile>> {
    const listed = await this.#parts.listings[how](client, this.accountId, this.coordinates, signal);
    if (!listed.ok) return listed;
    const file = listed.value.files.find(({ fileName }) => fileName === this.coordinates.fileName);
    return file === undefined
      ? failed('not-found', { subject: this.coordinates.fileName.slice(0, 300) })
      : succeeded(file);
  }

  /** All bytes of the file, equal to the listing, in the part. Wrong ones are fetched once more. */
  async #fetchWhole(
    client: TransferClient,
    file: PackageFile,
    part: PartFile,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    let earlier: string | null = null;
    for (;;) {
      const fetched = await this.#fetchOnce(client, file, part, report, signal);
      if (!fetched.ok) return fetched;
      report.state('verifying');
      const { bytes, sha256, isFresh } = fetched.value;
      if (bytes === file.size && sha256 === file.sha256) return succeeded(undefined);
      if (!isFresh) {
        // What an earlier run left may have lost bytes with the power; that says nothing about the server.
        await part.restart();
        continue;
      }
      const wrong = `${bytes} bytes ${sha256}`;
      if (earlier !== null) {
        const reason = earlier === wrong ? 'damaged-on-server' : 'damaged-in-transit';
        return failed(reason, {
          subject: `sha256 listed ${file.sha256}, received ${sha256}, ${bytes} bytes`,
        });
      }
      earlier = wrong;
      await part.restart();
    }
  }

  async #fetchOnce(
    client: TransferClient,
    file: PackageFile,
    part: PartFile,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<Fetched>> {
    const received = new ReceivedBytes(part, file.size);
    try {
      return await this.#fetchInto(received, client, file, report, signal);
    } finally {
      await received.end();
    }
  }

  async #fetchInto(
    received: ReceivedBytes,
    client: TransferClient,
    file: PackageFile,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<Fetched>> {
    await received.readBack();
    report.transferred(received.bytes);
    const isFresh = received.bytes === 0;
    let vain = 0;
    let slow = 0;
    let isListed = true;
    for (;;) {
      report.state('receiving');
      const before = received.bytes;
      const streamed = await this.#stream(client, file, received, slow >= mostSlow, report, signal);
      if (streamed.ok) {
        return succeeded({ bytes: received.bytes, sha256: await received.finish(), isFresh });
      }
      const { failure } = streamed;
      vain = received.bytes > before ? 0 : vain + 1;
      if (failure.reason === 'timed-out') slow += 1;
      const delay = resumeDelays[vain];
      if (signal.aborted) return failed('cancelled');
      if (!concernsThisOnly(failure)) return streamed;
      if (delay === undefined) return isListed ? { ok: false, failure: ofListedFile(failure) } : streamed;
      await pause(this.#parts.clock, delay * (1 + this.#parts.random() / 4), signal);
      report.state('checking');
      const still = await this.#listed(client, 'fresh', signal);
      if (!still.ok && !isPassing(still.failure)) return still;
      isListed = still.ok;
      if (still.ok && (still.value.id !== file.id || still.value.sha256 !== file.sha256)) {
        return failed('changed-on-server', { subject: file.fileName.slice(0, 300) });
      }
    }
  }

  /** One connection: takes up where the bytes stand, ends when they are all there or it broke. */
  async #stream(
    client: TransferClient,
    file: PackageFile,
    received: ReceivedBytes,
    isPatient: boolean,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    if (received.bytes > 0 && received.bytes >= file.size) return succeeded(undefined);
    const { coordinates } = this;
    const opened = await client.openDownload({ coordinates, start: received.bytes, signal, isPatient });
    if (!opened.ok) {
      if (received.bytes === 0 || !isAboutRange(opened.failure)) return opened;
      // Nothing is appended to what it may not belong to.
      await received.restart();
      return this.#stream(client, file, received, isPatient, report, signal);
    }
    const { body, start, size } = opened.value;
    if (start !== received.bytes) {
      await received.restart();
      if (start !== 0) {
        body.destroy();
        return failed('unexpected-answer', { subject: file.fileName.slice(0, 300) });
      }
    }
    const broken = await takeBytes(body, file.size - received.bytes, async (chunk) => {
      await received.take(chunk);
      report.transferred(received.bytes);
    });
    if (signal.aborted) return failed('cancelled');
    if (broken !== null) return { ok: false, failure: broken };
    // Without a length in the answer, an end that comes early looks like any other.
    return received.bytes < file.size && size === null ? failed('interrupted') : succeeded(undefined);
  }
}

/** What came in one go. */
interface Fetched {
  readonly bytes: number;
  readonly sha256: string;
  /** Whether all of it came now. */
  readonly isFresh: boolean;
}

/** Whether what came may be the beginning of what another run fetches. */
function isOfUse(failure: Failure): boolean {
  return !isDamage(failure) && failure.reason !== 'changed-on-server';
}

/** Whether all bytes came, and others than are listed. What an answer says of damage brought no bytes. */
function isDamage({ reason, status }: Failure): boolean {
  return status === undefined && (reason === 'damaged-on-server' || reason === 'damaged-in-transit');
}

/** Whether it may be asked again at once; of a server that says "not now" everything has to know. */
function concernsThisOnly(failure: Failure): boolean {
  const isNotNow = failure.status !== undefined && retryRules[failure.reason].kind === 'host';
  return isPassing(failure) && failure.retryAfter === undefined && !isNotNow;
}

/** What a server lists and, asked again and again, cannot read is not there (go-gitea/gitea#39215). */
function ofListedFile(failure: Failure): Failure {
  return failure.reason === 'server-error' ? { ...failure, reason: 'damaged-on-server' } : failure;
}

/** Another part of the file than was asked for, or none. */
function isAboutRange({ reason, status }: Failure): boolean {
  return reason === 'unexpected-answer' && (status === 206 || status === 416);
}

/**
 * Gives `keep` at most so many bytes of a body and closes it. Answers why the connection broke before, or null; an
 * error of `keep` itself is thrown.
 */
async function takeBytes(
  body: Readable,
  most: number,
  keep: (chunk: Buffer) => Promise<void>,
): Promise<Failure | null> {
  const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
  // What a body still has to say after it was left must not end the app.
  body.on('error', () => undefined);
  try {
    for (let left = most; ; ) {
      let next: IteratorResult<Buffer>;
      try {
        next = await chunks.next();
      } catch (error) {
        if (left === 0) return null;
        const why = error instanceof BrokenDownload && isPassing(error.failure) ? error.failure : null;
        return why ?? { reason: 'interrupted' };
      }
      // The end is awaited also after the last byte, so that the connection can be used again.
      if (next.done === true || left === 0) return null;
      const chunk = next.value.subarray(0, left);
      left -= chunk.length;
      await keep(chunk);
    }
  } finally {
    body.destroy();
  }
}
