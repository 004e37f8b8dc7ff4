import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Failure, type FailureReason, isPassing } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type Clock, pause } from '../clock.ts';
import type { HashService } from '../local-files/hash-service.ts';
import { type LocalFileReference, openLocalFile } from '../local-files/local-file-reference.ts';
import { localNameOf } from '../local-files/local-files.ts';
import { FileBody, type SentBytes } from './file-body.ts';
import { listedFile } from './listed-files.ts';
import type { TransferClient } from './transfer-client.ts';
import type { TransferEnd, TransferJob, TransferReport } from './transfer-job.ts';
import type { VersionListings } from './version-listings.ts';

export interface UploadParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly listings: VersionListings;
  readonly hashes: HashService;
  readonly clock: Clock;
}

export interface UploadRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly file: LocalFileReference;
}

/**
 * When a whole body went out and no clear answer came, the file may have arrived, or still be on its way to the
 * server's disk: milliseconds between looks at the listing.
 */
const arrivalDelays = [0, 2000, 5000, 15_000];

/** A listed file that cannot be given back is not there, whatever words the server has for it. */
const missing: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'server-error',
  'not-found',
  'unexpected-answer',
  'damaged-on-server',
]);

/** Milliseconds before asking again for what proves that a stored file is there. */
const proofDelays = [0, 1000, 4000];

/**
 * One local file to a registry. Nothing is sent that is there already, bytes that changed while they were read
 * never arrive whole, and `done` means that the server lists the very bytes and gives the last of them back: an
 * answer of 201 has been seen for files that were never stored.
 */
export class Upload implements TransferJob {
  readonly direction = 'publish';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size: number;
  readonly #parts: UploadParts;
  readonly #file: LocalFileReference;

  constructor(parts: UploadParts, request: UploadRequest) {
    this.#parts = parts;
    this.accountId = request.accountId;
    this.coordinates = request.coordinates;
    this.#file = request.file;
    this.localName = localNameOf(request.file);
    this.size = request.file.identity.size;
  }

  localPath(): string {
    return this.#file.path;
  }

  async run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    report.state('checking');
    const client = await this.#parts.clientFor(this.accountId);
    if (!client.ok) return { kind: 'failed', failure: client.failure };
    const there = await this.#listed(client.value, 'recent', signal);
    if (!there.ok) return { kind: 'failed', failure: there.failure };
    if (there.value !== null) return this.#compare(there.value, signal);

