import { useState } from 'react';
import type { PackageVersion } from '../../shared/package.ts';

/** Versions that are ticked to do something with all of them. */
export interface VersionSelection {
  /** Their ids; null while nothing is being selected. */
  readonly ticked: ReadonlySet<number> | null;
  readonly begin: () => void;
  readonly end: () => void;
  /** Ticks or unticks a version; with `reachesFromLast` all between the one before and it. */
  readonly tick: (id: number, reachesFromLast: boolean) => void;
  readonly tickAll: () => void;
}

/** `shown` are the versions in their order on screen; ticked ones that went are forgotten. */
export function useVersionSelection(shown: readonly PackageVersion[]): VersionSelection {
  const [chosen, setChosen] = useState<ReadonlySet<number> | null>(null);
  const [last, setLast] = useState<number | null>(null);
  return {
    ticked: chosen === null ? null : new Set(shown.flatMap(({ id }) => (chosen.has(id) ? [id] : []))),
    begin: () => setChosen(new Set()),
    end: () => setChosen(null),
    tickAll: () => setChosen(new Set(shown.map(({ id }) => id))),
    tick: (id, reachesFromLast) => {
      const ids = shown.map((version) => version.id);
      const from = reachesFromLast && last !== null ? ids.indexOf(last) : -1;
      const to = ids.indexOf(id);
      const reached = from === -1 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
      const after = new Set(chosen);
      const isOn = from !== -1 || !after.has(id);
      for (const each of reached) {
        if (isOn) after.add(each);
        else after.delete(each);
      }
      setChosen(after);
      setLast(id);
    },
  };
}
