import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Failure, isPassing } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { withEnding } from '../../shared/safe-file-name.ts';
import { type Clock, pause } from '../clock.ts';
import { hasRoomFor } from './free-space.ts';
import { type DiskCalls, diskFailure, PartFile } from './part-file.ts';
import { ReceivedBytes } from './received-bytes.ts';
import type { TransferClient } from './transfer-client.ts';
import type { TransferEnd, TransferJob, TransferReport } from './transfer-job.ts';
import type { VersionListings } from './version-listings.ts';

export interface DownloadParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly listings: VersionListings;
  readonly disk: DiskCalls;
  readonly clock: Clock;
  /** A few characters that make a part's name its own. */
  readonly random: () => string;
  /**
   * The ending of a part that stands for this very state of the file: what is there under it is continued, and it
   * stays when the download breaks off. Left out, a part never outlives its download.
   */
  readonly claimPart?: (safeName: string, file: PackageFile) => Promise<string>;
}

export interface DownloadRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly folder: string;
  /** What the file is to be called there; must be a safe name. */
  readonly safeName: string;
  /** Bytes, as last listed; null if not known. */
  readonly size: number | null;
}

/** Milliseconds before each new connection after one broke. */
const resumeDelays = [500, 2000, 5000];

/**
 * One file from a registry to this disk. Size and sha256 come from the server's listing and are checked over all
 * bytes before the name appears. A broken connection is taken up where it broke, after the listing has shown
 * that the file still is the same one; the hash decides in the end. Bytes that do not match are fetched once
 * more, then kept as `<name>.bad`.
 */
export class Download implements TransferJob {
  readonly direction = 'download';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size: number | null;
  readonly #parts: DownloadParts;
  readonly #folder: string;
  readonly #safeName: string;
  #localPath: string | null = null;

  constructor(parts: DownloadParts, request: DownloadRequest) {
    this.#parts = parts;
    this.accountId = request.accountId;
    this.coordinates = request.coordinates;
    this.localName = request.safeName;
    this.size = request.size;
    this.#folder = request.folder;
    this.#safeName = request.safeName;
  }

  localPath(): string | null {
    return this.#localPath;
  }

  async run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    report.state('checking');
    const client = await this.#parts.clientFor(this.accountId);
    if (!client.ok) return { kind: 'failed', failure: client.failure };
    const listed = await this.#listed(client.value, 'recent', signal);
    if (!listed.ok) return { kind: 'failed', failure: listed.failure };
    report.size(listed.value.size);

    let part: PartFile | null = null;
    let isKept = false;
    try {
      if (!(await hasRoomFor(this.#parts.disk, this.#folder, listed.value.size))) {
        return { kind: 'failed', failure: { reason: 'disk-full', subject: this.#safeName } };
      }
      part = await this.#createPart(listed.value);
      const fetched = await this.#fetchWhole(client.value, listed.value, part, report, signal);
      if (!fetched.ok) {
        isKept = this.#parts.claimPart !== undefined && isWorthResuming(fetched.failure);
        if (isDamage(fetched.failure)) await part.publishAs(withEnding(this.#safeName, '.bad'));
        return { kind: 'failed', failure: fetched.failure };
      }
      if (signal.aborted) {
        isKept = this.#parts.claimPart !== undefined;
        return { kind: 'failed', failure: { reason: 'cancelled' } };
      }
      const name = await part.publishAs(this.#safeName);
      this.#localPath = join(this.#folder, name);
      report.localName(name);
      return { kind: 'done', sha256: listed.value.sha256 };
    } catch (error) {
      const failure = diskFailure(error, this.#safeName);
      if (failure === null || failure.ok) throw error;
      isKept = this.#parts.claimPart !== undefined;
      return { kind: 'failed', failure: failure.failure };
    } finally {
      await (isKept ? part?.keep() : part?.discard());
    }
  }

  async #createPart(file: PackageFile): Promise<PartFile> {
    const { claimPart, disk, random } = this.#parts;
    if (claimPart === undefined) return PartFile.create(disk, this.#folder, this.#safeName, random());
    return PartFile.resume(disk, this.#folder, this.#safeName, await claimPart(this.#safeName, file));
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
      const { bytes, sha256 } = fetched.value;
      if (bytes === file.size && sha256 === file.sha256) return succeeded(undefined);
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
  ): Promise<Outcome<{ bytes: number; sha256: string }>> {
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
  ): Promise<Outcome<{ bytes: number; sha256: string }>> {
    await received.readBack();
    report.transferred(received.bytes);
    for (let attempt = 0; ; attempt += 1) {
      report.state('receiving');
      const streamed = await this.#stream(client, file, received, report, signal);
      if (streamed.ok) return succeeded({ bytes: received.bytes, sha256: await received.finish() });
      const delay = resumeDelays[attempt];
      if (signal.aborted) return failed('cancelled');
      if (delay === undefined || !isPassing(streamed.failure)) return streamed;
      await pause(this.#parts.clock, delay, signal);
      report.state('checking');
      const still = await this.#listed(client, 'fresh', signal);
      if (!still.ok && !isPassing(still.failure)) return still;
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
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    if (received.bytes > 0 && received.bytes >= file.size) return succeeded(undefined);
    const opened = await client.openDownload({
      coordinates: this.coordinates,
      start: received.bytes,
      signal,
    });
    if (!opened.ok) return opened;
    const { body, start, size } = opened.value;
    if (start !== received.bytes) {
      await received.restart();
      if (start !== 0) {
        body.destroy();
        return failed('unexpected-answer', { subject: file.fileName.slice(0, 300) });
      }
    }
    const took = await takeBytes(body, file.size - received.bytes, async (chunk) => {
      await received.take(chunk);
      report.transferred(received.bytes);
    });
    if (signal.aborted) return failed('cancelled');
    if (!took) return failed('interrupted');
    // Without a length in the answer, an end that comes early looks like any other.
    return received.bytes < file.size && size === null ? failed('interrupted') : succeeded(undefined);
  }
}

/** Whether the bytes that came are good for the next attempt. */
function isWorthResuming(failure: Failure): boolean {
  return !isDamage(failure) && failure.reason !== 'changed-on-server' && failure.reason !== 'not-found';
}

function isDamage(failure: Failure): boolean {
  return failure.reason === 'damaged-on-server' || failure.reason === 'damaged-in-transit';
}

/**
 * Gives `keep` at most so many bytes of a body and closes it. False when the connection broke before; an error of
 * `keep` itself is thrown.
 */
async function takeBytes(
  body: Readable,
  most: number,
  keep: (chunk: Buffer) => Promise<void>,
): Promise<boolean> {
  const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
  // What a body still has to say after it was left must not end the app.
  body.on('error', () => undefined);
  try {
    for (let left = most; ; ) {
      let next: IteratorResult<Buffer>;
      try {
        next = await chunks.next();
      } catch {
        return left === 0;
      }
      // The end is awaited also after the last byte, so that the connection can be used again.
      if (next.done === true || left === 0) return true;
      const chunk = next.value.subarray(0, left);
      left -= chunk.length;
      await keep(chunk);
    }
  } finally {
    body.destroy();
  }
}
