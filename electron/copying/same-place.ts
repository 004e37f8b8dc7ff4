import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageVersion } from '../../shared/package.ts';

/** A version on a server. */
export interface PlaceOnServer {
  readonly client: {
    readonly serverUrl: string;
    getVersion(version: VersionCoordinates): Promise<Outcome<PackageVersion>>;
  };
  readonly version: VersionCoordinates;
}

/**
 * Whether two places are one, so that deleting at one would delete at the other. One server may have two addresses, so
 * equal names at different ones are looked at: it is one version when id, date and creator are the same. Only to be
 * asked where both have the same files: what one lacks, or has otherwise, is proof that they are two.
 */
export async function isSamePlace(one: PlaceOnServer, other: PlaceOnServer): Promise<Outcome<boolean>> {
  if (!isOneName(one.version, other.version)) return succeeded(false);
  if (one.client.serverUrl === other.client.serverUrl) return succeeded(true);
  const found = await Promise.all([one, other].map(({ client, version }) => client.getVersion(version)));
  const [mine, theirs] = found;
  if (mine === undefined || theirs === undefined) return succeeded(false);
  if (!mine.ok) return mine.failure.reason === 'not-found' ? succeeded(false) : mine;
  if (!theirs.ok) return theirs.failure.reason === 'not-found' ? succeeded(false) : theirs;
  const { id, createdAt, creator } = mine.value;
  return succeeded(
    id === theirs.value.id && createdAt === theirs.value.createdAt && creator === theirs.value.creator,
  );
}

/** Names are one without regard to case, as on the server. */
function isOneName(one: VersionCoordinates, other: VersionCoordinates): boolean {
  return (
    nameKey(one.owner) === nameKey(other.owner) &&
    nameKey(one.packageName) === nameKey(other.packageName) &&
    nameKey(one.version) === nameKey(other.version)
  );
}
