import type { Transfer, TransferId } from '../../shared/transfer.ts';

/** Drawing what was handed on may take one part in so many of the time, so that the window always answers. */
const share = 4;
/** Milliseconds: however slow drawing is, the list is never older than this and once drawing. */
const longestPause = 1000;

export interface Gatherer {
  readonly takeIn: (snapshots: readonly Transfer[]) => void;
  /** Hands on what is held back, at once. */
  readonly flush: () => void;
}

/**
 * Holds back snapshots that come faster than they can be drawn, as with thousands of small files. Only the latest of
 * each transfer counts, so nothing is lost. What comes after a pause is handed on at once.
 */
export function gatherSnapshots(handOn: (snapshots: readonly Transfer[]) => void): Gatherer {
  const held = new Map<TransferId, Transfer>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (held.size === 0) return;
    const snapshots = [...held.values()];
    held.clear();
    const began = performance.now();
    handOn(snapshots);
    // By the next task the list is drawn.
    timer = setTimeout(() => {
      const pause = Math.min((performance.now() - began) * (share - 1), longestPause);
      timer = setTimeout(flush, pause);
    }, 0);
  };
  return {
    takeIn: (snapshots) => {
      for (const snapshot of snapshots) held.set(snapshot.id, snapshot);
      if (timer === undefined) flush();
    },
    flush,
  };
}
