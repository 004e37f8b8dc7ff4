import { z } from 'zod';
import { AccountId } from './account.ts';
import { FileCoordinates, OwnerName } from './coordinates.ts';
import { Failure } from './failure.ts';

const { packageName, version, fileName } = FileCoordinates.shape;

/** Most that one deletion takes. */
export const mostTargets = 100_000;

/**
 * Something that is to be deleted, with what the user saw of it: what is not that any more is refused with
 * `changed-on-server`.
 */
export const DeletionTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('package'), packageName, versionIds: z.array(z.int()).max(mostTargets) }),
  /** `files` is null where only the version was seen: its id then stands for what is in it. */
  z.strictObject({
    kind: z.literal('version'),
    packageName,
    version,
    id: z.int(),
    fileIds: z.array(z.int()).max(mostTargets).nullable(),
  }),
  z.strictObject({
    kind: z.literal('file'),
    packageName,
    version,
    fileName,
    id: z.int(),
    sha256: z.string(),
  }),
]);
export type DeletionTarget = z.infer<typeof DeletionTarget>;

export const DeletionId = z.string().min(1).max(64).brand('DeletionId');
export type DeletionId = z.infer<typeof DeletionId>;

/** How one target ended. */
export const DeletionResult = z.strictObject({
  target: z.int().nonnegative(),
  /** Null where it is gone from the server. */
  failure: Failure.nullable(),
  /** Whether all of its files are in the chest; null where nothing was to be kept. */
  isKept: z.boolean().nullable(),
});
export type DeletionResult = z.infer<typeof DeletionResult>;

/** How a deletion of several things stands. */
export const DeletionProgress = z.strictObject({
  id: DeletionId,
  accountId: AccountId,
  owner: OwnerName,
  /** Targets. */
  total: z.int().nonnegative(),
  settled: z.int().nonnegative(),
  /** What is being worked on, for people; null between two and at the end. */
  current: z.string().max(300).nullable(),
  isEnded: z.boolean(),
  isCancelled: z.boolean(),
});
export type DeletionProgress = z.infer<typeof DeletionProgress>;
