import { isSettled, type Transfer, type TransferId } from '../../shared/transfer.ts';
import type { Clock } from '../clock.ts';
import type { TransferMemory } from './journal/transfer-journal.ts';
import type { QueuedTransfer } from './queued-transfer.ts';
import { SnapshotOutbox } from './snapshot-outbox.ts';
import { owesTheServer } from './transfer-job.ts';

/** How a stretch of work ended: told once, when nothing is left to do. */
export interface TransferSummary {
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Not settled, but nothing goes on without the user. */
  readonly held: number;
}

/** How far everything is that was added since the queue last ran dry. */
export interface OverallProgress {
  readonly unsettled: number;
  /** 0 to 1; null while nothing is known. */
  readonly fraction: number | null;
}

/** How a change is told: in the next batch, or at once; `kept` ones are written down as well. */
export type Urgency = 'soon' | 'at-once';

interface LedgerParts {
  readonly clock: Clock;
  readonly memory: TransferMemory;
  readonly changed: (snapshots: Transfer[]) => void;
}

/** Every transfer as it stands: what the window is shown, what the journal keeps, what is counted. */
export class TransferLedger {
  readonly #parts: LedgerParts;
  readonly #outbox: SnapshotOutbox;
  readonly #transfers = new Map<TransferId, QueuedTransfer>();
  /** Added or tried again since the queue last ran dry. */
  #stretch = new Set<TransferId>();

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#outbox = new SnapshotOutbox(
      parts.clock,
      (id) => this.#transfers.get(id)?.snapshot(parts.clock.monotonic()) ?? null,
      parts.changed,
    );
  }

  get all(): QueuedTransfer[] {
    return [...this.#transfers.values()];
  }

  find(ids: readonly TransferId[]): QueuedTransfer[] {
    return ids.flatMap((id) => this.#transfers.get(id) ?? []);
  }

  /** Takes in what is new, or was taken up again. */
  add(transfers: readonly QueuedTransfer[]): void {
    for (const transfer of transfers) {
      this.#transfers.set(transfer.id, transfer);
      if (transfer.isActive) this.#stretch.add(transfer.id);
      this.#outbox.changed(transfer.id, false);
    }
  }

  /** Shows how a transfer stands now, and forgets it when the process ends. */
  show(transfer: QueuedTransfer): void {
    this.#outbox.changed(transfer.id, false);
  }

  /** Shows and writes down how transfers stand now; answers whether it is on the disk. */
  keep(transfers: readonly QueuedTransfer[], urgency: Urgency = 'soon'): Promise<boolean> {
    for (const { id } of transfers) this.#outbox.changed(id, urgency === 'at-once');
    return this.#parts.memory.save(transfers.map((transfer) => transfer.record()));
  }

  /** Done when everything that was to be kept is on the disk. */
  async kept(): Promise<void> {
    await this.#parts.memory.save([]);
  }

  /** Takes settled transfers off the list and answers which. Those whose old file is nowhere but here stay in sight. */
  removeSettled(): QueuedTransfer[] {
    const settled = this.all.filter(({ state, job }) => isSettled(state) && !owesTheServer(job));
    for (const { id } of settled) {
      this.#transfers.delete(id);
      this.#outbox.forget(id);
    }
    this.#parts.memory.unlist(settled.map(({ id }) => id));
    return settled;
  }

  nextPosition(): number {
    return this.all.reduce((last, { position }) => Math.max(last, position), 0) + 1;
  }

  /** In the order of the queue. */
  snapshot(): Transfer[] {
    const now = this.#parts.clock.monotonic();
    return this.all
      .sort((one, other) => one.position - other.position)
      .map((transfer) => transfer.snapshot(now));
  }

  progress(): OverallProgress {
    let transferred = 0;
    let size = 0;
    let unsettled = 0;
    for (const { state, size: whole, transferred: moved, isActive } of this.find([...this.#stretch])) {
      if (isActive) unsettled += 1;
      if (state === 'failed' || state === 'cancelled') continue;
      size += whole ?? 0;
      transferred += isSettled(state) ? (whole ?? 0) : moved;
    }
    return { unsettled, fraction: size === 0 ? null : transferred / size };
  }

  /** Ends the stretch; null when there was none. What the user paused belongs to the next one. */
  endStretch(): TransferSummary | null {
    if (this.#stretch.size === 0) return null;
    const summary = { done: 0, skipped: 0, failed: 0, cancelled: 0, held: 0 };
    for (const { state, failure, job } of this.find([...this.#stretch])) {
      // What ends a move is no file.
      if (state === 'done' && job.direction === 'delete') continue;
      if (state === 'done' || state === 'skipped' || state === 'failed' || state === 'cancelled')
        summary[state] += 1;
      else if (failure !== null) summary.held += 1;
    }
    this.#stretch = new Set();
    return summary;
  }
}
