import type { Failure } from '../../shared/failure.ts';
import {
  type BatchId,
  isSettled,
  type Transfer,
  type TransferId,
  type TransferState,
} from '../../shared/transfer.ts';
import type { TransferRecord } from './journal/transfer-record.ts';
import type { FailedTries } from './retry-rules.ts';
import { SpeedMeter } from './speed-meter.ts';
import {
  type RunningState,
  type SettledEnd,
  Stop,
  type StopCause,
  type TransferJob,
} from './transfer-job.ts';

/** When a transfer that waits is tried again. */
interface NextTry {
  /** Milliseconds since 1970, for people. */
  readonly at: number;
  /** Monotonic milliseconds. */
  readonly due: number;
}

/** A job in the queue with everything that is known about how it goes. */
export class QueuedTransfer {
  readonly id: TransferId;
  readonly batch: BatchId | null;
  /** What is lower starts first. */
  position: number;
  /** How many files of its batch have to be there before it starts. */
  waitsFor = 0;
  readonly #addedAt: number;
  #job: TransferJob;
  #state: TransferState = 'queued';
  #localName: string;
  #size: number | null;
  #transferred = 0;
  #sha256: string | null = null;
  #failure: Failure | null = null;
  #nextTry: NextTry | null = null;
  #tries = 0;
  /** Since when nothing came of it, in monotonic milliseconds. */
  #failingSince = 0;
  #mostTransferred = 0;
  #startedAt: number | null = null;
  #settledAt: number | null = null;
  #meter = new SpeedMeter();
  #abort: AbortController | null = null;

  constructor(
    { id, batch, addedAt, position }: Pick<Transfer, 'id' | 'batch' | 'addedAt' | 'position'>,
    job: TransferJob,
  ) {
    this.id = id;
    this.batch = batch;
    this.position = position;
    this.#job = job;
    this.#addedAt = addedAt;
    this.#localName = job.localName;
    this.#size = job.size;
  }

  /** One that an earlier run of the app left. What was running then waits for its turn again. */
  static restored({ transfer }: TransferRecord, job: TransferJob): QueuedTransfer {
    const restored = new QueuedTransfer(transfer, job);
    const { state } = transfer;
    const stays = isSettled(state) || state === 'paused' || state === 'needs-decision';
    restored.#state = stays ? state : 'queued';
    restored.#failure = stays ? transfer.failure : null;
    restored.#sha256 = transfer.sha256;
    restored.#localName = transfer.localName;
    restored.#size = transfer.size;
    restored.#transferred = stays ? transfer.transferred : 0;
    restored.#startedAt = stays ? transfer.startedAt : null;
    restored.#settledAt = transfer.settledAt;
    return restored;
  }

  get job(): TransferJob {
    return this.#job;
  }

  get state(): TransferState {
    return this.#state;
  }

  get size(): number | null {
    return this.#size;
  }

