import type { AccountId } from '../../shared/account.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { describeCoordinates } from '../../shared/coordinates.ts';
import { concernsCredential, type Failure } from '../../shared/failure.ts';
import type { Transfer, TransferDecision, TransferId } from '../../shared/transfer.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { AccountHolds } from './account-holds.ts';
import type { TransferMemory } from './journal/transfer-journal.ts';
import type { TransferRecord } from './journal/transfer-record.ts';
import { positionsBetween } from './positions.ts';
import { QueuedTransfer } from './queued-transfer.ts';
import { afterFailure, type FailedTries, retryRules } from './retry-rules.ts';
import type { TransferEnd, TransferJob } from './transfer-job.ts';
import { TransferLanes, type TransferLimits } from './transfer-lanes.ts';
import { type OverallProgress, TransferLedger, type TransferSummary } from './transfer-ledger.ts';

export interface TransferQueueListener {
  changed(snapshots: Transfer[]): void;
  removed(ids: TransferId[]): void;
  settled(transfer: Transfer): void;
  ranDry(summary: TransferSummary): void;
}

export interface TransferQueueParts {
  readonly clock: Clock;
  /** 0 to 1, for the waiting between tries. */
  readonly random: () => number;
  readonly newId: () => TransferId;
  /** Asked each time a place might be free, so a changed setting acts at once. */
  readonly limits: () => TransferLimits;
  /** Milliseconds without progress after which a transfer is given up. */
  readonly patience: number;
  readonly memory: TransferMemory;
  readonly listener: TransferQueueListener;
  readonly log: Logger;
}

/** Shows a stall: without bytes nothing else would tell that the speed went down. */
const speedInterval = 1000;

const cancelled: TransferEnd = { kind: 'failed', failure: { reason: 'cancelled' } };

/**
 * The control loop of all transfers: which run, as `TransferLanes` says, and what becomes of each when its run has
 * ended, as `retry-rules.ts` says. What happened is written to the journal before the next thing is done about it.
 */
export class TransferQueue {
  readonly #parts: TransferQueueParts;
  readonly #ledger: TransferLedger;
  readonly #lanes = new TransferLanes();
  readonly #holds = new AccountHolds();
  readonly #runs = new Set<Promise<void>>();
  #callOffTick: (() => void) | null = null;
  #callOffWake: (() => void) | null = null;
  #isStopped = false;

