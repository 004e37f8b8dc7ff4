import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Failure, type FailureReason, isPassing } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type Clock, pause } from '../clock.ts';
import type { HashService } from '../local-files/hash-service.ts';
import { type LocalFileReference, openLocalFile } from '../local-files/local-file-reference.ts';
import { localNameOf } from '../local-files/local-files.ts';
import { bodyPieceBytes } from '../registry/send-body.ts';
import type { EqualContent } from './equal-content.ts';
import { FileBody, type SentBytes } from './file-body.ts';
import type { PublishWork } from './journal/transfer-record.ts';
import { listedFile } from './listed-files.ts';
import type { TransferClient } from './transfer-client.ts';
import type { TransferEnd, TransferJob, TransferReport } from './transfer-job.ts';
import type { VersionListings } from './version-listings.ts';

export interface UploadParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly listings: VersionListings;
  readonly hashes: HashService;
  readonly equalContent: EqualContent;
  readonly clock: Clock;
}

export interface UploadRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly file: LocalFileReference;
  /** What an earlier process is known to have sent; nothing if left out. */
  readonly sent?: Pick<PublishWork, 'sentBytes' | 'mayHaveArrived'>;
}

/**
 * When a whole body went out and no clear answer came, the file may have arrived, or still be on its way to the
 * server's disk: milliseconds between looks at the listing, and one more for what takes long to be stored.
 */
const arrivalDelays = [0, 2000, 3000, 10_000];
const lateArrivalDelay = 45_000;
const arrivesLateFrom = 32 * 1024 * 1024;

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
 * One local file to a registry. Nothing is sent that is there already, or that may have arrived before without this
 * having been looked into; bytes that changed while they were read never arrive whole; and `done` means that the server
 * lists the very bytes and gives the last of them back: an answer of 201 has been seen for files that were never
 * stored.
 */
export class Upload implements TransferJob {
  readonly direction = 'publish';
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size: number;
  readonly #parts: UploadParts;
  readonly #file: LocalFileReference;
  /** Bytes of bodies sent since the user asked for it. Broken uploads may stay in a server's temporary folder for good. */
  #sentBytes: number;
  #mayHaveArrived: boolean;
  /** How many bodies were begun since then. */
  #bodies = 0;

  constructor(parts: UploadParts, { accountId, coordinates, file, sent }: UploadRequest) {
    this.#parts = parts;
    this.accountId = accountId;
    this.coordinates = coordinates;
    this.#file = file;
    this.localName = localNameOf(file);
    this.size = file.identity.size;
    this.#sentBytes = sent?.sentBytes ?? 0;
    this.#mayHaveArrived = sent?.mayHaveArrived ?? false;
  }

  work(): PublishWork {
    return {
      kind: 'publish',
      file: this.#file,
      sentBytes: this.#sentBytes,
      mayHaveArrived: this.#mayHaveArrived,
    };
  }

  mayRunAgain(): boolean {
    return this.#mayHaveArrived || this.#maySend();
  }

