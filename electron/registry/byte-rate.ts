import type { Clock } from '../clock.ts';

/** What is granted at once, as a time at the present rate: so soon a changed rate is felt, and so evenly it is shared. */
const shareMilliseconds = 100;

/** Less than this at once would cost more in packets than it brings in evenness. */
const smallestShare = 1024;

interface Waiting {
  readonly wanted: number;
  readonly grant: (bytes: number) => void;
}

/**
 * A limit of bytes a second over all transfers of one direction. Who wants to send or take bytes asks first and is
 * granted some of them in turn, so that transfers which run at once get equal shares. The rate is read anew each time.
 */
export class ByteRate {
  readonly #clock: Clock;
  readonly #rate: () => number | null;
  #waiting: Waiting[] = [];
  /** On the monotonic clock: what was granted so far is paid for by then. */
  #paidAt = Number.NEGATIVE_INFINITY;
  /** Whether a timer or a loop already sees to who waits. */
  #isServing = false;

  /** `rate` tells bytes a second; null is as fast as it goes. */
  constructor(clock: Clock, rate: () => number | null) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** Whether there is a limit at all; without one nobody needs to ask. */
  get isLimited(): boolean {
    return this.#rate() !== null;
  }

  /**
   * Calls `grant` once, with how many of the `wanted` bytes may pass now: at least one. Answers the function that takes
   * the request back.
   */
  ask(wanted: number, grant: (bytes: number) => void): () => void {
    const waiting = { wanted, grant };
    this.#waiting.push(waiting);
    if (!this.#isServing) {
      this.#isServing = true;
      // Nobody is granted anything before they hold what takes the request back.
      queueMicrotask(() => this.#serve());
    }
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
    };
  }

  #serve(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined) break;
      const delay = this.#paidAt - this.#clock.monotonic();
      if (delay > 0 && this.#rate() !== null) {
        this.#clock.after(Math.ceil(delay), () => this.#serve());
        return;
      }
      this.#waiting.shift();
      next.grant(this.#charge(next.wanted));
    }
    this.#isServing = false;
  }

  /** How many bytes may pass; what was not used for longer than a share's time is lost. */
  #charge(wanted: number): number {
    const rate = this.#rate();
    if (rate === null) return wanted;
    const share = Math.max(smallestShare, Math.floor((rate * shareMilliseconds) / 1000));
    const bytes = Math.min(wanted, share);
    const from = Math.max(this.#paidAt, this.#clock.monotonic() - shareMilliseconds);
    this.#paidAt = from + (bytes / rate) * 1000;
    return bytes;
  }
}

/** The limits of both directions. */
export interface ByteRates {
  readonly upload: ByteRate;
  readonly download: ByteRate;
}
