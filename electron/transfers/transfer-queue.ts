import type { AccountId } from '../../shared/account.ts';
import { describeCoordinates } from '../../shared/coordinates.ts';
import { concernsCredential, type Failure } from '../../shared/failure.ts';
import { isSettled, type Transfer, type TransferId } from '../../shared/transfer.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { QueuedTransfer } from './queued-transfer.ts';
import { SnapshotOutbox } from './snapshot-outbox.ts';
import type { TransferEnd, TransferJob } from './transfer-job.ts';
import { TransferLanes, type TransferLimits } from './transfer-lanes.ts';

/** How a stretch of work ended: told once, when nothing is left to do. */
export interface TransferSummary {
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** How far everything is that was added since the queue last ran dry. */
export interface OverallProgress {
  readonly unsettled: number;
  /** 0 to 1; null while nothing is known. */
  readonly fraction: number | null;
}

export interface TransferQueueListener {
  changed(snapshots: Transfer[]): void;
  removed(ids: TransferId[]): void;
  settled(transfer: Transfer): void;
  ranDry(summary: TransferSummary): void;
}

export interface TransferQueueParts {
  readonly clock: Clock;
  readonly newId: () => TransferId;
  /** Asked each time a place might be free, so a changed setting acts at once. */
  readonly limits: () => TransferLimits;
  readonly listener: TransferQueueListener;
  readonly log: Logger;
}

/** Shows a stall: without bytes nothing else would tell that the speed went down. */
const speedInterval = 1000;

/**
 * Runs transfers, as many at once and in the order that `TransferLanes` says. Holds the truth about every transfer
 * of this run of the app; the window gets whole snapshots.
 */
export class TransferQueue {
  readonly #parts: TransferQueueParts;
  readonly #outbox: SnapshotOutbox;
  readonly #transfers = new Map<TransferId, QueuedTransfer>();
  readonly #lanes = new TransferLanes();
  readonly #runs = new Set<Promise<void>>();
  /** Added or tried again since the queue last ran dry. */
  #stretch = new Set<TransferId>();
  #callOffTick: (() => void) | null = null;
  #isStopped = false;

  constructor(parts: TransferQueueParts) {
    this.#parts = parts;
    this.#outbox = new SnapshotOutbox(
      parts.clock,
      (id) => this.#transfers.get(id)?.snapshot(parts.clock.monotonic()) ?? null,
      (snapshots) => parts.listener.changed(snapshots),
    );
  }

  /** Adds jobs at the end; they appear as `queued` at once. */
  add(jobs: readonly TransferJob[]): TransferId[] {
    const ids = jobs.map((job) => {
      const id = this.#parts.newId();
      this.#enqueue(new QueuedTransfer(id, job, this.#parts.clock.now()));
      return id;
    });
    this.#startWhatMay();
    return ids;
  }

  cancel(ids: readonly TransferId[]): void {
    for (const id of ids) {
      const transfer = this.#transfers.get(id);
      if (transfer?.state === 'queued') {
        this.#settle(transfer, { kind: 'failed', failure: { reason: 'cancelled' } });
      } else {
        transfer?.abort();
      }
    }
    this.#afterSettling();
  }