    const sent = await this.#send(client.value, report, signal);
    if (!sent.ok) return { kind: 'failed', failure: sent.failure };
    report.transferred(this.size);
    report.state('verifying');
    const proven = await this.#prove(client.value, sent.value, signal);
    if (!proven.ok) return { kind: 'failed', failure: proven.failure };
    this.#parts.hashes.remember(this.#file, sent.value.sha256);
    return { kind: 'done', sha256: sent.value.sha256 };
  }

  /** What the server lists under this name, without regard to case; null when there is nothing. */
  async #listed(
    client: TransferClient,
    how: 'recent' | 'fresh',
    signal: AbortSignal,
  ): Promise<Outcome<PackageFile | null>> {
    const listed = await this.#parts.listings[how](client, this.accountId, this.coordinates, signal);
    if (!listed.ok) return listed.failure.reason === 'not-found' ? succeeded(null) : listed;
    return succeeded(listedFile(listed.value, this.coordinates.fileName));
  }

  /** The name is taken: equal bytes are success, others are never sent. */
  async #compare(there: PackageFile, signal: AbortSignal): Promise<TransferEnd> {
    if (there.size !== this.size) return { kind: 'failed', failure: this.#failure('already-exists') };
    const hashed = await this.#parts.hashes.sha256Of(this.#file, signal);
    if (!hashed.ok) return { kind: 'failed', failure: hashed.failure };
    return hashed.value === there.sha256
      ? { kind: 'skipped', sha256: there.sha256 }
      : { kind: 'failed', failure: this.#failure('already-exists') };
  }

  async #send(
    client: TransferClient,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<SentBytes>> {
    const opened = await openLocalFile(this.#file);
    if (!opened.ok) return opened;
    await using handle = opened.value;
    if (signal.aborted) return failed('cancelled');
    const body = new FileBody(handle, this.#file);
    report.state('sending');
    let bytesOut = 0;
    const published = await client.publishFile({
      coordinates: this.coordinates,
      size: this.size,
      openBody: () => body.open(),
      signal,
      onSent: (bytes) => {
        bytesOut = bytes;
        report.transferred(bytes);
      },
      onBodySent: () => report.state('storing'),
    });
    const { sent } = body;
    if (published.ok && sent !== null) return succeeded(sent);
    if (body.failure !== null) return { ok: false, failure: body.failure };
    if (signal.aborted) return failed('cancelled');
    if (published.ok) return failed('unexpected-answer');
    const mayHaveArrived = isPassing(published.failure) || published.failure.reason === 'already-exists';
    if (sent === null || bytesOut < this.size || !mayHaveArrived) return published;
    return this.#lookWhetherArrived(client, sent, published.failure, report, signal);
  }

  /** The body went out whole, the answer was no: the server may have stored it all the same. */
  async #lookWhetherArrived(
    client: TransferClient,
    sent: SentBytes,
    failure: Failure,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<SentBytes>> {
    report.state('storing');
    const delays = failure.reason === 'already-exists' ? [0] : arrivalDelays;
    for (const delay of delays) {
      await pause(this.#parts.clock, delay, signal);
      const listed = await this.#listed(client, 'fresh', signal);
      if (signal.aborted) return failed('cancelled');
      if (!listed.ok || listed.value === null) continue;
      const isOurs = listed.value.size === this.size && listed.value.sha256 === sent.sha256;
      return isOurs ? succeeded(sent) : { ok: false, failure: this.#failure('already-exists') };
    }
    return { ok: false, failure };
  }

  /** The listing has size and sha256 of what was sent, and the last byte can be had. */
  async #prove(client: TransferClient, sent: SentBytes, signal: AbortSignal): Promise<Outcome<undefined>> {
    const listed = await this.#patiently(signal, () => this.#listed(client, 'fresh', signal));
    if (!listed.ok) return listed;
    if (listed.value === null) return { ok: false, failure: this.#failure('not-stored') };
    if (listed.value.size !== this.size || listed.value.sha256 !== sent.sha256) {
      return { ok: false, failure: this.#failure('damaged-on-server') };
    }
    if (sent.lastByte === null) return succeeded(undefined);
    const last = await this.#patiently(signal, () => this.#lastByte(client, sent, signal));
    if (last.ok && last.value === sent.lastByte) return succeeded(undefined);
    if (!last.ok && !missing.has(last.failure.reason)) return last;
    return { ok: false, failure: this.#failure('damaged-on-server') };
  }

  /** The last byte as the server gives it back; null when it gives none, or a file of another length. */
  async #lastByte(
    client: TransferClient,
    sent: SentBytes,
    signal: AbortSignal,
  ): Promise<Outcome<number | null>> {
    const start = this.size - 1;
    const opened = await client.openDownload({ coordinates: this.coordinates, start, signal });
    if (!opened.ok) return opened;
    const { body } = opened.value;
    // What a body still has to say after it was left must not end the app.
    body.on('error', () => undefined);
    if (opened.value.start !== start) {
      // A server without ranges: the length that it announces has to do, the whole file is not fetched for one byte.
      body.destroy();
      return succeeded(opened.value.size === this.size ? sent.lastByte : null);
    }
    try {
      const bytes = Buffer.concat(await body.take(2).toArray());
      return succeeded(bytes.length === 1 ? (bytes[0] ?? null) : null);
    } catch {
      return failed('interrupted');
    }
  }

  async #patiently<T>(signal: AbortSignal, ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    let outcome: Outcome<T> = failed('cancelled');
    for (const delay of proofDelays) {
      await pause(this.#parts.clock, delay, signal);
      if (signal.aborted) return failed('cancelled');
      outcome = await ask();
      if (outcome.ok || !isPassing(outcome.failure)) return outcome;
    }
    return outcome;
  }

  #failure(reason: FailureReason): Failure {
    return { reason, subject: this.coordinates.fileName.slice(0, 300) };
  }
}
