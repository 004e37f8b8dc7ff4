import { z } from 'zod';
import { AccountId } from './account.ts';
import { VersionCoordinates } from './coordinates.ts';
import { Failure } from './failure.ts';

/** What is kept of one deletion: files of one version. The row number of the index. */
export const ChestEntryId = z.int().positive();
export type ChestEntryId = z.infer<typeof ChestEntryId>;

/** Names of files that an entry tells by itself; the rest is a number. */
export const mostNamesTold = 10;

/** Files that were deleted from one version and can be put back. */
export const ChestEntry = z.strictObject({
  id: ChestEntryId,
  accountId: AccountId,
  /** What the account was called, and where its server was, when they were deleted. */
  accountLabel: z.string(),
  serverUrl: z.string(),
  ...VersionCoordinates.shape,
  /** Whether the version went with them. */
  isWholeVersion: z.boolean(),
  fileCount: z.int().positive(),
  /** The first `mostNamesTold` of them. */
  fileNames: z.array(z.string()).max(mostNamesTold),
  /** Bytes. */
  size: z.int().nonnegative(),
  /** Milliseconds since 1970. */
  keptAt: z.number(),
  /** Milliseconds since 1970: from then on it goes by itself. */
  keptUntil: z.number(),
});
export type ChestEntry = z.infer<typeof ChestEntry>;

/** One page of what is kept, latest first. */
export const ChestPage = z.strictObject({ entries: z.array(ChestEntry), hasMore: z.boolean() });
export type ChestPage = z.infer<typeof ChestPage>;

/** Bytes done of so many. */
const progress = { bytes: z.int().nonnegative(), size: z.int().nonnegative() };

/** An entry that is on its way back to its server. */
export const PuttingBack = z.strictObject({ id: ChestEntryId, ...progress });
export type PuttingBack = z.infer<typeof PuttingBack>;

/** How the chest stands. */
export const ChestState = z.strictObject({
  entries: z.int().nonnegative(),
  /** Bytes on this disk: files with the same content are there once. */
  used: z.int().nonnegative(),
  /** Changes with every entry that comes or goes. */
  revision: z.int().nonnegative(),
  puttingBack: z.array(PuttingBack),
  /** What is being fetched before a deletion; null when nothing is. */
  keeping: z.strictObject(progress).nullable(),
});
export type ChestState = z.infer<typeof ChestState>;

/** Whether files would be kept if they were deleted now. `room` is in bytes. */
export const KeepForecast = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kept'), days: z.int() }),
  /** How many bytes they are is not known. */
  z.strictObject({ kind: z.literal('as-room-allows'), days: z.int(), room: z.int() }),
  z.strictObject({ kind: z.literal('off') }),
  z.strictObject({ kind: z.literal('too-large'), room: z.int() }),
  z.strictObject({ kind: z.literal('disk-full') }),
]);
export type KeepForecast = z.infer<typeof KeepForecast>;

/** How putting an entry back ended. */
export const PutBackResult = z.strictObject({ id: ChestEntryId, failure: Failure.nullable() });
export type PutBackResult = z.infer<typeof PutBackResult>;
