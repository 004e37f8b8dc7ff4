import { z } from 'zod';
import { AccountId } from './account.ts';
import { FileCoordinates, OwnerName } from './coordinates.ts';
import { Failure } from './failure.ts';

const { packageName, version, fileName } = FileCoordinates.shape;

/** Most that one deletion takes, of targets and of what stands in one. */
export const mostTargets = 100_000;

/** A file as the user saw it. */
export const SeenFileOfVersion = z.strictObject({ fileName, id: z.int(), sha256: z.string().max(64) });
export type SeenFileOfVersion = z.infer<typeof SeenFileOfVersion>;

/**
 * Something that is to be deleted, with what the user saw of it: what is not that any more is refused with
 * `changed-on-server`. What is gone already counts as deleted.
 */
export const DeletionTarget = z.discriminatedUnion('kind', [
  /** A package with all its versions; one that was not seen stops it before anything goes. */
  z.strictObject({ kind: z.literal('package'), packageName, versionIds: z.array(z.int()).max(mostTargets) }),
  /** A version by its id, and by the ids of its files where they were seen. */
  z.strictObject({
    kind: z.literal('version'),
    packageName,
    version,
    id: z.int().nullable(),
    fileIds: z.array(z.int()).max(mostTargets).nullable(),
  }),
  /** Files of one version, which go in this order. */
  z.strictObject({
    kind: z.literal('files'),
    packageName,
    version,
    files: z.array(SeenFileOfVersion).min(1).max(mostTargets),
    /** Whether they are the parts of one thing: none goes when one of them is not what was seen. */
    isOneThing: z.boolean(),
  }),
]);
export type DeletionTarget = z.infer<typeof DeletionTarget>;

export const DeletionId = z.string().min(1).max(64);
export type DeletionId = z.infer<typeof DeletionId>;

/** How something ended. Of a target that was not begun there is none. */
export const DeletionResult = z.strictObject({
  /** Position of the target. */
  target: z.int().nonnegative(),
  /** The file of a target of files; null for a whole target. */
  fileName: z.string().nullable(),
  /** Null where it is gone from the server. */
  failure: Failure.nullable(),
  /** Whether all that went is in the chest; null where nothing was to be kept. */
  isKept: z.boolean().nullable(),
});
export type DeletionResult = z.infer<typeof DeletionResult>;

/** How a deletion of several things stands. */
export const DeletionProgress = z.strictObject({
  id: DeletionId,
  accountId: AccountId,
  owner: OwnerName,
  /** Things that go: files of targets of files, and other targets. */
  total: z.int().nonnegative(),
  settled: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** What is being worked on, for people; null at the end. */
  current: z.string().max(300).nullable(),
  isEnded: z.boolean(),
  /** Why it ended before its end: a failure that would have met all the rest, or `cancelled`. */
  stoppedBy: Failure.nullable(),
});
export type DeletionProgress = z.infer<typeof DeletionProgress>;

/** What a version is made of, before it is deleted. */
export const MeasuredVersion = z.strictObject({
  fileIds: z.array(z.int()),
  /** Of all its files together. */
  bytes: z.int().nonnegative(),
  /** Rows of the server's listing that could not be read: what they are of is not counted. */
  damagedRows: z.int().nonnegative(),
});
export type MeasuredVersion = z.infer<typeof MeasuredVersion>;

/** Things of a target. */
export function thingsOf(target: DeletionTarget): number {
  return target.kind === 'files' ? target.files.length : 1;
}
