import type { AccountId } from '../../shared/account.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { describeCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { nameKey } from '../../shared/names.ts';
import type { Transfer, TransferId } from '../../shared/transfer.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { AccountHolds } from './account-holds.ts';
import { BatchOrder } from './batch-order.ts';
import type { TransferMemory } from './journal/transfer-journal.ts';
import type { TransferRecord } from './journal/transfer-record.ts';
import type { QueuedTransfer } from './queued-transfer.ts';
import { afterFailure, type FailedTries, retryRules } from './retry-rules.ts';
import {
  accountAtFault,
  accountsOf,
  owesTheServer,
  type RunningState,
  type SettledEnd,
  type StopCause,
  type TransferEnd,
} from './transfer-job.ts';
import { type StartRules, TransferLanes, type TransferLimits } from './transfer-lanes.ts';
import type { TransferLedger, TransferSummary } from './transfer-ledger.ts';

export interface TransferListener {
  changed(snapshots: Transfer[]): void;
  removed(ids: TransferId[]): void;
  settled(transfer: Transfer): void;
  ranDry(summary: TransferSummary): void;
}

/** The world of the queue, passed in so that tests own it. */
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
  readonly listener: TransferListener;
  readonly log: Logger;
}

/** Shows a stall: without bytes nothing else would tell that the speed went down. */
const speedInterval = 1000;

export const cancelledEnd: SettledEnd = { kind: 'failed', failure: { reason: 'cancelled' } };

/**
 * The control loop of all transfers: which run, as `TransferLanes` says, and what becomes of each when its run has
 * ended, as `retry-rules.ts` says. What happened is written to the journal before the next thing is done about it.
 */
export class TransferLoop {
  readonly #parts: TransferQueueParts;
  readonly #ledger: TransferLedger;
  readonly #lanes = new TransferLanes();
  readonly #holds = new AccountHolds();
  readonly #order = new BatchOrder();
  readonly #runs = new Set<Promise<void>>();
  #callOffTick: (() => void) | null = null;
  #callOffWake: (() => void) | null = null;
  #isStopped = false;

  constructor(parts: TransferQueueParts, ledger: TransferLedger) {
    this.#parts = parts;
    this.#ledger = ledger;
  }

  get running(): Iterable<QueuedTransfer> {
    return this.#lanes.running;
  }

  /** Those that wait for their turn or their moment. */
  get waiting(): QueuedTransfer[] {
    return this.#lanes.waiting;
  }

  /** Takes in new ones, whole batches at a time; `ended` is what else there was of their batches, no longer listed. */
  add(transfers: readonly QueuedTransfer[], ended: readonly TransferRecord[]): void {
    this.#order.add(transfers, ended);
    this.enqueue(transfers);
  }

  /** Takes transfers up as they stand; those that are in their turn run when they may. */
  enqueue(transfers: readonly QueuedTransfer[]): void {
    this.#takeUp(transfers);
    this.#followBatches();
    this.#startWhatMay();
  }

  /** Takes transfers that do not run out of their turn until the user wants them again. */
  hold(
    transfers: readonly QueuedTransfer[],
    state: 'paused' | 'needs-decision',
    failure: Failure | null,
  ): void {
    for (const transfer of transfers) {
      this.#lanes.remove(transfer);
      transfer.hold(state, failure);
    }
    void this.#ledger.keep(transfers, 'at-once');
  }

