import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { findPartProblem, type SplitManifest } from '../../shared/split-manifest.ts';
import { isComplete, type SplitSet } from '../../shared/split-volumes.ts';
import { failureOf } from '../bridge.ts';
import { splitQuery } from '../stores/split-files.ts';

/** How a split file stands: its names say whether all is there, its manifest whether that is what it was. */
export type SplitState =
  | { readonly kind: 'unfinished' | 'incomplete' | 'reading' | 'unread' | 'damaged' }
  | { readonly kind: 'whole'; readonly manifest: SplitManifest };

/** Reads the manifest of a set whose names are all there. */
export function useSplitFile(accountId: AccountId, version: VersionCoordinates, set: SplitSet): SplitState {
  const { manifest, parts } = set;
  const isAllThere = isComplete(set);
  const { data, error } = useQuery({
    ...splitQuery(accountId, version, manifest ?? noManifest),
    enabled: isAllThere,
  });
  return useMemo(() => {
    if (manifest === null) return { kind: 'unfinished' };
    if (!isAllThere) return { kind: 'incomplete' };
    if (error !== null) {
      return { kind: failureOf(error).reason === 'split-file-damaged' ? 'damaged' : 'unread' };
    }
    if (data === undefined) return { kind: 'reading' };
    return findPartProblem(data, parts) === null ? { kind: 'whole', manifest: data } : { kind: 'damaged' };
  }, [manifest, parts, isAllThere, data, error]);
}

/** Stands where there is nothing to ask for. */
const noManifest = { id: 0, fileName: '-', size: 0, md5: '', sha1: '', sha256: '', sha512: '' };
