import { useEffect, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { MeasuredVersion } from '../../shared/deletion.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { bridge } from '../bridge.ts';
import type { Looked } from './doomed.ts';

/** Versions that main is asked about in one go: few enough to be soon answered, and to be stopped soon. */
const atOnce = 24;
/** Milliseconds between two words about what was found: there may be 100,000 versions to add up. */
const tellInterval = 400;

export interface Looking {
  readonly looked: Looked;
  /** Looks again into those that could not be looked into. */
  readonly again: () => void;
}

/**
 * Looks into versions that are to go, each once, as long as somebody watches. What was found `before` is taken over. Where
 * nothing of one go could be looked into, the rest is not tried: it counts as failed for the same reason.
 */
export function useLooked(
  accountId: AccountId,
  versions: readonly VersionCoordinates[],
  before: Looked | null,
): Looking {
  const [found, setFound] = useState<Found>(new Map());
  const [looked, setLooked] = useState<Looked>(() => lookedOf(found, before));
  useEffect(() => {
    const watching = new AbortController();
    const tell = () => setLooked(() => lookedOf(found, before));
    const look = async () => {
      const isKnown = lookedOf(found, before);
      const left = versions.filter((each) => isKnown(each) === null);
      if (left.length === 0) return;
      let toldAt = performance.now();
      for (let from = 0; from < left.length && !watching.signal.aborted; from += atOnce) {
        const asked = left.slice(from, from + atOnce);
        const measured = await bridge.request('deletions:measure', {
          accountId,
          versions: asked.map(coordinatesOf),
        });
        const outcomes = asked.map((_, position) => (measured.ok ? measured.value[position] : measured));
        for (const [position, version] of asked.entries()) {
          const one = outcomes[position];
          if (one !== undefined) put(found, version, one);
        }
        const failure = failureOfAll(outcomes);
        if (failure !== null) {
          for (const version of left.slice(from)) put(found, version, { ok: false, failure });
          break;
        }
        if (performance.now() - toldAt < tellInterval) continue;
        toldAt = performance.now();
        tell();
      }
      tell();
    };
    void look();
    return () => watching.abort();
  }, [accountId, versions, before, found]);
  return {
    looked,
    again: () => {
      const known: Found = new Map(
        [...found].map(([packageName, outcomes]) => [
          packageName,
          new Map([...outcomes].filter(([, outcome]) => outcome.ok)),
        ]),
      );
      setFound(known);
      setLooked(() => lookedOf(known, before));
    },
  };
}

/** By package and version: that is quicker than by a text of both, of which 100,000 would be made for each sum. */
type Found = Map<string, Map<string, Outcome<MeasuredVersion>>>;

function put(
  found: Found,
  { packageName, version }: VersionCoordinates,
  outcome: Outcome<MeasuredVersion>,
): void {
  const outcomes = found.get(packageName) ?? new Map<string, Outcome<MeasuredVersion>>();
  found.set(packageName, outcomes.set(version, outcome));
}

function lookedOf(found: Found, before: Looked | null): Looked {
  return (version) => {
    const here = found.get(version.packageName)?.get(version.version);
    if (here !== undefined) return here;
    const earlier = before?.(version) ?? null;
    return earlier?.ok === true ? earlier : null;
  };
}

/** Why nothing could be looked into; null where something could, or is only gone. */
function failureOfAll(outcomes: readonly (Outcome<MeasuredVersion> | undefined)[]): Failure | null {
  const [first] = outcomes;
  const isNone = outcomes.every((each) => each?.ok === false && each.failure.reason !== 'not-found');
  return isNone && first?.ok === false ? first.failure : null;
}

function coordinatesOf({ owner, packageName, version }: VersionCoordinates): VersionCoordinates {
  return { owner, packageName, version };
}
