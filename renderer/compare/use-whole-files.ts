import { useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { ComparableFile } from '../../shared/compare-files.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import { filesOfSet, listedEntries } from '../../shared/split-volumes.ts';
import { manifestToRead, splitState, wholeOf } from '../packages/use-split-file.ts';
import { useSplitManifests } from '../stores/split-files.ts';

/**
 * The files of a version, where those that are there in parts stand as what they are when joined: cut otherwise they are
 * the same. Parts without a manifest that is theirs stand as they are. Null until files and manifests came.
 */
export function useWholeFiles(
  accountId: AccountId,
  version: VersionCoordinates,
  files: readonly PackageFile[] | undefined,
): readonly ComparableFile[] | null {
  const manifests = useMemo(
    () =>
      listedEntries(files ?? []).flatMap((entry) =>
        entry.kind === 'split' ? (manifestToRead(entry.set) ?? []) : [],
      ),
    [files],
  );
  const read = useSplitManifests(accountId, version, manifests);
  return useMemo(() => {
    if (files === undefined || manifests.some(({ sha256 }) => !read.has(sha256))) return null;
    return listedEntries(files).flatMap((entry): readonly ComparableFile[] => {
      if (entry.kind === 'file') return [entry.file];
      const { set } = entry;
      const { manifest, name } = set;
      if (manifest === null) return filesOfSet(set);
      const whole = wholeOf(splitState(set, read.get(manifest.sha256) ?? undefined, null));
      if (whole === null) return filesOfSet(set);
      return [{ id: manifest.id, fileName: name, size: whole.size, sha256: whole.sha256 }];
    });
  }, [files, manifests, read]);
}
