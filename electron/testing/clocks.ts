import type { Clock } from '../clock.ts';

/** A clock on which waiting takes no time: each timer fires in the next turn and moves the time on by its length. */
export function quickClock(): Clock {
  let time = 0;
  return {
    now: () => time,
    monotonic: () => time,
    after: (milliseconds, action) => {
      const turn = setImmediate(() => {
        time += milliseconds;
        action();
      });
      return () => clearImmediate(turn);
    },
  };
}

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #time = 0;
  #timers: { readonly at: number; readonly action: () => void }[] = [];

  now(): number {
    return this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  after(milliseconds: number, action: () => void): () => void {
    const timer = { at: this.#time + milliseconds, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves the time on and runs what became due, in order. */
  advance(milliseconds: number): void {
    const end = this.#time + milliseconds;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#time = next.at;
      next.action();
    }
    this.#time = end;
  }
}

/** A clock that goes so many times as fast as the system's: everything keeps its order, and nobody waits long. */
export function fastClock(times: number): Clock {
  const start = performance.now();
  const begun = Date.now();
  function monotonic(): number {
    return (performance.now() - start) * times;
  }
  return {
    now: () => Math.round(begun + monotonic()),
    monotonic,
    after: (milliseconds, action) => {
      const timer = setTimeout(action, milliseconds / times);
      return () => clearTimeout(timer);
    },
  };
}
