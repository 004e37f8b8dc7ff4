import type { Transfer, TransferId } from '../../shared/transfer.ts';
import type { Clock } from '../clock.ts';

/** At most ten batches a second. */
const interval = 100;

/**
 * Gathers which transfers changed and sends their snapshots in batches. What settled goes at once, together
 * with whatever else changed in the same turn.
 */
export class SnapshotOutbox {
  readonly #clock: Clock;
  readonly #snapshotOf: (id: TransferId) => Transfer | null;
  readonly #send: (snapshots: Transfer[]) => void;
  readonly #changed = new Set<TransferId>();
  #callOff: (() => void) | null = null;
  #isUrgent = false;
  #lastSent = Number.NEGATIVE_INFINITY;

  constructor(
    clock: Clock,
    snapshotOf: (id: TransferId) => Transfer | null,
    send: (snapshots: Transfer[]) => void,
  ) {
    this.#clock = clock;
    this.#snapshotOf = snapshotOf;
    this.#send = send;
  }

  changed(id: TransferId, isUrgent: boolean): void {
    this.#changed.add(id);
    if (isUrgent && !this.#isUrgent) {
      this.#isUrgent = true;
      this.#callOff?.();
      this.#callOff = this.#clock.after(0, () => this.#flush());
    } else {
      const wait = Math.max(0, this.#lastSent + interval - this.#clock.monotonic());
      this.#callOff ??= this.#clock.after(wait, () => this.#flush());
    }
  }

  forget(id: TransferId): void {
    this.#changed.delete(id);
  }

  #flush(): void {
    this.#callOff = null;
    this.#isUrgent = false;
    this.#lastSent = this.#clock.monotonic();
    const snapshots = [...this.#changed].map(this.#snapshotOf).filter((snapshot) => snapshot !== null);
    this.#changed.clear();
    if (snapshots.length > 0) this.#send(snapshots);
  }
}
