import type { AccountId } from '../../shared/account.ts';
import type { FailedTries } from './retry-rules.ts';

interface Hold {
  /** Nothing of the account starts before this moment. */
  until: number;
  /** Tries in a row that the server could not be had for, and when the first of them failed. */
  tries: number;
  since: number;
}

/**
 * Accounts whose server said "not now": everything of them waits, then one transfer goes alone, and only when its
 * bytes move the others follow. A whole batch thus costs a struggling server one request at a time. All times are
 * monotonic milliseconds.
 */
export class AccountHolds {
  readonly #holds = new Map<AccountId, Hold>();
  readonly #alone = new Set<AccountId>();

  isHeld(accountId: AccountId): boolean {
    return this.#holds.has(accountId);
  }

  /** When something of the account may start; null where nothing holds it. */
  heldUntil(accountId: AccountId): number | null {
    return this.#holds.get(accountId)?.until ?? null;
  }

  /** Counts a try that the server could not be had for. Several that fail in one hold are one. */
  countTry(accountId: AccountId, now: number): FailedTries {
    const hold = this.#of(accountId, now);
    if (hold.tries === 0 || now >= hold.until) hold.tries += 1;
    return { count: hold.tries, elapsed: now - hold.since };
  }

  hold(accountId: AccountId, now: number, until: number): void {
    const hold = this.#of(accountId, now);
    hold.until = Math.max(hold.until, until);
  }

  /** Its server failed under several requests at once: its transfers go one by one until nothing is left to do. */
  sendAlone(accountId: AccountId): void {
    this.#alone.add(accountId);
  }

  /** Whether its transfers go one by one. */
  goesAlone(accountId: AccountId): boolean {
    return this.isHeld(accountId) || this.#alone.has(accountId);
  }

  /** What comes next may go several at once again. */
  forgetFailures(): void {
    this.#alone.clear();
  }

  /** The server did something for us, or the user wants it tried at once. */
  release(accountId: AccountId): void {
    this.#holds.delete(accountId);
  }

  releaseAll(): void {
    this.#holds.clear();
  }

  #of(accountId: AccountId, now: number): Hold {
    const hold = this.#holds.get(accountId) ?? { until: now, tries: 0, since: now };
    this.#holds.set(accountId, hold);
    return hold;
  }
}
