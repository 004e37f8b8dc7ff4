import { z } from 'zod';
import { FileCoordinates, PackageCoordinates, VersionCoordinates } from './coordinates.ts';

/** One version, as the server's listing has it: the listing holds versions, not packages. */
export const PackageVersion = z.strictObject({
  /** The server's id of the version. */
  id: z.int(),
  /** `generic`, `npm`, `maven` …; only generic ones can be published and opened here. */
  type: z.string(),
  owner: z.string(),
  packageName: z.string(),
  version: z.string(),
  /** Milliseconds since 1970; null where the server's date could not be read. */
  createdAt: z.number().nullable(),
  /** User name of who published it; null where unknown. */
  creator: z.string().nullable(),
  /** `owner/name` of the linked repository, where the viewer may see it. */
  repository: z.string().nullable(),
});
export type PackageVersion = z.infer<typeof PackageVersion>;

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

/** One file of a version. A row of the listing that fails this shape is counted as damaged and never downloaded. */
export const PackageFile = z.strictObject({
  id: z.int(),
  fileName: FileCoordinates.shape.fileName,
  /** Bytes. */
  size: z.int().nonnegative(),
  md5: hex(32),
  sha1: hex(40),
  sha256: hex(64),
  sha512: hex(128),
});
export type PackageFile = z.infer<typeof PackageFile>;

/** One page of an owner's versions, newest first. */
export const VersionPage = z.strictObject({
  versions: z.array(PackageVersion),
  /** How many the server says there are in all. */
  total: z.int().nonnegative(),
  /** Null on the last page. */
  nextPage: z.int().positive().nullable(),
});
export type VersionPage = z.infer<typeof VersionPage>;

/** The files of a version, in the order in which they came. */
export const VersionFiles = z.strictObject({
  files: z.array(PackageFile),
  /** Rows of the server's listing that could not be read. */
  damagedRows: z.int().nonnegative(),
});
export type VersionFiles = z.infer<typeof VersionFiles>;

/** The repositories of an owner, by name. */
export const RepositoryList = z.strictObject({
  names: z.array(z.string()),
  /** Whether these are all; `hidden` where the account may not list any. */
  extent: z.enum(['all', 'some', 'hidden']),
});
export type RepositoryList = z.infer<typeof RepositoryList>;

/** What a place on the server's web pages, or a file's bytes, can be asked for. */
export const WebTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('package'), type: z.string().max(64), coordinates: VersionCoordinates }),
  z.strictObject({ kind: z.literal('owner'), owner: PackageCoordinates.shape.owner }),
  z.strictObject({ kind: z.literal('token-settings') }),
  z.strictObject({
    kind: z.literal('repository'),
    repository: z
      .string()
      .regex(/^[^/]+\/[^/]+$/)
      .max(512),
  }),
]);
export type WebTarget = z.infer<typeof WebTarget>;

/** What may be copied about a file. The server's address is added in main; tokens appear as variables only. */
export const FileSnippet = z.enum(['url', 'curl', 'wget', 'powershell', 'workflow-step', 'sha256']);
export type FileSnippet = z.infer<typeof FileSnippet>;

export { FileCoordinates, PackageCoordinates, VersionCoordinates };
