import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Failure, isPassing } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type Clock, pause } from '../clock.ts';
import type { PartFile } from './part-file.ts';
import { ReceivedBytes } from './received-bytes.ts';
import { retryRules } from './retry-rules.ts';
import { takeBytes } from './take-bytes.ts';
import type { TransferClient } from './transfer-client.ts';
import type { TransferReport } from './transfer-job.ts';
import type { VersionListings } from './version-listings.ts';

export interface FetchParts {
  readonly listings: VersionListings;
  readonly clock: Clock;
  /** 0 to 1, for the waiting between connections. */
  readonly random: () => number;
}

/** Milliseconds before each new connection after one that brought nothing. */
const resumeDelays = [500, 2000, 5000];

/** Connections that are left because they are slow; after them a trickle has to do. */
const mostSlow = 3;

/** What came in one go. */
interface Fetched {
  readonly bytes: number;
  readonly sha256: string;
  /** Whether all of it came now. */
  readonly isFresh: boolean;
}

/**
 * Brings one listed file into a part on disk. Size and sha256 come from the listing and are checked over all bytes. A broken
 * connection is taken up where it broke, after the listing has shown that the file still is the same one; the hash
 * decides in the end. Bytes that do not match are fetched once more, and then left as they are.
 */
export class FileFetch {
  readonly #parts: FetchParts;
  readonly #client: TransferClient;
  readonly #accountId: AccountId;
  readonly #coordinates: FileCoordinates;
  readonly #file: PackageFile;
  readonly #report: TransferReport;
  readonly #signal: AbortSignal;

  constructor(
    parts: FetchParts,
    from: {
      readonly client: TransferClient;
      readonly accountId: AccountId;
      readonly coordinates: FileCoordinates;
      /** As it is listed. */
      readonly file: PackageFile;
    },
    report: TransferReport,
    signal: AbortSignal,
  ) {
    this.#parts = parts;
    this.#client = from.client;
    this.#accountId = from.accountId;
    this.#coordinates = from.coordinates;
    this.#file = from.file;
    this.#report = report;
    this.#signal = signal;
  }

  /** `start` is where the file begins in a part that holds several; what is before it stays as it is. */
  async into(part: PartFile, start: number): Promise<Outcome<undefined>> {
    const file = this.#file;
    let earlier: string | null = null;
    for (;;) {
      const fetched = await this.#fetchOnce(part, start);
      if (!fetched.ok) return fetched;
      this.#report.state('verifying');
      const { bytes, sha256, isFresh } = fetched.value;
      if (bytes === file.size && sha256 === file.sha256) return succeeded(undefined);
      if (!isFresh) {
        // What an earlier run left may have lost bytes with the power; that says nothing about the server.
        await part.restart(start);
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
      await part.restart(start);
    }
  }

  async #fetchOnce(part: PartFile, start: number): Promise<Outcome<Fetched>> {
    const received = new ReceivedBytes(part, this.#file.size, start);
    try {
      return await this.#fetchInto(received);
    } finally {
      await received.end();
    }
  }

  async #fetchInto(received: ReceivedBytes): Promise<Outcome<Fetched>> {
    const file = this.#file;
    await received.readBack();
    this.#report.transferred(received.bytes);
    const isFresh = received.bytes === 0;
    let vain = 0;
    let slow = 0;
    let isListed = true;
    for (;;) {
      this.#report.state('receiving');
      const before = received.bytes;
      const streamed = await this.#stream(received, slow >= mostSlow);
      if (streamed.ok) {
        return succeeded({ bytes: received.bytes, sha256: await received.finish(), isFresh });
      }
      const { failure } = streamed;
      vain = received.bytes > before ? 0 : vain + 1;
      if (failure.reason === 'timed-out') slow += 1;
      const delay = resumeDelays[vain];
      if (this.#signal.aborted) return failed('cancelled');
      if (!concernsThisOnly(failure)) return streamed;
      if (delay === undefined) return isListed ? { ok: false, failure: ofListedFile(failure) } : streamed;
      await pause(this.#parts.clock, delay * (1 + this.#parts.random() / 4), this.#signal);
      this.#report.state('checking');
      const still = await listedNow(this.#parts.listings, this.#client, this.#accountId, this.#coordinates, {
        how: 'fresh',
        signal: this.#signal,
      });
      if (!still.ok && !isPassing(still.failure)) return still;
      isListed = still.ok;
      if (still.ok && (still.value.id !== file.id || still.value.sha256 !== file.sha256)) {
        return failed('changed-on-server', { subject: file.fileName.slice(0, 300) });
      }
    }
  }

  /** One connection: takes up where the bytes stand, ends when they are all there or it broke. */
  async #stream(received: ReceivedBytes, isPatient: boolean): Promise<Outcome<undefined>> {
    const file = this.#file;
    const signal = this.#signal;
    if (received.bytes > 0 && received.bytes >= file.size) return succeeded(undefined);
    const opened = await this.#client.openDownload({
      coordinates: this.#coordinates,
      start: received.bytes,
      signal,
      isPatient,
    });
    if (!opened.ok) {
      if (received.bytes === 0 || !isAboutRange(opened.failure)) return opened;
      // Nothing is appended to what it may not belong to.
      await received.restart();
      return this.#stream(received, isPatient);
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
      this.#report.transferred(received.bytes);
    });
    if (signal.aborted) return failed('cancelled');
    if (broken !== null) return { ok: false, failure: broken };
    // Without a length in the answer, an end that comes early looks like any other.
    return received.bytes < file.size && size === null ? failed('interrupted') : succeeded(undefined);
  }
}

/** A file as the server lists it, by its very name; `not-found` where it does not. */
export async function listedNow(
  listings: VersionListings,
  client: TransferClient,
  accountId: AccountId,
  coordinates: FileCoordinates,
  { how, signal }: { readonly how: 'recent' | 'fresh'; readonly signal: AbortSignal },
): Promise<Outcome<PackageFile>> {
  const listed = await listings[how](client, accountId, coordinates, signal);
  if (!listed.ok) return listed;
  const file = listed.value.files.find(({ fileName }) => fileName === coordinates.fileName);
  return file === undefined
    ? failed('not-found', { subject: coordinates.fileName.slice(0, 300) })
    : succeeded(file);
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
