import { useEffect, useRef, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { MeasuredVersion } from '../../shared/deletion.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { bridge } from '../bridge.ts';
import type { Doomed, Looked } from './doomed.ts';

/** Versions that main is asked about in one go: few enough to be soon answered, and to be stopped soon. */
const atOnce = 24;

/** Milliseconds between two pictures: summing up thousands of versions is not done for each of them. */
const drawnEvery = 250;

/** Looks into all versions that are to go, each once, as long as somebody watches. */
export function useLooked(accountId: AccountId, doomed: readonly Doomed[]): Looked {
  const known = useRef(new Map<string, Outcome<MeasuredVersion>>());
  const [looked, setLooked] = useState<Looked>(() => nothingYet);
  useEffect(() => {
    const watching = new AbortController();
    const versions = doomed
      .flatMap((each) => each.versions)
      .filter((each) => !known.current.has(keyOf(each)));
    let drawnAt = performance.now();
    const look = async () => {
      for (let from = 0; from < versions.length; from += atOnce) {
        const asked = versions.slice(from, from + atOnce).map(coordinatesOf);
        const measured = await bridge.request('deletions:measure', { accountId, versions: asked });
        if (watching.signal.aborted) return;
        for (const [position, version] of asked.entries()) {
          const one = measured.ok ? measured.value[position] : measured;
          if (one !== undefined) known.current.set(keyOf(version), one);
        }
        const now = performance.now();
        if (now - drawnAt < drawnEvery && from + atOnce < versions.length) continue;
        drawnAt = now;
        // Another function each time, so that whoever draws by it draws anew.
        const found = known.current;
        setLooked(() => (version: VersionCoordinates) => found.get(keyOf(version)) ?? null);
      }
    };
    void look();
    return () => watching.abort();
  }, [accountId, doomed]);
  return looked;
}

function nothingYet(): null {
  return null;
}

function coordinatesOf({ owner, packageName, version }: VersionCoordinates): VersionCoordinates {
  return { owner, packageName, version };
}

/** Package names hold no line feed. */
function keyOf({ packageName, version }: VersionCoordinates): string {
  return `${packageName}\n${version}`;
}
