import type { AccountId } from '../../shared/account.ts';
import type { Clock } from '../clock.ts';

export interface OwnerChange {
  readonly accountId: AccountId;
  readonly owner: string;
}

/** A batch of 10,000 files must not make the window list 10,000 times. */
const interval = 2000;

/** Tells at once that something of an owner changed, then at most every two seconds, the last change included. */
export class OwnerChanges {
  readonly #clock: Clock;
  readonly #tell: (change: OwnerChange) => void;
  /** Owners told of lately, with whether something changed since. */
  readonly #resting = new Map<string, boolean>();

  constructor(clock: Clock, tell: (change: OwnerChange) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  changed({ accountId, owner }: OwnerChange): void {
    const key = JSON.stringify([accountId, owner]);
    if (this.#resting.has(key)) {
      this.#resting.set(key, true);
      return;
    }
    this.#resting.set(key, false);
    this.#tell({ accountId, owner });
    this.#clock.after(interval, () => {
      const changedSince = this.#resting.get(key) === true;
      this.#resting.delete(key);
      if (changedSince) this.changed({ accountId, owner });
    });
  }
}