  get transferred(): number {
    return this.#transferred;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  /** Those of one account and direction share a lane and its limit. */
  get lane(): string {
    return `${this.#job.direction} ${this.#job.accountId}`;
  }

  /** Servers compare names without regard to case, so two spellings are one version. */
  get versionKey(): string {
    const { owner, packageName, version } = this.#job.coordinates;
    return JSON.stringify([this.#job.accountId, owner, packageName, version]).toLowerCase();
  }

  /** Monotonic milliseconds before which it must not start; null for at once. */
  get due(): number | null {
    return this.#nextTry?.due ?? null;
  }

  /** Whether it is in its turn: running, or waiting to run. */
  get isActive(): boolean {
    return !isSettled(this.#state) && this.#state !== 'paused' && this.#state !== 'needs-decision';
  }

  get isRunning(): boolean {
    return this.#abort !== null;
  }

  /** Whether it counts against the limits. Verifying a publish sends next to nothing and may wait for a listing. */
  get takesAPlace(): boolean {
    return this.isRunning && (this.#state !== 'verifying' || this.#job.direction === 'download');
  }

  /** Whether the run that was started with `signal` is the one that runs now. */
  isRun(signal: AbortSignal): boolean {
    return this.#abort?.signal === signal;
  }

  start(now: number): AbortSignal {
    this.#abort = new AbortController();
    this.#state = 'checking';
    this.#nextTry = null;
    this.#failure = null;
    this.#startedAt ??= now;
    return this.#abort.signal;
  }

  /** Ends the run; what comes of it depends on the cause of the last stop. */
  stop(cause: StopCause): void {
    this.#abort?.abort(new Stop(cause));
  }

  /** Why the run was stopped; null when it was not. */
  get stopCause(): StopCause | null {
    const reason: unknown = this.#abort?.signal.reason;
    return reason instanceof Stop ? reason.stopCause : null;
  }

  enter(state: RunningState): void {
    this.#state = state;
  }

  moveTo(bytes: number, at: number): void {
    this.#transferred = bytes;
    this.#meter.add(at, bytes);
    // Bytes of an upload that is sent anew are no progress over what it came to before.
    if (bytes <= this.#mostTransferred) return;
    this.#mostTransferred = bytes;
    this.#tries = 0;
  }

  learnSize(bytes: number): void {
    this.#size = bytes;
  }

  learnLocalName(name: string): void {
    this.#localName = name;
  }

  /** `now` is monotonic milliseconds. */
  countTry(now: number): FailedTries {
    if (this.#tries === 0) this.#failingSince = now;
    this.#tries += 1;
    return { count: this.#tries, elapsed: now - this.#failingSince };
  }

  /** Waits for its turn, from what is known already. */
  requeue(): void {
    this.#endRun('queued');
  }

  /** The user asked for it anew. */
  startOver(job: TransferJob = this.#job): void {
    this.#endRun('queued');
    this.#job = job;
    job.startOver();
    this.#sha256 = null;
    this.#startedAt = null;
    this.#settledAt = null;
    this.#tries = 0;
    this.#mostTransferred = 0;
    if (job.direction === 'publish') this.#transferred = 0;
  }

  waitUntil(nextTry: NextTry, failure: Failure): void {
    this.#endRun('waiting');
    this.#nextTry = nextTry;
    this.#failure = failure;
  }

  /** A publish starts from its first byte when it goes on. */
  hold(state: 'paused' | 'needs-decision', failure: Failure | null): void {
    this.#endRun(state);
    this.#failure = failure;
    if (state === 'paused' && this.#job.direction === 'publish') this.#transferred = 0;
  }

  settle(end: SettledEnd, now: number): void {
    this.#endRun('failed');
    this.#settledAt = now;
    if (end.kind !== 'failed') {
      this.#state = end.kind;
      this.#sha256 = end.sha256;
    } else if (end.failure.reason === 'cancelled') {
      this.#state = 'cancelled';
    } else {
      this.#failure = end.failure;
    }
  }

  #endRun(state: TransferState): void {
    this.#state = state;
    this.#abort = null;
    this.#failure = null;
    this.#nextTry = null;
    this.#meter = new SpeedMeter();
  }

  record(): TransferRecord {
    return { transfer: this.#snapshot(null), work: this.#job.work() };
  }

  /** `at` is monotonic milliseconds. */
  snapshot(at: number): Transfer {
    const isMoving = this.#state === 'sending' || this.#state === 'receiving';
    return this.#snapshot(isMoving ? this.#meter.speed(at) : null);
  }

  #snapshot(speed: number | null): Transfer {
    const { direction, accountId, coordinates } = this.#job;
    return {
      id: this.id,
      batch: this.batch,
      direction,
      accountId,
      coordinates,
      copiedFrom: this.#job.copiedFrom?.() ?? null,
      localName: this.#localName,
      state: this.#state,
      waitsFor: this.waitsFor,
      size: this.#size,
      transferred: this.#transferred,
      speed,
      sha256: this.#sha256,
      oldFile: this.#job.oldFile?.() ?? null,
      failure: this.#failure,
      retryAt: this.#nextTry?.at ?? null,
      position: this.position,
      addedAt: this.#addedAt,
      startedAt: this.#startedAt,
      settledAt: this.#settledAt,
    };
  }
}
