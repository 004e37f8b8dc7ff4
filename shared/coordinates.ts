import { z } from 'zod';

/**
 * Where something lies in a registry, as plain values. The lengths only bound what the window may send: servers
 * on SQLite take 1000 characters, other databases 255.
 */
const Name = z.string().min(1).max(1024);

export const OwnerName = Name;

export const PackageCoordinates = z.strictObject({ owner: OwnerName, packageName: Name });
export type PackageCoordinates = z.infer<typeof PackageCoordinates>;

export const VersionCoordinates = PackageCoordinates.extend({ version: Name });
export type VersionCoordinates = z.infer<typeof VersionCoordinates>;

export const FileCoordinates = VersionCoordinates.extend({ fileName: Name });
export type FileCoordinates = z.infer<typeof FileCoordinates>;

/** One line for people and logs: `crew / kettle / 1.4.2 / kettle.bin`. */
export function describeCoordinates(
  coordinates: PackageCoordinates | VersionCoordinates | FileCoordinates,
): string {
  const parts = [coordinates.owner, coordinates.packageName];
  if ('version' in coordinates) parts.push(coordinates.version);
  if ('fileName' in coordinates) parts.push(coordinates.fileName);
  return parts.join(' / ');
}