  settle(transfer: QueuedTransfer, end: SettledEnd): void {
    this.#lanes.remove(transfer);
    transfer.settle(end, this.#parts.clock.now());
    if (end.kind !== 'failed') {
      this.#lanes.openVersionOf(transfer);
      for (const accountId of accountsOf(transfer.job)) this.#holds.release(accountId);
      for (const follower of this.#order.arrived(transfer)) this.#ledger.show(follower);
    } else {
      this.#order.failed(transfer);
    }
    void this.#ledger.keep([transfer], 'at-once');
    this.#parts.listener.settled(transfer.snapshot(this.#parts.clock.monotonic()));
  }

  /** Ends what does not run, or has it put back first what it took away. */
  cancel(transfer: QueuedTransfer): void {
    if (transfer.state === 'needs-decision' || transfer.job.undo?.() !== true) {
      return this.settle(transfer, cancelledEnd);
    }
    this.#holds.release(transfer.job.accountId);
    transfer.requeue();
    this.enqueue([transfer]);
  }

  /** The user wants the account's server tried at once. */
  release(accountId: AccountId): void {
    this.#holds.release(accountId);
  }

  releaseAll(): void {
    this.#holds.releaseAll();
  }

  /** Positions changed. */
  reorder(): void {
    this.#lanes.reorder();
  }

  /** The user wants them anew: those that come last in their batches go on without what will never come. */
  goWithoutLost(transfers: readonly QueuedTransfer[]): void {
    for (const transfer of transfers) this.#order.goWithoutLost(transfer);
  }

  /** They stand in no list any more, so that nobody can want them again. */
  forget(transfers: readonly QueuedTransfer[]): void {
    this.#order.forget(transfers);
    this.goOn();
  }

  /** To be called after transfers were settled or held: starts others, and tells when nothing is left to do. */
  goOn(): void {
    this.#followBatches();
    this.#startWhatMay();
    if (!this.#lanes.isEmpty || this.#isStopped) return;
    this.#holds.forgetFailures();
    const summary = this.#ledger.endStretch();
    if (summary === null) return;
    this.#lanes.forgetVersions();
    this.#parts.listener.ranDry(summary);
  }

  /** Starts nothing more, ends what runs so that it can be taken up by the next process, and waits for that. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#callOffTick?.();
    this.#callOffWake?.();
    for (const transfer of this.#lanes.running) transfer.stop('quitting');
    await Promise.all(this.#runs);
    await this.#ledger.kept();
  }

  #takeUp(transfers: readonly QueuedTransfer[]): void {
    this.#ledger.add(transfers);
    for (const transfer of transfers) {
      this.#lanes.remove(transfer);
      if (transfer.isActive) this.#lanes.add(transfer);
    }
    void this.#ledger.keep(transfers);
  }

  /** Those that come after others of their batch wait, are held or given up as these stand, one after the other. */
  #followBatches(): void {
    const next = this.#isStopped ? null : this.#order.nextStep();
    if (next === null) return;
    const { transfer, step } = next;
    const failure = this.#order.failureOf(transfer);
    switch (step) {
      case 'go-on':
        transfer.startOver();
        this.#takeUp([transfer]);
        break;
      case 'hold':
        this.hold([transfer], 'paused', failure);
        break;
      case 'give-up':
        this.settle(transfer, { kind: 'failed', failure });
        break;
      default:
        return assertNever(step);
    }
    this.#followBatches();
  }

  #startWhatMay(): void {
    if (this.#isStopped) return;
    const { clock, limits } = this.#parts;
    const rules = { limits: limits(), now: clock.monotonic(), holds: this.#holds };
    for (const transfer of this.#lanes.startable(rules)) {
      const run = this.#run(transfer).finally(() => this.#runs.delete(run));
      this.#runs.add(run);
    }
    this.#wakeLater(rules);
    this.#tick();
  }

  /** By the same moment by which was judged what may start: what became due since is started at once. */
  #wakeLater({ now, holds }: Pick<StartRules, 'now' | 'holds'>): void {
    this.#callOffWake?.();
    this.#callOffWake = null;
    const due = this.#lanes.nextDue({ now, holds });
    if (due !== null) this.#callOffWake = this.#parts.clock.after(due - now, () => this.#startWhatMay());
  }

  async #run(transfer: QueuedTransfer): Promise<void> {
    const signal = transfer.start(this.#parts.clock.now());
    this.#ledger.show(transfer);
    const end = await this.#endOf(transfer, signal);
    const { stopCause } = transfer;
    const isOver = end.kind === 'done' || end.kind === 'skipped';
    if (!isOver && stopCause !== null) this.#afterStop(transfer, stopCause);
    else if (end.kind === 'needs-decision') this.hold([transfer], 'needs-decision', end.failure);
    else if (end.kind === 'failed') this.#afterFailure(transfer, end.failure);
    else this.settle(transfer, end);
    this.goOn();
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
        this.#order.ahead(transfer),
      );
    } catch (error) {
      const { direction, coordinates } = transfer.job;
      log.error(`${direction} of ${describeCoordinates(coordinates)} at ${clock.now()}`, error);
      return { kind: 'failed', failure: { reason: 'internal' } };
    }
  }

