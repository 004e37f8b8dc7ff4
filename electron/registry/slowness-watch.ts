import type { Clock } from '../clock.ts';
import type { RequestLimits } from './request-limits.ts';

type Limits = Pick<RequestLimits, 'downloadStall' | 'trickle' | 'trickleRate'>;

interface Watched {
  /** Whether it is not the network that is waited for. */
  readonly isHeldBack: () => boolean;
  /** Whether only standing still is too slow. */
  readonly isPatient: boolean;
  /** Called once. */
  readonly onTooSlow: () => void;
}

interface Look {
  /** On the monotonic clock. */
  readonly at: number;
  /** Bytes that had come by then. */
  readonly bytes: number;
}

/** Looks now and then how many bytes came lately; how long a download takes in all is of no matter. */
export class SlownessWatch {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #watched: Watched;
  readonly #interval: number;
  /** In order; the first one is as old as the time over which a trickle is measured, or older. */
  #looks: Look[];
  #bytes = 0;
  /** Since when no byte came. */
  #stillSince: number;
  #callOff: () => void;

  constructor(clock: Clock, limits: Limits, watched: Watched) {
    this.#clock = clock;
    this.#limits = limits;
    this.#watched = watched;
    this.#interval = Math.min(1000, limits.downloadStall / 4, limits.trickle / 4);
    this.#stillSince = clock.monotonic();
    this.#looks = [{ at: this.#stillSince, bytes: 0 }];
    this.#callOff = clock.after(this.#interval, () => this.#look());
  }

  /** So many bytes came. */
  note(bytes: number): void {
    this.#bytes += bytes;
  }

  end(): void {
    this.#callOff();
  }

  #look(): void {
    const look = { at: this.#clock.monotonic(), bytes: this.#bytes };
    const isHeldBack = this.#watched.isHeldBack();
    if (isHeldBack || look.bytes > (this.#looks.at(-1)?.bytes ?? 0)) this.#stillSince = look.at;
    this.#looks = isHeldBack ? [look] : [...this.#withoutOld(look.at), look];
    if (this.#isStill(look) || this.#isTrickling(look)) return this.#watched.onTooSlow();
    this.#callOff = this.#clock.after(this.#interval, () => this.#look());
  }

  #withoutOld(now: number): Look[] {
    const old = this.#looks.findLastIndex(({ at }) => now - at >= this.#limits.trickle);
    return this.#looks.slice(Math.max(0, old));
  }

  #isStill({ at }: Look): boolean {
    return at - this.#stillSince >= this.#limits.downloadStall;
  }

  #isTrickling({ at, bytes }: Look): boolean {
    const [first] = this.#looks;
    if (this.#watched.isPatient || first === undefined) return false;
    const time = at - first.at;
    return time >= this.#limits.trickle && bytes - first.bytes < (this.#limits.trickleRate * time) / 1000;
  }
}
