import { z } from 'zod';

export const PackageRow = z.object({
  id: z.number(),
  type: z.string(),
  name: z.string(),
  repositoryId: z.number().nullable(),
});

/** A package: it keeps the spelling of its first upload, also after its last version went [04-delete]. */
export type StoredPackage = z.infer<typeof PackageRow>;

export const VersionRow = z.object({
  id: z.number(),
  packageId: z.number(),
  ownerId: z.number(),
  type: z.string(),
  packageName: z.string(),
  name: z.string(),
  creatorId: z.number(),
  repositoryId: z.number().nullable(),
  createdAt: z.number(),
});

/** A version of a package. */
export type StoredVersion = z.infer<typeof VersionRow>;

export const FileRow = z.object({
  id: z.number(),
  name: z.string(),
  createdAt: z.number(),
  size: z.number(),
  md5: z.string(),
  sha1: z.string(),
  sha256: z.string(),
  sha512: z.string(),
});

/** A file of a version, with the hashes of its content. */
export type StoredFile = z.infer<typeof FileRow>;

/** The columns of the rows above, for `select`. */
export const versionColumns = `version.id, version.package_id as packageId, version.owner_id as ownerId, package.type,
  package.name as packageName, version.name, version.creator_id as creatorId,
  package.repository_id as repositoryId, version.created_at as createdAt`;

/** Those of a file joined with its content. */
export const fileColumns = `file.id, file.name, file.created_at as createdAt,
  blob.size, blob.md5, blob.sha1, blob.sha256, blob.sha512`;
