import { useEffect, useMemo, useRef, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { MeasuredVersion } from '../../shared/deletion.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { bridge } from '../bridge.ts';
import type { Doomed, Looked } from './doomed.ts';

/** Versions that main is asked about in one go: few enough to be soon answered, and to be stopped soon. */
const atOnce = 24;

/** Looks into all versions that are to go, each once, as long as somebody watches. */
export function useLooked(accountId: AccountId, doomed: readonly Doomed[]): Looked {
  const [found, setFound] = useState<ReadonlyMap<string, Outcome<MeasuredVersion>>>(new Map());
  const known = useRef(found);
  useEffect(() => {
    const watching = new AbortController();
    const versions = doomed
      .flatMap((each) => each.versions)
      .filter((each) => !known.current.has(keyOf(each)));
    const look = async () => {
      for (let from = 0; from < versions.length && !watching.signal.aborted; from += atOnce) {
        const asked = versions.slice(from, from + atOnce).map(coordinatesOf);
        const measured = await bridge.request('deletions:measure', { accountId, versions: asked });
        if (watching.signal.aborted) return;
        const after = new Map(known.current);
        for (const [position, version] of asked.entries()) {
          const one = measured.ok ? measured.value[position] : measured;
          if (one !== undefined) after.set(keyOf(version), one);
        }
        known.current = after;
        setFound(after);
      }
    };
    void look();
    return () => watching.abort();
  }, [accountId, doomed]);
  return useMemo(() => (version) => found.get(keyOf(version)) ?? null, [found]);
}

function coordinatesOf({ owner, packageName, version }: VersionCoordinates): VersionCoordinates {
  return { owner, packageName, version };
}

function keyOf({ packageName, version }: VersionCoordinates): string {
  return JSON.stringify([packageName, version]);
}