  /** One body may be sent again by itself: with the second one the file's bytes were sent twice at most. */
  #maySend(): boolean {
    return this.#bodies < 2 && this.#sentBytes <= this.size;
  }

  startOver(): void {
    this.#sentBytes = 0;
    this.#bodies = 0;
  }

  renamed(fileName: string): Upload {
    return new Upload(this.#parts, {
      accountId: this.accountId,
      coordinates: { ...this.coordinates, fileName },
      file: this.#file,
    });
  }

  get #arrivalDelays(): readonly number[] {
    return this.size < arrivesLateFrom ? arrivalDelays : [...arrivalDelays, lateArrivalDelay];
  }

  async discard(): Promise<void> {
    // An upload leaves nothing on this disk.
  }

  localPath(): string {
    return this.#file.path;
  }

  async run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    report.state('checking');
    const client = await this.#parts.clientFor(this.accountId);
    if (!client.ok) return { kind: 'failed', failure: client.failure };
    const isAgain = this.#mayHaveArrived || this.#sentBytes > 0;
    const there = await this.#listed(client.value, isAgain ? 'fresh' : 'recent', signal);
    if (!there.ok) return { kind: 'failed', failure: there.failure };
    const wasSent = this.#mayHaveArrived;
    const found =
      there.value === null && wasSent
        ? await this.#awaitArrival(client.value, this.#arrivalDelays, report, signal)
        : there;
    if (!found.ok) return { kind: 'failed', failure: found.failure };
    if (found.value !== null) {
      return this.#accept(client.value, found.value, wasSent ? 'done' : 'skipped', report, signal);
    }

    if (!this.#maySend()) return { kind: 'failed', failure: this.#failure('not-stored') };
    const leave = await this.#parts.equalContent.enter(this.accountId, this.#file, signal);
    try {
      const sent = await this.#send(client.value, report, signal);
      if (!sent.ok) return { kind: 'failed', failure: sent.failure };
      report.transferred(this.size);
      report.state('verifying');
      const proven = await this.#prove(client.value, sent.value, signal);
      if (!proven.ok) return { kind: 'failed', failure: proven.failure };
      this.#parts.hashes.remember(this.#file, sent.value.sha256);
      return { kind: 'done', sha256: sent.value.sha256 };
    } finally {
      leave();
    }
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

  /** The name is taken: equal bytes that can be had are success, others are never sent over. */
  async #accept(
    client: TransferClient,
    there: PackageFile,
    kind: 'done' | 'skipped',
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<TransferEnd> {
    if (there.size !== this.size) return { kind: 'failed', failure: this.#failure('already-exists') };
    const hashed = await this.#parts.hashes.sha256Of(this.#file, signal);
    if (!hashed.ok) return { kind: 'failed', failure: hashed.failure };
    if (hashed.value !== there.sha256) return { kind: 'failed', failure: this.#failure('already-exists') };
    report.state('verifying');
    const last = await lastByteOf(this.#file);
    if (!last.ok) return { kind: 'failed', failure: last.failure };
    const proven = await this.#proveLastByte(client, last.value, signal);
    return proven.ok ? { kind, sha256: there.sha256 } : { kind: 'failed', failure: proven.failure };
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
    let isOver = false;
    const body = new FileBody(handle, this.#file, async () => {
      // A body that was left may still be reading ahead.
      if (isOver) return;
      this.#mayHaveArrived = true;
      await report.remember();
    });
    report.state('sending');
    const before = this.#sentBytes;
    let bytesOut = 0;
    const published = await client.publishFile({
      coordinates: this.coordinates,
      size: this.size,
      // Once a body was sent in vain, the next one waits until the server says that it wants it.
      asksFirst: before > 0,
      openBody: () => {
        this.#bodies += 1;
        return body.open();
      },
      signal,
      onSent: (bytes) => {
        bytesOut = bytes;
        this.#sentBytes = before + bytes;
        report.transferred(bytes);
      },
      onBodySent: () => report.state('storing'),
    });
    isOver = true;
    const { sent } = body;
    if (published.ok && sent !== null) return succeeded(sent);
    const isWhole = sent !== null && bytesOut + bodyPieceBytes >= this.size;
    this.#mayHaveArrived = isWhole && !published.ok && leavesDoubt(published.failure);
    if (body.failure !== null) return { ok: false, failure: body.failure };
    if (signal.aborted) return failed('cancelled');
    if (published.ok) return failed('unexpected-answer');
    if (!this.#mayHaveArrived || sent === null) return published;
    const delays = isAnswered(published.failure) ? [0] : this.#arrivalDelays;
    const found = await this.#awaitArrival(client, delays, report, signal);
    if (!found.ok) return found;
    if (found.value === null) return published;
    const isOurs = found.value.size === this.size && found.value.sha256 === sent.sha256;
    return isOurs ? succeeded(sent) : { ok: false, failure: this.#failure('already-exists') };
  }

  /** A body went out whole and no clear answer came: looks whether the file appears; null when it does not. */
  async #awaitArrival(
    client: TransferClient,
    delays: readonly number[],
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<PackageFile | null>> {
    report.state('storing');
    let answered: Outcome<PackageFile | null> = failed('cancelled');
    for (const delay of delays) {
      await pause(this.#parts.clock, delay, signal);
      if (signal.aborted) return failed('cancelled');
      answered = await this.#listed(client, 'fresh', signal);
      if (answered.ok && answered.value !== null) return answered;
    }
    // Only a server that was asked, and has it not, ends the doubt.
    if (answered.ok) this.#mayHaveArrived = false;
    return answered;
  }

  /** The listing has size and sha256 of what was sent, and the last byte can be had. */
  async #prove(client: TransferClient, sent: SentBytes, signal: AbortSignal): Promise<Outcome<undefined>> {
    const listed = await this.#patiently(signal, () => this.#listed(client, 'fresh', signal));
    if (!listed.ok) return listed;
    if (listed.value === null) return { ok: false, failure: this.#failure('not-stored') };
    if (listed.value.size !== this.size || listed.value.sha256 !== sent.sha256) {
      return { ok: false, failure: this.#failure('damaged-on-server') };
    }
    return this.#proveLastByte(client, sent.lastByte, signal);
  }

  /** The server gives back the last byte, which is null for an empty file, and knows the length. */
  async #proveLastByte(
    client: TransferClient,
    lastByte: number | null,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    if (lastByte === null) return succeeded(undefined);
    const last = await this.#patiently(signal, () => this.#lastByte(client, lastByte, signal));
    if (last.ok && last.value === lastByte) return succeeded(undefined);
    if (!last.ok && !missing.has(last.failure.reason)) return last;
    return { ok: false, failure: this.#failure('damaged-on-server') };
  }

  /** The last byte as the server gives it back; null when it gives none, or a file of another length. */
  async #lastByte(
    client: TransferClient,
    expected: number,
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
      return succeeded(opened.value.size === this.size ? expected : null);
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

/** Whether a server that was given the whole body may have stored it in spite of what it, or a proxy, answered. */
function leavesDoubt(failure: Failure): boolean {
  return isPassing(failure) || failure.reason === 'already-exists' || failure.reason === 'cancelled';
}

/** Whether the server itself was done with the body: what it did not store by then it never will. */
function isAnswered({ reason }: Failure): boolean {
  return reason === 'already-exists' || reason === 'server-error' || reason === 'too-many-requests';
}

/** The last byte of a local file; null for an empty one. */
async function lastByteOf(file: LocalFileReference): Promise<Outcome<number | null>> {
  const { size } = file.identity;
  if (size === 0) return succeeded(null);
  const opened = await openLocalFile(file);
  if (!opened.ok) return opened;
  await using handle = opened.value;
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 ? succeeded(buffer[0] ?? null) : failed('local-file-changed');
}
