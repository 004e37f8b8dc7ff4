import { Readable } from 'node:stream';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import { nameKey } from '../../../shared/names.ts';
import { type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { VersionFiles } from '../../../shared/package.ts';
import type { TransferClient } from '../transfer-client.ts';

/**
 * Stands in a version while its only file is replaced: servers delete a version with its last file, and a version that
 * is made anew has another date and creator, and would be the latest one.
 */
export const placeholderName = 'tea-chest-is-replacing-a-file.txt';

const words = Buffer.from(
  'Tea Chest is replacing the only file of this version. This file keeps the version alive and goes away by itself.\n',
);

/** Whether a version would go with this file. */
export function isOnlyFile(listing: VersionFiles, fileName: string): boolean {
  const others = listing.files.filter((file) => nameKey(file.fileName) !== nameKey(fileName));
  return listing.damagedRows === 0 && others.every((file) => file.fileName === placeholderName);
}

/** Puts the placeholder into a version, whose files are listed; one that is there already will do. */
export async function placePlaceholder(
  client: TransferClient,
  version: VersionCoordinates,
  listing: VersionFiles,
  signal: AbortSignal,
): Promise<Outcome<undefined>> {
  if (listing.files.some(({ fileName }) => fileName === placeholderName)) return succeeded(undefined);
  const published = await client.publishFile({
    coordinates: at(version),
    size: words.length,
    openBody: () => Readable.from([words]),
    signal,
  });
  return !published.ok && published.failure.reason === 'already-exists' ? succeeded(undefined) : published;
}

/** Takes the placeholder away; one that is gone already is no failure. */
export async function removePlaceholder(
  client: TransferClient,
  version: VersionCoordinates,
): Promise<Outcome<undefined>> {
  const deleted = await client.deleteFile(at(version));
  return !deleted.ok && deleted.failure.reason === 'not-found' ? succeeded(undefined) : deleted;
}

function at({ owner, packageName, version }: VersionCoordinates) {
  return { owner, packageName, version, fileName: placeholderName };
}
