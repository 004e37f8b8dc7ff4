import { nameKey } from '../../shared/names.ts';
import type { PackageFile, VersionFiles } from '../../shared/package.ts';

const byKey = new WeakMap<VersionFiles, ReadonlyMap<string, PackageFile>>();

/**
 * The file that a listing has under a name, without regard to case. A batch looks each of its files up in the same
 * listing, so each listing is sorted once.
 */
export function listedFile(listing: VersionFiles, fileName: string): PackageFile | null {
  let files = byKey.get(listing);
  if (files === undefined) {
    files = new Map(listing.files.map((file) => [nameKey(file.fileName), file]));
    byKey.set(listing, files);
  }
  return files.get(nameKey(fileName)) ?? null;
}
