import type { Failure } from '../../shared/failure.ts';
import { isSettled, type Transfer, type TransferId, type TransferState } from '../../shared/transfer.ts';
import { SpeedMeter } from './speed-meter.ts';
import type { RunningState, TransferEnd, TransferJob } from './transfer-job.ts';

/** A job in the queue with everything that is known about how it goes. */
export class QueuedTransfer {
  readonly id: TransferId;
  readonly job: TransferJob;
  /** Those of one account and direction share a lane and its limit. */
  readonly lane: string;
  /** Servers compare names without regard to case, so two spellings are one version. */
  readonly versionKey: string;
  readonly #addedAt: number;
  #state: TransferState = 'queued';
  #localName: string;
  #size: number | null;
  #transferred = 0;
  #sha256: string | null = null;
  #failure: Failure | null = null;
  #startedAt: number | null = null;
  #settledAt: number | null = null;
  #meter = new SpeedMeter();
  #abort: AbortController | null = null;

  constructor(id: TransferId, job: TransferJob, addedAt: number) {
    this.id = id;
    this.job = job;
    const { owner, packageName, version } = job.coordinates;
    this.lane = `${job.direction} ${job.accountId}`;
    this.versionKey = JSON.stringify([job.accountId, owner, packageName, version]).toLowerCase();
    this.#addedAt = addedAt;
    this.#localName = job.localName;
    this.#size = job.size;
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

  /** Whether it counts against the limits. Verifying a publish sends next to nothing and may wait for a listing. */
  get takesAPlace(): boolean {
    if (this.#state === 'queued' || isSettled(this.#state)) return false;
    return this.#state !== 'verifying' || this.job.direction === 'download';
  }

  /** Whether the run that was started with `signal` is the one that runs now. */
  isRunning(signal: AbortSignal): boolean {
    return this.#abort?.signal === signal && !isSettled(this.#state);
  }

  start(now: number): AbortSignal {
    this.#abort = new AbortController();
    this.#state = 'checking';
    this.#startedAt = now;
    return this.#abort.signal;
  }

  abort(): void {
    this.#abort?.abort();
  }

  enter(state: RunningState): void {
    this.#state = state;
  }

  moveTo(bytes: number, at: number): void {
    this.#transferred = bytes;
    this.#meter.add(at, bytes);
  }

  learnSize(bytes: number): void {
    this.#size = bytes;
  }

  learnLocalName(name: string): void {
    this.#localName = name;
  }

  requeue(): void {
    this.#state = 'queued';
    this.#transferred = 0;
    this.#sha256 = null;
    this.#failure = null;
    this.#startedAt = null;
    this.#settledAt = null;
    this.#meter = new SpeedMeter();
    this.#abort = null;
  }

  settle(end: TransferEnd, now: number): void {
    this.#settledAt = now;
    this.#abort = null;
    if (end.kind !== 'failed') {
      this.#state = end.kind;
      this.#sha256 = end.sha256;
    } else if (end.failure.reason === 'cancelled') {
      this.#state = 'cancelled';
    } else {
      this.#state = 'failed';
      this.#failure = end.failure;
    }
  }

  /** `at` is monotonic milliseconds. */
  snapshot(at: number): Transfer {
    const isMoving = this.#state === 'sending' || this.#state === 'receiving';
    return {
      id: this.id,
      direction: this.job.direction,
      accountId: this.job.accountId,
      coordinates: this.job.coordinates,
      localName: this.#localName,
      state: this.#state,
      size: this.#size,
      transferred: this.#transferred,
      speed: isMoving ? this.#meter.speed(at) : null,
      sha256: this.#sha256,
      failure: this.#failure,
      retryAt: null,
      position: 0,
      addedAt: this.#addedAt,
      startedAt: this.#startedAt,
      settledAt: this.#settledAt,
    };
  }
}
