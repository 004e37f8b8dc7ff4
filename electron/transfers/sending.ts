import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Failure, type FailureReason, isPassing } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type Clock, pause } from '../clock.ts';
import { bodyPieceBytes } from '../registry/send-body.ts';
import type { EqualContent } from './equal-content.ts';
import { listedFile } from './listed-files.ts';
import { aboutFile, patiently, proveLastByte } from './stored-proof.ts';
import type { TransferClient } from './transfer-client.ts';
import type { TransferEnd, TransferReport } from './transfer-job.ts';
import type { SentBytes, UploadSource } from './upload-source.ts';
import type { VersionListings } from './version-listings.ts';

export interface SendingParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly listings: VersionListings;
  readonly equalContent: EqualContent;
  readonly clock: Clock;
}

/** What is known of bodies that were sent, by this process or an earlier one. */
export interface SentBefore {
  /** Bytes of bodies sent since the user asked for it. Broken uploads may stay in a server's temporary folder for good. */
  readonly sentBytes: number;
  /** Whether the server may have been given a whole body without its answer being known. */
  readonly mayHaveArrived: boolean;
}

export interface SendingRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly source: UploadSource;
  /** Nothing if left out. */
  readonly sent?: SentBefore;
}

/**
 * When a whole body went out and no clear answer came, the file may have arrived, or still be on its way to the
 * server's disk: milliseconds between looks at the listing, and one more for what takes long to be stored.
 */
const arrivalDelays = [0, 2000, 3000, 10_000];
const lateArrivalDelay = 45_000;
const arrivesLateFrom = 32 * 1024 * 1024;

/**
 * Brings some bytes to a registry under a name. Nothing is sent that is there already, or that may have arrived before
 * without this having been looked into; bytes that changed while they were read never arrive whole; and `done` means
 * that the server lists the very bytes and gives the last of them back: an answer of 201 has been seen for files that
 * were never stored.
 */
export class Sending {
  readonly #parts: SendingParts;
  readonly #accountId: AccountId;
  readonly #coordinates: FileCoordinates;
  readonly #source: UploadSource;
  #sentBytes: number;
  #mayHaveArrived: boolean;
  /** How many bodies were begun since the user asked for it. */
  #bodies = 0;

  constructor(parts: SendingParts, { accountId, coordinates, source, sent }: SendingRequest) {
    this.#parts = parts;
    this.#accountId = accountId;
    this.#coordinates = coordinates;
    this.#source = source;
    this.#sentBytes = sent?.sentBytes ?? 0;
    this.#mayHaveArrived = sent?.mayHaveArrived ?? false;
  }

  /** What another process has to know. */
  get sent(): SentBefore {
    return { sentBytes: this.#sentBytes, mayHaveArrived: this.#mayHaveArrived };
  }

  /** Whether it may be run again without asking the user. */
  mayRunAgain(): boolean {
    return this.#mayHaveArrived || this.#maySend();
  }

  /** The user asked for it anew. */
  startOver(): void {
    this.#sentBytes = 0;
    this.#bodies = 0;
  }

  async run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    report.state('checking');
    const client = await this.#parts.clientFor(this.#accountId);
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
    const leave = await this.#parts.equalContent.enter(this.#accountId, this.#source, signal);
    try {
      const sent = await this.#send(client.value, report, signal);
      if (!sent.ok) return { kind: 'failed', failure: sent.failure };
      report.transferred(this.#source.size);
      report.state('verifying');
      const proven = await this.#prove(client.value, sent.value, signal);
      if (!proven.ok) return { kind: 'failed', failure: proven.failure };
      this.#source.remember(sent.value.sha256);
      return { kind: 'done', sha256: sent.value.sha256 };
    } finally {
      leave();
    }
  }

  /** One body may be sent again by itself: with the second one the file's bytes were sent twice at most. */
  #maySend(): boolean {
    return this.#bodies < 2 && this.#sentBytes <= this.#source.size;
  }

  get #arrivalDelays(): readonly number[] {
    return this.#source.size < arrivesLateFrom ? arrivalDelays : [...arrivalDelays, lateArrivalDelay];
  }

  /** What the server lists under this name, without regard to case; null when there is nothing. */
  async #listed(
    client: TransferClient,
    how: 'recent' | 'fresh',
    signal: AbortSignal,
  ): Promise<Outcome<PackageFile | null>> {
    const listed = await this.#parts.listings[how](client, this.#accountId, this.#coordinates, signal);
    if (!listed.ok) return listed.failure.reason === 'not-found' ? succeeded(null) : listed;
    return succeeded(listedFile(listed.value, this.#coordinates.fileName));
  }

  /** The name is taken: equal bytes that can be had are success, others are never sent over. */
  async #accept(
    client: TransferClient,
    there: PackageFile,
    kind: 'done' | 'skipped',
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<TransferEnd> {
    if (there.size !== this.#source.size) return { kind: 'failed', failure: this.#failure('already-exists') };
    const hashed = await this.#source.sha256(signal);
    if (!hashed.ok) return { kind: 'failed', failure: hashed.failure };
    if (hashed.value !== there.sha256) return { kind: 'failed', failure: this.#failure('already-exists') };
    report.state('verifying');
    const last = await this.#source.lastByte(signal);
    if (!last.ok) return { kind: 'failed', failure: last.failure };
    const proven = await this.#proveLastByte(client, last.value, signal);
    return proven.ok ? { kind, sha256: there.sha256 } : { kind: 'failed', failure: proven.failure };
  }

  async #send(
    client: TransferClient,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<SentBytes>> {
    let isOver = false;
    const opened = await this.#source.open(async () => {
      // A body that was left may still be reading ahead.
      if (isOver) return;
      this.#mayHaveArrived = true;
      await report.remember();
    }, signal);
    if (!opened.ok) return opened;
    await using body = opened.value;
    if (signal.aborted) return failed('cancelled');
    report.state('sending');
    const before = this.#sentBytes;
    let bytesOut = 0;
    const published = await client.publishFile({
      coordinates: this.#coordinates,
      size: this.#source.size,
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
    const isWhole = sent !== null && bytesOut + bodyPieceBytes >= this.#source.size;
    this.#mayHaveArrived = isWhole && !published.ok && leavesDoubt(published.failure);
    if (body.failure !== null) return { ok: false, failure: body.failure };
    if (signal.aborted) return failed('cancelled');
    if (published.ok) return failed('unexpected-answer');
    if (!this.#mayHaveArrived || sent === null) return published;
    const delays = isAnswered(published.failure) ? [0] : this.#arrivalDelays;
    const found = await this.#awaitArrival(client, delays, report, signal);
    if (!found.ok) return found;
    if (found.value === null) return published;
    const isOurs = found.value.size === this.#source.size && found.value.sha256 === sent.sha256;
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
    const listed = await patiently(this.#parts.clock, signal, () => this.#listed(client, 'fresh', signal));
    if (!listed.ok) return listed;
    if (listed.value === null) return { ok: false, failure: this.#failure('not-stored') };
    if (listed.value.size !== this.#source.size || listed.value.sha256 !== sent.sha256) {
      return { ok: false, failure: this.#failure('damaged-on-server') };
    }
    return this.#proveLastByte(client, sent.lastByte, signal);
  }

  #proveLastByte(
    client: TransferClient,
    lastByte: number | null,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    const { clock } = this.#parts;
    const stored = { client, clock, coordinates: this.#coordinates, size: this.#source.size };
    return proveLastByte(stored, lastByte, signal);
  }

  #failure(reason: FailureReason): Failure {
    return aboutFile(reason, this.#coordinates);
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
