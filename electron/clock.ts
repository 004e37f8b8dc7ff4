/** Time, passed in so that tests own it. Order and timeouts use `monotonic`; clocks on walls get set. */
export interface Clock {
  /** Milliseconds since 1970, for people. */
  now(): number;
  /** Milliseconds from some start, never going back. */
  monotonic(): number;
  /** Runs `action` once after so many milliseconds; answers the function that calls it off. */
  after(milliseconds: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Waits; ends early, without failing, when `signal` is aborted. */
export function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    function end(): void {
      callOff();
      signal.removeEventListener('abort', end);
      resolve();
    }
    const callOff = clock.after(milliseconds, end);
    signal.addEventListener('abort', end, { once: true });
  });
}
