import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { DeletionTarget } from '../../shared/deletion.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';

/** Files of one version as they are listed. `isOneThing` deletes none when one of them is not that any more. */
export function filesTarget(
  { packageName, version }: Pick<VersionCoordinates, 'packageName' | 'version'>,
  files: readonly PackageFile[],
  isOneThing: boolean,
): DeletionTarget {
  const seen = files.map(({ fileName, id, sha256 }) => ({ fileName, id, sha256 }));
  return { kind: 'files', packageName, version, files: seen, isOneThing };
}

/** A version as it is listed; `fileIds` are those of its files where they were looked at. */
export function versionTarget(
  { packageName, version, id }: Pick<PackageVersion, 'packageName' | 'version' | 'id'>,
  fileIds: readonly number[] | null,
): DeletionTarget {
  return { kind: 'version', packageName, version, id, fileIds: fileIds === null ? null : [...fileIds] };
}

/** A package with the versions that are listed. */
export function packageTarget(packageName: string, versions: readonly PackageVersion[]): DeletionTarget {
  return { kind: 'package', packageName, versionIds: versions.map(({ id }) => id) };
}
