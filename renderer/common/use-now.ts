import { useSyncExternalStore } from 'react';

interface Ticker {
  readonly subscribe: (listener: () => void) => () => void;
  /** Milliseconds since 1970, as of the last tick. */
  readonly read: () => number;
}

/** One timer for all who watch, and none while nobody does. */
function tickerOf(step: number): Ticker {
  let now = Date.now();
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (timer === undefined) {
        now = Date.now();
        timer = setInterval(tick, step);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    read: () => now,
  };
}

/** Relative dates such as "20 minutes ago" need no more. */
const halfMinutes = tickerOf(30_000);
const seconds = tickerOf(1000);

function watchNothing(): () => void {
  return () => undefined;
}

/** The time in milliseconds since 1970, half a minute old at most; who uses it is drawn again as it passes. */
export function useNow(): number {
  return useSyncExternalStore(halfMinutes.subscribe, halfMinutes.read);
}

/** The time in milliseconds since 1970, a second old at most, for a countdown; stands still unless `isWatched`. */
export function useSeconds(isWatched: boolean): number {
  return useSyncExternalStore(isWatched ? seconds.subscribe : watchNothing, seconds.read);
}
