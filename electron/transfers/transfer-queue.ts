import type { AccountId } from '../../shared/account.ts';
import { concernsCredential } from '../../shared/failure.ts';
import { isSettled, type Transfer, type TransferId } from '../../shared/transfer.ts';
import type { TransferRecord, TransferWork } from './journal/transfer-record.ts';
import { positionsBetween } from './positions.ts';
import { QueuedTransfer } from './queued-transfer.ts';
import { accountsOf, owesTheServer, type TransferJob } from './transfer-job.ts';
import { type OverallProgress, TransferLedger } from './transfer-ledger.ts';
import { TransferLoop, type TransferQueueParts } from './transfer-loop.ts';

/** All transfers of the app, and what the user may do about them. They are run by a `TransferLoop`. */
export class TransferQueue {
  readonly #parts: TransferQueueParts;
  readonly #ledger: TransferLedger;
  readonly #loop: TransferLoop;

  constructor(parts: TransferQueueParts) {
    this.#parts = parts;
    const { clock, memory, listener } = parts;
    this.#ledger = new TransferLedger({
      clock,
      memory,
      changed: (snapshots) => listener.changed(snapshots),
    });
    this.#loop = new TransferLoop(parts, this.#ledger);
  }

  /** Adds batches of jobs at the end; they appear as `queued` at once. `kept` tells when they outlive the process. */
  add(...batches: readonly (readonly TransferJob[])[]): TransferId[] {
    const { newId, clock } = this.#parts;
    const addedAt = clock.now();
    let position = this.#ledger.nextPosition();
    const transfers = batches.flatMap((jobs) => {
      const batch = newId();
      return jobs.map(
        (job) => new QueuedTransfer({ id: newId(), batch, addedAt, position: position++ }, job),
      );
    });
    this.#loop.add(transfers, []);
    return transfers.map(({ id }) => id);
  }

  /**
   * Takes in what an earlier run left, each with its job. What waited or ran then goes on. `ended` is what else there was
   * of their batches.
   */
  restore(
    left: readonly { readonly record: TransferRecord; readonly job: TransferJob }[],
    ended: readonly TransferRecord[] = [],
  ): void {
    this.#loop.add(
      left.map(({ record, job }) => QueuedTransfer.restored(record, job)),
      ended,
    );
  }

  /** Done when everything that was asked for so far outlives the process. */
  kept(): Promise<void> {
    return this.#ledger.kept();
  }

  cancel(ids: readonly TransferId[]): void {
    for (const transfer of this.#ledger.find(ids)) {
      if (transfer.isRunning) transfer.stop('cancelled');
      else if (transfer.isActive || transfer.state === 'paused' || transfer.state === 'needs-decision') {
        this.#loop.cancel(transfer);
        if (isSettled(transfer.state)) this.#discard(transfer);
      }
    }
    this.#loop.goOn();
  }

  cancelAccount(accountId: AccountId): void {
    this.cancel(this.#ofAccount(accountId).map(({ id }) => id));
  }

  /** Holds transfers. What was sent or received whole, or took something away, is still brought to its end. */
  pause(ids: readonly TransferId[]): void {
    const held: QueuedTransfer[] = [];
    for (const transfer of this.#ledger.find(ids)) {
      if (transfer.state === 'storing' || transfer.state === 'verifying') continue;
      if (owesTheServer(transfer.job)) continue;
      if (transfer.isRunning) transfer.stop('paused');
      else if (transfer.isActive) held.push(transfer);
    }
    this.#loop.hold(held, 'paused', null);
    this.#loop.goOn();
  }

  /** Lets paused transfers go on, and waiting ones at once. */
  resume(ids: readonly TransferId[]): void {
    const resumed = this.#ledger.find(ids).filter(({ state }) => state === 'paused' || state === 'waiting');
    for (const transfer of resumed) {
      for (const account of accountsOf(transfer.job)) this.#loop.release(account);
      transfer.startOver();
    }
    this.#loop.enqueue(resumed);
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
      for (const account of accountsOf(transfer.job)) this.#loop.release(account);
      transfer.startOver();
      transfer.position = position;
      position += 1;
    }
    this.#loop.goWithoutLost(again);
    this.#loop.enqueue(again);
  }

  /** Moves transfers, in the order given, before another one or to the end. */
  move(ids: readonly TransferId[], before: TransferId | null): void {
    const moved = this.#ledger.find(ids);
    const { all } = this.#ledger;
    const changed = positionsBetween(all, moved, before);
    for (const [transfer, position] of changed) transfer.position = position;
    this.#loop.reorder();
    void this.#ledger.keep([...changed.keys()]);
  }

  /** What is in `needs-decision` goes on as another job; where that is null, and with others, nothing happens. */
  goOnAs(id: TransferId, jobOf: (job: TransferJob) => TransferJob | null): void {
    const [transfer] = this.#ledger.find([id]).filter(({ state }) => state === 'needs-decision');
    const job = transfer === undefined ? null : jobOf(transfer.job);
    if (transfer === undefined || job === null) return;
    transfer.startOver(job);
    this.#loop.enqueue([transfer]);
  }

  /** There is another way to servers than before: what waits for its next try need not wait. */
  wake(): void {
    this.#loop.releaseAll();
    const waiting = this.#loop.waiting.filter(({ due }) => due !== null);
    for (const transfer of waiting) transfer.requeue();
    this.#loop.enqueue(waiting);
  }

  /** Every connection is gone, as after sleep: what runs begins anew, and nothing waits. */
  reconnect(): void {
    for (const transfer of this.#loop.running) transfer.stop('reconnecting');
    this.wake();
  }

  /** Takes settled transfers off the list. */
  clearSettled(): void {
    const removed = this.#ledger.removeSettled();
    for (const transfer of removed) if (transfer.state === 'failed') this.#discard(transfer);
    if (removed.length > 0) this.#parts.listener.removed(removed.map(({ id }) => id));
    this.#loop.forget(removed);
  }

  /** Every transfer as it stands. */
  snapshot(): Transfer[] {
    return this.#ledger.snapshot();
  }

  /** The works of all transfers that may still run: also again, after they failed or were cancelled. */
  works(): TransferWork[] {
    return this.#ledger.all
      .filter(({ state }) => state !== 'done' && state !== 'skipped')
      .map(({ job }) => job.work());
  }

  localPathOf(id: TransferId): string | null {
    return this.#ledger.find([id])[0]?.job.localPath() ?? null;
  }

  progress(): OverallProgress {
    return this.#ledger.progress();
  }

  /** Stops everything so that the next process can go on with it; done when it has stopped. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  #ofAccount(accountId: AccountId): QueuedTransfer[] {
    return this.#ledger.all.filter(({ job }) => accountsOf(job).includes(accountId));
  }

  #discard(transfer: QueuedTransfer): void {
    transfer.job.discard().catch((error: unknown) => {
      this.#parts.log.error('what a cancelled transfer left could not be removed', error);
    });
  }
}