  constructor(parts: TransferQueueParts) {
    this.#parts = parts;
    const { clock, memory, listener } = parts;
    this.#ledger = new TransferLedger({
      clock,
      memory,
      changed: (snapshots) => listener.changed(snapshots),
    });
  }

  /** Adds jobs at the end; they appear as `queued` at once. `kept` tells when they outlive the process. */
  add(jobs: readonly TransferJob[]): TransferId[] {
    const first = this.#ledger.nextPosition();
    const transfers = jobs.map(
      (job, index) => new QueuedTransfer(this.#parts.newId(), job, this.#parts.clock.now(), first + index),
    );
    this.#enqueue(transfers);
    return transfers.map(({ id }) => id);
  }

  /** Takes in what an earlier run left, each with its job. What waited or ran then goes on. */
  restore(left: readonly { readonly record: TransferRecord; readonly job: TransferJob }[]): void {
    this.#enqueue(left.map(({ record, job }) => QueuedTransfer.restored(record, job)));
  }

  /** Done when everything that was asked for so far outlives the process. */
  kept(): Promise<void> {
    return this.#ledger.kept();
  }

  cancel(ids: readonly TransferId[]): void {
    for (const transfer of this.#ledger.find(ids)) {
      if (transfer.isRunning) transfer.stop('cancelled');
      else if (transfer.isActive || transfer.state === 'paused' || transfer.state === 'needs-decision') {
        this.#settle(transfer, cancelled);
        this.#discard(transfer);
      }
    }
    this.#afterRuns();
  }

  cancelAccount(accountId: AccountId): void {
    this.cancel(this.#ofAccount(accountId).map(({ id }) => id));
  }

  /** Holds transfers. What was sent or received whole is still brought to its end. */
  pause(ids: readonly TransferId[]): void {
    const held: QueuedTransfer[] = [];
    for (const transfer of this.#ledger.find(ids)) {
      if (transfer.state === 'storing' || transfer.state === 'verifying') continue;
      if (transfer.isRunning) transfer.stop('paused');
      else if (transfer.isActive) {
        this.#lanes.remove(transfer);
        transfer.hold('paused', null);
        held.push(transfer);
      }
    }
    this.#keep(held);
    this.#afterRuns();
  }

  /** Lets paused transfers go on, and waiting ones at once. */
  resume(ids: readonly TransferId[]): void {
    const resumed = this.#ledger.find(ids).filter(({ state }) => state === 'paused' || state === 'waiting');
    for (const transfer of resumed) {
      this.#lanes.remove(transfer);
      this.#holds.release(transfer.job.accountId);
      transfer.startOver();
    }
    this.#enqueue(resumed);
  }

  /** The account can be used again: what waited for that goes on. */
  resumeAccount(accountId: AccountId): void {
    this.resume(
      this.#ofAccount(accountId)
        .filter(({ state, failure }) => state === 'paused' && failure !== null && concernsCredential(failure))
        .map(({ id }) => id),
    );
  }

  /** Puts failed and cancelled transfers at the end of the queue again; others stay as they are. */
  retry(ids: readonly TransferId[]): void {
    const again = this.#ledger.find(ids).filter(({ state }) => state === 'failed' || state === 'cancelled');
    let position = this.#ledger.nextPosition();
    for (const transfer of again) {
      this.#holds.release(transfer.job.accountId);
      transfer.startOver();
      transfer.position = position;
      position += 1;
    }
    this.#enqueue(again);
  }

  /** Moves transfers, in the order given, before another one or to the end. */
  move(ids: readonly TransferId[], before: TransferId | null): void {
    const moved = this.#ledger.find(ids);
    const { all } = this.#ledger;
    const changed = positionsBetween(all, moved, before);
    for (const [transfer, position] of changed) transfer.position = position;
    this.#lanes.reorder();
    this.#keep([...changed.keys()]);
  }

  /** Settles what is in `needs-decision`; of others nothing becomes. */
  decide(id: TransferId, decision: TransferDecision): void {
    const [transfer] = this.#ledger.find([id]).filter(({ state }) => state === 'needs-decision');
    if (transfer === undefined) return;
    if (decision.kind === 'keep-theirs') return this.cancel([id]);
    const job = transfer.job.renamed(decision.fileName);
    if (job === null) return;
    transfer.startOver(job);
    this.#enqueue([transfer]);
  }

  /** Every connection is gone, as after sleep: what runs begins anew at once, what waits need not wait. */
  reconnect(): void {
    this.#holds.releaseAll();
    const waiting = this.#lanes.waiting.filter(({ due }) => due !== null);
    for (const transfer of waiting) {
      this.#lanes.remove(transfer);
      transfer.requeue();
    }
    for (const transfer of this.#lanes.running) transfer.stop('reconnecting');
    this.#enqueue(waiting);
  }

  /** Takes settled transfers off the list. */
  clearSettled(): void {
    const ids = this.#ledger.removeSettled();
    if (ids.length > 0) this.#parts.listener.removed(ids);
  }

  /** Every transfer as it stands. */
  snapshot(): Transfer[] {
    return this.#ledger.snapshot();
  }

  localPathOf(id: TransferId): string | null {
    return this.#ledger.find([id])[0]?.job.localPath() ?? null;
  }

  progress(): OverallProgress {
    return this.#ledger.progress();
  }

  /** Starts nothing more, ends what runs so that it can be taken up by the next process, and waits for that. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#callOffTick?.();
    this.#callOffWake?.();
    for (const transfer of this.#lanes.running) transfer.stop('quitting');
    await Promise.all(this.#runs);
    await this.kept();
  }

  #ofAccount(accountId: AccountId): QueuedTransfer[] {
    return this.#ledger.all.filter(({ job }) => job.accountId === accountId);
  }

  #enqueue(transfers: readonly QueuedTransfer[]): void {
    this.#ledger.add(transfers);
    for (const transfer of transfers) if (transfer.isActive) this.#lanes.add(transfer);
    this.#keep(transfers);
    this.#startWhatMay();
  }

  #keep(transfers: readonly QueuedTransfer[]): void {
    if (transfers.length > 0) void this.#ledger.keep(transfers);
  }

  #startWhatMay(): void {
    if (this.#isStopped) return;
    const { clock, limits } = this.#parts;
    const rules = { limits: limits(), now: clock.monotonic(), holds: this.#holds };
    for (const transfer of this.#lanes.startable(rules)) {
      const run = this.#run(transfer).finally(() => this.#runs.delete(run));
      this.#runs.add(run);
    }
    this.#wakeLater();
    this.#tick();
  }

  #wakeLater(): void {
    this.#callOffWake?.();
    this.#callOffWake = null;
    const now = this.#parts.clock.monotonic();
    const due = this.#lanes.nextDue({ now, holds: this.#holds });
    if (due !== null) this.#callOffWake = this.#parts.clock.after(due - now, () => this.#startWhatMay());
  }

  async #run(transfer: QueuedTransfer): Promise<void> {
    const signal = transfer.start(this.#parts.clock.now());
    this.#ledger.show(transfer);
    const end = await this.#endOf(transfer, signal);
    const { stopCause } = transfer;
    if (end.kind === 'failed' && stopCause !== null) this.#afterStop(transfer, stopCause);
    else if (end.kind === 'failed') this.#afterFailure(transfer, end.failure);
    else this.#settle(transfer, end);
    this.#afterRuns();
  }

  async #endOf(transfer: QueuedTransfer, signal: AbortSignal): Promise<TransferEnd> {
    const { clock, log } = this.#parts;
    const report = (apply: () => void): void => {
      if (!transfer.isRun(signal)) return;
      apply();
      this.#ledger.show(transfer);
    };
    try {
      return await transfer.job.run(
        {
          state: (state) => report(() => this.#enter(transfer, state)),
          transferred: (bytes) => report(() => this.#moveTo(transfer, bytes)),
          size: (bytes) => report(() => transfer.learnSize(bytes)),
          localName: (name) => report(() => transfer.learnLocalName(name)),
          remember: () => this.#ledger.keep([transfer]),
        },
        signal,
      );
    } catch (error) {
      const { direction, coordinates } = transfer.job;
      log.error(`${direction} of ${describeCoordinates(coordinates)} at ${clock.now()}`, error);
      return { kind: 'failed', failure: { reason: 'internal' } };
    }
  }

  #enter(transfer: QueuedTransfer, state: Parameters<QueuedTransfer['enter']>[0]): void {
    transfer.enter(state);
    if (state !== 'verifying' || transfer.job.direction !== 'publish') return;
    this.#lanes.openVersionOf(transfer);
    queueMicrotask(() => this.#startWhatMay());
  }

  #moveTo(transfer: QueuedTransfer, bytes: number): void {
    transfer.moveTo(bytes, this.#parts.clock.monotonic());
    const { accountId } = transfer.job;
    if (bytes === 0 || !this.#holds.isHeld(accountId)) return;
    this.#holds.release(accountId);
    queueMicrotask(() => this.#startWhatMay());
  }

  #afterStop(transfer: QueuedTransfer, cause: NonNullable<QueuedTransfer['stopCause']>): void {
    switch (cause) {
      case 'cancelled':
        return this.#settle(transfer, cancelled);
      case 'paused':
        this.#lanes.remove(transfer);
        transfer.hold('paused', null);
        return this.#keep([transfer]);
      case 'quitting':
        transfer.requeue();
        return this.#keep([transfer]);
      case 'reconnecting':
        this.#lanes.remove(transfer);
        transfer.requeue();
        return this.#enqueue([transfer]);
      default:
        return assertNever(cause);
    }
  }

  #afterFailure(transfer: QueuedTransfer, failure: Failure): void {
    const { clock, patience, random, log } = this.#parts;
    const { accountId, direction, coordinates } = transfer.job;
    log.info(`${direction} of ${describeCoordinates(coordinates)}: ${failure.reason}`);
    const next = afterFailure({
      failure,
      tries: this.#countTry(transfer, failure),
      mayRunAgain: transfer.job.mayRunAgain(),
      patience,
      random: random(),
    });
    switch (next.kind) {
      case 'fail':
        return this.#settle(transfer, { kind: 'failed', failure });
      case 'fail-all':
        this.#holds.release(accountId);
        this.#settle(transfer, { kind: 'failed', failure });
        for (const other of this.#waitingOf(accountId)) this.#settle(other, { kind: 'failed', failure });
        return undefined;
      case 'decide':
        return this.#hold([transfer], 'needs-decision', failure);
      case 'pause':
        return this.#hold([transfer], 'paused', failure);
      case 'pause-account':
        return this.#hold([transfer, ...this.#waitingOf(accountId)], 'paused', failure);
      case 'wait': {
        const now = clock.monotonic();
        const due = now + next.milliseconds;
        if (next.holdsHost) this.#holds.hold(accountId, now, due);
        this.#lanes.remove(transfer);
        transfer.waitUntil({ at: clock.now() + next.milliseconds, due }, failure);
        return this.#enqueue([transfer]);
      }
      default:
        return assertNever(next);
    }
  }

  #countTry(transfer: QueuedTransfer, failure: Failure): FailedTries {
    const now = this.#parts.clock.monotonic();
    return retryRules[failure.reason].kind === 'host'
      ? this.#holds.countTry(transfer.job.accountId, now)
      : transfer.countTry(now);
  }

  #waitingOf(accountId: AccountId): QueuedTransfer[] {
    return this.#lanes.waiting.filter(({ job }) => job.accountId === accountId);
  }

  #hold(transfers: readonly QueuedTransfer[], state: 'paused' | 'needs-decision', failure: Failure): void {
    for (const transfer of transfers) {
      this.#lanes.remove(transfer);
      transfer.hold(state, failure);
    }
    void this.#ledger.keep(transfers, 'at-once');
  }

  #settle(transfer: QueuedTransfer, end: TransferEnd): void {
    this.#lanes.remove(transfer);
    transfer.settle(end, this.#parts.clock.now());
    if (end.kind !== 'failed') {
      this.#lanes.openVersionOf(transfer);
      this.#holds.release(transfer.job.accountId);
    }
    void this.#ledger.keep([transfer], 'at-once');
    this.#parts.listener.settled(transfer.snapshot(this.#parts.clock.monotonic()));
  }

  #discard(transfer: QueuedTransfer): void {
    transfer.job.discard().catch((error: unknown) => {
      this.#parts.log.error('what a cancelled transfer left could not be removed', error);
    });
  }

  #afterRuns(): void {
    this.#startWhatMay();
    if (!this.#lanes.isEmpty || this.#isStopped) return;
    const summary = this.#ledger.endStretch();
    if (summary === null) return;
    this.#lanes.forgetVersions();
    this.#parts.listener.ranDry(summary);
  }

  #tick(): void {
    if (this.#callOffTick !== null || this.#isStopped) return;
    const running = [...this.#lanes.running];
    if (running.length === 0) return;
    for (const transfer of running) {
      if (transfer.state === 'sending' || transfer.state === 'receiving') this.#ledger.show(transfer);
    }
    this.#callOffTick = this.#parts.clock.after(speedInterval, () => {
      this.#callOffTick = null;
      this.#tick();
    });
  }
}
