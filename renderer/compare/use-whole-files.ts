import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { ComparableFile } from '../../shared/compare-files.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import { findPartProblem, type SplitManifest } from '../../shared/split-manifest.ts';
import { filesOfSet, isComplete, listedEntries, type SplitSet } from '../../shared/split-volumes.ts';
import { splitQuery } from '../stores/split-files.ts';

const noFiles: readonly PackageFile[] = [];

/**
 * The files of a version, where those that are there in parts stand as what they are when joined: cut otherwise they are
 * the same. Parts without a manifest that is theirs stand as they are. Null until files and manifests came.
 */
export function useWholeFiles(
  accountId: AccountId,
  version: VersionCoordinates,
  files: readonly PackageFile[] | undefined,
): readonly ComparableFile[] | null {
  const entries = listedEntries(files ?? noFiles);
  const manifests = entries.flatMap((entry) =>
    entry.kind === 'split' && isComplete(entry.set) ? (entry.set.manifest ?? []) : [],
  );
  const read = useQueries({
    queries: manifests.map((manifest) => splitQuery(accountId, version, manifest)),
    combine: manifestsRead,
  });
  return useMemo(() => {
    if (files === undefined || read === null) return null;
    const told = new Map(manifests.map((manifest, position) => [manifest, read[position] ?? null]));
    return entries.flatMap((entry): readonly ComparableFile[] => {
      if (entry.kind === 'file') return [entry.file];
      const { manifest } = entry.set;
      return wholeOf(entry.set, manifest === null ? null : (told.get(manifest) ?? null));
    });
    // `entries` and `manifests` are made of `files`.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [files, read]);
}

/** Null while one is on its way; one that cannot be read is null in its place. */
function manifestsRead(
  results: readonly UseQueryResult<SplitManifest>[],
): readonly (SplitManifest | null)[] | null {
  return results.some(({ isPending }) => isPending) ? null : results.map(({ data }) => data ?? null);
}

function wholeOf(set: SplitSet, read: SplitManifest | null): readonly ComparableFile[] {
  if (set.manifest === null || read === null || findPartProblem(read, set.parts) !== null)
    return filesOfSet(set);
  return [{ id: set.manifest.id, fileName: set.name, size: read.size, sha256: read.sha256 }];
}
