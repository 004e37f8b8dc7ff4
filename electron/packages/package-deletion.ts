import type { PackageCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageVersion, VersionPage } from '../../shared/package.ts';
import type { RegistryClient } from '../registry/registry-client.ts';

/** The versions of one package, with whether the server can delete it as a whole (Gitea from 1.26 on). */
export interface PackageListing {
  readonly versions: readonly PackageVersion[];
  readonly canDeleteWhole: boolean;
}

/** Lists all versions of a package, newest first. A package that is not there has none. */
export async function listPackage(
  client: RegistryClient,
  coordinates: PackageCoordinates,
): Promise<Outcome<PackageListing>> {
  const whole = await allPages((page) => client.listPackageVersions(coordinates, page));
  if (whole.ok) return succeeded({ versions: whole.value, canDeleteWhole: true });
  if (whole.failure.reason === 'not-found') return succeeded({ versions: [], canDeleteWhole: true });
  if (whole.failure.reason !== 'not-offered') return whole;
  const { owner, packageName } = coordinates;
  const filter = { type: 'generic', packageName };
  const found = await allPages((page) => client.listVersions(owner, page, { filter }));
  if (!found.ok) return found;
  const key = nameKey(packageName);
  const versions = found.value.filter(
    (version) => version.type === 'generic' && nameKey(version.packageName) === key,
  );
  return succeeded({ versions, canDeleteWhole: false });
}

/** Deletes what was listed, at once where the server can, else version by version, oldest first. */
export async function deleteListedVersions(
  client: RegistryClient,
  coordinates: PackageCoordinates,
  { versions, canDeleteWhole }: PackageListing,
): Promise<Outcome<{ deletedVersions: number }>> {
  if (versions.length === 0) return succeeded({ deletedVersions: 0 });
  if (canDeleteWhole) {
    const deleted = await client.deletePackage(coordinates);
    if (!deleted.ok && deleted.failure.reason !== 'not-found') return deleted;
    return succeeded({ deletedVersions: deleted.ok ? versions.length : 0 });
  }
  // A version that no request can name must not be found out about halfway.
  const unnameable = versions.find((version) => !client.canChange(version));
  if (unnameable !== undefined)
    return failed('invalid-version', { subject: unnameable.version.slice(0, 300) });
  let deletedVersions = 0;
  for (const { version } of versions.toReversed()) {
    const deleted = await client.deleteVersion({ ...coordinates, version });
    if (deleted.ok) deletedVersions += 1;
    else if (deleted.failure.reason !== 'not-found') return deleted;
  }
  return succeeded({ deletedVersions });
}

/** All pages, each version once: pages shift while others publish or delete (15-meanwhile). */
export async function allPages(
  list: (page: number) => Promise<Outcome<VersionPage>>,
): Promise<Outcome<readonly PackageVersion[]>> {
  const versions = new Map<number, PackageVersion>();
  for (let page: number | null = 1; page !== null; ) {
    const listed: Outcome<VersionPage> = await list(page);
    if (!listed.ok) return listed;
    const known = versions.size;
    for (const version of listed.value.versions) versions.set(version.id, version);
    page = versions.size === known ? null : listed.value.nextPage;
  }
  return succeeded([...versions.values()]);
}