  cancelAccount(accountId: AccountId): void {
    this.cancel(this.#lanes.unsettled.filter(({ job }) => job.accountId === accountId).map(({ id }) => id));
  }

  /** Puts failed and cancelled transfers at the end of the queue again; others stay as they are. */
  retry(ids: readonly TransferId[]): void {
    for (const id of ids) {
      const transfer = this.#transfers.get(id);
      if (transfer === undefined || (transfer.state !== 'failed' && transfer.state !== 'cancelled')) continue;
      transfer.requeue();
      this.#transfers.delete(id);
      this.#enqueue(transfer);
    }
    this.#startWhatMay();
  }

  /** Takes settled transfers off the list. */
  clearSettled(): void {
    const ids = [...this.#transfers.values()].filter(({ state }) => isSettled(state)).map(({ id }) => id);
    for (const id of ids) {
      this.#transfers.delete(id);
      this.#outbox.forget(id);
    }
    if (ids.length > 0) this.#parts.listener.removed(ids);
  }

  /** Every transfer as it stands. */
  snapshot(): Transfer[] {
    const now = this.#parts.clock.monotonic();
    return [...this.#transfers.values()].map((transfer) => transfer.snapshot(now));
  }

  localPathOf(id: TransferId): string | null {
    return this.#transfers.get(id)?.job.localPath() ?? null;
  }

  progress(): OverallProgress {
    let transferred = 0;
    let size = 0;
    for (const id of this.#stretch) {
      const transfer = this.#transfers.get(id);
      if (transfer === undefined || transfer.state === 'failed' || transfer.state === 'cancelled') continue;
      size += transfer.size ?? 0;
      transferred += isSettled(transfer.state) ? (transfer.size ?? 0) : transfer.transferred;
    }
    return { unsettled: this.#lanes.unsettled.length, fraction: size === 0 ? null : transferred / size };
  }

  /** Starts nothing more, aborts what runs and waits until it has cleaned up. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.cancel(this.#lanes.unsettled.map(({ id }) => id));
    await Promise.all(this.#runs);
    this.#callOffTick?.();
  }

  #enqueue(transfer: QueuedTransfer): void {
    this.#transfers.set(transfer.id, transfer);
    this.#lanes.add(transfer);
    this.#stretch.add(transfer.id);
    this.#outbox.changed(transfer.id, false);
  }

  #startWhatMay(): void {
    if (this.#isStopped) return;
    for (const transfer of this.#lanes.startable(this.#parts.limits())) {
      const run = this.#run(transfer).finally(() => this.#runs.delete(run));
      this.#runs.add(run);
    }
    this.#tick();
  }

  async #run(transfer: QueuedTransfer): Promise<void> {
    const signal = transfer.start(this.#parts.clock.now());
    let end: TransferEnd;
    try {
      end = await transfer.job.run(
        {
          state: (state) => this.#report(transfer, signal, () => this.#enter(transfer, state)),
          transferred: (bytes) =>
            this.#report(transfer, signal, () => transfer.moveTo(bytes, this.#parts.clock.monotonic())),
          size: (bytes) => this.#report(transfer, signal, () => transfer.learnSize(bytes)),
          localName: (name) => this.#report(transfer, signal, () => transfer.learnLocalName(name)),
        },
        signal,
      );
    } catch (error) {
      this.#parts.log.error(
        `${transfer.job.direction} of ${describeCoordinates(transfer.job.coordinates)}`,
        error,
      );
      end = { kind: 'failed', failure: { reason: 'internal' } };
    }
    this.#settle(transfer, end);
    if (end.kind === 'failed' && concernsCredential(end.failure)) {
      this.#failQueued(transfer.job.accountId, end.failure);
    }
    this.#afterSettling();
  }

  #report(transfer: QueuedTransfer, signal: AbortSignal, apply: () => void): void {
    if (!transfer.isRunning(signal)) return;
    apply();
    this.#outbox.changed(transfer.id, false);
  }

  #enter(transfer: QueuedTransfer, state: Parameters<QueuedTransfer['enter']>[0]): void {
    transfer.enter(state);
    if (state !== 'verifying' || transfer.job.direction !== 'publish') return;
    this.#lanes.openVersionOf(transfer);
    queueMicrotask(() => this.#startWhatMay());
  }

  #failQueued(accountId: AccountId, failure: Failure): void {
    for (const transfer of this.#lanes.waiting) {
      if (transfer.job.accountId === accountId) this.#settle(transfer, { kind: 'failed', failure });
    }
  }

  #settle(transfer: QueuedTransfer, end: TransferEnd): void {
    this.#lanes.remove(transfer);
    transfer.settle(end, this.#parts.clock.now());
    if (end.kind === 'failed') {
      const { direction, coordinates } = transfer.job;
      this.#parts.log.info(`${direction} of ${describeCoordinates(coordinates)}: ${end.failure.reason}`);
    } else {
      this.#lanes.openVersionOf(transfer);
    }
    this.#outbox.changed(transfer.id, true);
    this.#parts.listener.settled(transfer.snapshot(this.#parts.clock.monotonic()));
  }

  #afterSettling(): void {
    this.#startWhatMay();
    if (!this.#lanes.isEmpty || this.#stretch.size === 0) return;
    const summary = { done: 0, skipped: 0, failed: 0, cancelled: 0 };
    for (const id of this.#stretch) {
      const state = this.#transfers.get(id)?.state;
      if (state === 'done' || state === 'skipped' || state === 'failed' || state === 'cancelled')
        summary[state] += 1;
    }
    this.#stretch = new Set();
    this.#lanes.forgetVersions();
    this.#parts.listener.ranDry(summary);
  }

  #tick(): void {
    if (this.#callOffTick !== null || this.#isStopped) return;
    const running = [...this.#lanes.running];
    if (running.length === 0) return;
    for (const { id, state } of running) {
      if (state === 'sending' || state === 'receiving') this.#outbox.changed(id, false);
    }
    this.#callOffTick = this.#parts.clock.after(speedInterval, () => {
      this.#callOffTick = null;
      this.#tick();
    });
  }
}
