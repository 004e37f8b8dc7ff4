import { z } from 'zod';
import { AccountId } from './account.ts';
import { FileCoordinates, OwnerName } from './coordinates.ts';
import { Failure } from './failure.ts';

/** How far the files of an owner's versions are known. */
export const StorageState = z.strictObject({
  accountId: AccountId,
  owner: OwnerName,
  /** Generic versions whose files are known, and how many there are. */
  known: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** Versions whose files the server could not list, or not wholly. */
  damaged: z.int().nonnegative(),
  isReading: z.boolean(),
  /** When the one that was looked at longest ago was, in milliseconds since 1970; null while none was. */
  oldestAt: z.number().nullable(),
  /** Why reading ended early. */
  failure: Failure.nullable(),
  /** Grows whenever what is known changes. */
  revision: z.int().nonnegative(),
});
export type StorageState = z.infer<typeof StorageState>;

/** What a package, or a version, takes up. */
export const UsedSpace = z.strictObject({
  packageName: z.string(),
  /** Null for all of the package. */
  version: z.string().nullable(),
  versions: z.int().nonnegative(),
  files: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
});
export type UsedSpace = z.infer<typeof UsedSpace>;

/** A file that was found. */
export const FoundFile = z.strictObject({
  coordinates: FileCoordinates,
  size: z.int().nonnegative(),
  sha256: z.string(),
});
export type FoundFile = z.infer<typeof FoundFile>;

/** The same bytes in several places. */
export const Duplicate = z.strictObject({
  sha256: z.string(),
  size: z.int().nonnegative(),
  count: z.int(),
  /** Some of the places. */
  places: z.array(FileCoordinates),
});
export type Duplicate = z.infer<typeof Duplicate>;

export const StorageSummary = z.strictObject({
  /** Most bytes first. */
  packages: z.array(UsedSpace),
  files: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** Most bytes first. */
  largest: z.array(FoundFile),
  /** Those first of which one copy alone would save most. */
  duplicates: z.array(Duplicate),
  /** All that is there several times: how many contents, and bytes beyond their first copies. */
  duplicated: z.strictObject({ groups: z.int().nonnegative(), bytes: z.int().nonnegative() }),
});
export type StorageSummary = z.infer<typeof StorageSummary>;

export const FoundFiles = z.strictObject({ files: z.array(FoundFile), hasMore: z.boolean() });
export type FoundFiles = z.infer<typeof FoundFiles>;