  #enter(transfer: QueuedTransfer, state: RunningState): void {
    transfer.enter(state);
    if (state !== 'verifying' || transfer.job.direction !== 'publish') return;
    this.#lanes.openVersionOf(transfer);
    queueMicrotask(() => this.#startWhatMay());
  }

  #moveTo(transfer: QueuedTransfer, bytes: number): void {
    transfer.moveTo(bytes, this.#parts.clock.monotonic());
    const held = accountsOf(transfer.job).filter((accountId) => this.#holds.isHeld(accountId));
    if (bytes === 0 || held.length === 0) return;
    for (const accountId of held) this.#holds.release(accountId);
    queueMicrotask(() => this.#startWhatMay());
  }

  #afterStop(transfer: QueuedTransfer, cause: StopCause): void {
    switch (cause) {
      case 'cancelled':
        return this.cancel(transfer);
      case 'paused':
        return this.hold([transfer], 'paused', null);
      case 'quitting':
        transfer.requeue();
        return void this.#ledger.keep([transfer]);
      case 'reconnecting':
        transfer.requeue();
        return this.enqueue([transfer]);
      default:
        return assertNever(cause);
    }
  }

  #afterFailure(transfer: QueuedTransfer, failure: Failure): void {
    const { clock, patience, random, log } = this.#parts;
    const { direction, coordinates } = transfer.job;
    const accountId = accountAtFault(transfer.job);
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
        return this.settle(transfer, { kind: 'failed', failure });
      case 'fail-all':
        this.#holds.release(accountId);
        this.settle(transfer, { kind: 'failed', failure });
        for (const other of this.#waitingOf(accountId)) this.settle(other, { kind: 'failed', failure });
        return undefined;
      case 'decide':
        return this.hold([transfer], 'needs-decision', failure);
      case 'pause':
        return this.hold([transfer], 'paused', failure);
      case 'pause-owner':
        this.settle(transfer, { kind: 'failed', failure });
        return this.hold(this.#waitingLike(transfer), 'paused', failure);
      case 'pause-account':
        return this.hold([transfer, ...this.#waitingOf(accountId)], 'paused', failure);
      case 'wait': {
        const now = clock.monotonic();
        const due = now + next.milliseconds;
        if (next.holdsHost) this.#holds.hold(accountId, now, due);
        if (failure.reason === 'server-error') this.#holds.sendAlone(accountId);
        transfer.waitUntil({ at: clock.now() + next.milliseconds, due }, failure);
        return this.enqueue([transfer]);
      }
      default:
        return assertNever(next);
    }
  }

  #countTry(transfer: QueuedTransfer, failure: Failure): FailedTries {
    const now = this.#parts.clock.monotonic();
    return retryRules[failure.reason].kind === 'host'
      ? this.#holds.countTry(accountAtFault(transfer.job), now)
      : transfer.countTry(now);
  }

  /** What is to be published to the same owner, and has taken nothing away from there. */
  #waitingLike({ job }: QueuedTransfer): QueuedTransfer[] {
    const owner = nameKey(job.coordinates.owner);
    return this.#waitingOf(job.accountId).filter(
      (other) =>
        other.job.accountId === job.accountId &&
        other.job.direction === job.direction &&
        nameKey(other.job.coordinates.owner) === owner &&
        !owesTheServer(other.job),
    );
  }

  #waitingOf(accountId: AccountId): QueuedTransfer[] {
    return this.#lanes.waiting.filter(({ job }) => accountsOf(job).includes(accountId));
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
