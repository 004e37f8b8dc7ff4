import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import { findPartProblem, type SplitManifest } from '../../shared/split-manifest.ts';
import { isComplete, type SplitSet } from '../../shared/split-volumes.ts';
import { failureOf } from '../bridge.ts';
import { queryClient } from '../stores/query-client.ts';
import { splitQuery } from '../stores/split-files.ts';

/** How a split file stands: its names say whether all is there, its manifest whether that is what it was. */
export type SplitState =
  | { readonly kind: 'unfinished' | 'incomplete' | 'reading' | 'unread' | 'damaged' }
  | { readonly kind: 'whole'; readonly manifest: SplitManifest };

/** Reads the manifest of a set whose names are all there. */
export function useSplitFile(accountId: AccountId, version: VersionCoordinates, set: SplitSet): SplitState {
  const { data, error } = useQuery(splitQuery(accountId, version, manifestToRead(set)));
  return useMemo(() => splitState(set, data, error), [set, data, error]);
}

/** How a split file stands as far as that was read. */
export function splitStateSoFar(
  accountId: AccountId,
  version: VersionCoordinates,
  set: SplitSet,
): SplitState {
  const { queryKey } = splitQuery(accountId, version, manifestToRead(set));
  const known = queryClient.getQueryState(queryKey);
  return splitState(set, known?.data, known?.error ?? null);
}

/** Only of a set whose names are all there. */
export function manifestToRead(set: SplitSet): PackageFile | null {
  return isComplete(set) ? set.manifest : null;
}

/** How a split file stands by what was `read` of its manifest so far. */
export function splitState(set: SplitSet, read: SplitManifest | undefined, error: Error | null): SplitState {
  if (set.manifest === null) return { kind: 'unfinished' };
  if (!isComplete(set)) return { kind: 'incomplete' };
  if (error !== null) {
    return { kind: failureOf(error).reason === 'split-file-damaged' ? 'damaged' : 'unread' };
  }
  if (read === undefined) return { kind: 'reading' };
  return findPartProblem(read, set.parts) === null ? { kind: 'whole', manifest: read } : { kind: 'damaged' };
}

/** What the whole is, where that is known. */
export function wholeOf(state: SplitState): SplitManifest | null {
  return state.kind === 'whole' ? state.manifest : null;
}

/** Where the manifest could not be had just now, the transfer asks again and says why. */
export function canDownload(state: SplitState): boolean {
  return state.kind === 'whole' || state.kind === 'unread';
}
