import { useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { PlannedFile } from '../../shared/publish-plan.ts';
import { manifestsToRead, type ReadManifests } from '../../shared/split-plan.ts';
import { useSplitManifests } from '../stores/split-files.ts';

const nowhere = { owner: '', packageName: '', version: '' };
const none: readonly PackageFile[] = [];

/** What the manifests on the server say of files that are to be published; those that are not read yet are left out. */
export function useManifests(
  accountId: AccountId,
  coordinates: VersionCoordinates | null,
  files: readonly PlannedFile[],
  listed: readonly PackageFile[] | null,
): ReadManifests {
  const wanted = useMemo(
    () =>
      listed === null
        ? none
        : manifestsToRead(
            files.map(({ fileName }) => fileName),
            listed,
          ),
    [files, listed],
  );
  return useSplitManifests(accountId, coordinates ?? nowhere, wanted);
}
