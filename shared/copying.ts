import { z } from 'zod';
import { AccountId } from './account.ts';
import { OwnerName, PackageCoordinates, VersionCoordinates } from './coordinates.ts';
import { Failure } from './failure.ts';

const { packageName, version } = VersionCoordinates.shape;

/** What is to be copied: a version, or a package with all its versions. */
export const CopySource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('version'), accountId: AccountId, version: VersionCoordinates }),
  z.strictObject({ kind: z.literal('package'), accountId: AccountId, package: PackageCoordinates }),
]);
export type CopySource = z.infer<typeof CopySource>;

/** Where copies go. `version` is null where each version keeps its name, as those of a package do. */
export const CopyTarget = z.strictObject({
  accountId: AccountId,
  owner: OwnerName,
  packageName,
  version: version.nullable(),
});
export type CopyTarget = z.infer<typeof CopyTarget>;

/** Most files that one copy takes. */
export const mostCopiedFiles = 10_000;

/**
 * Why a version cannot be copied. `same-place`: it would be copied onto itself; `no-files`: the registry keeps no
 * version without files, so it is left where it is, and the others are copied; the others stop everything.
 */
export const CopyProblem = z.strictObject({
  kind: z.enum([
    'same-place',
    'no-files',
    'file-name-refused',
    'version-refused',
    'unreadable-rows',
    'too-many-files',
  ]),
  version: z.string(),
  /** The file that is the reason, where one is. */
  fileName: z.string().nullable(),
});
export type CopyProblem = z.infer<typeof CopyProblem>;

/** Whether nothing is copied because of it. */
export function stopsCopy({ kind }: CopyProblem): boolean {
  return kind !== 'no-files';
}

export const CopyPlanId = z.string().min(1).max(64);
export type CopyPlanId = z.infer<typeof CopyPlanId>;

/** What would happen if the copy were started now. */
export const CopyPlan = z.strictObject({
  id: CopyPlanId,
  /** Versions with files. */
  versions: z.int().nonnegative(),
  /** Files that are not at the other place; that are there with the same bytes; with others, about which is asked. */
  new: z.int().nonnegative(),
  identical: z.int().nonnegative(),
  differing: z.int().nonnegative(),
  /** Bytes to be sent. */
  bytes: z.int().nonnegative(),
  /** Some of the problems, those that stop it first. */
  problems: z.array(CopyProblem),
  /** How many there are. */
  problemCount: z.int().nonnegative(),
});
export type CopyPlan = z.infer<typeof CopyPlan>;

/** A plan, or which of the two servers refused to tell what it needs. */
export const PlannedCopy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('planned'), plan: CopyPlan }),
  z.strictObject({ kind: z.literal('refused'), accountId: AccountId, failure: Failure }),
]);
export type PlannedCopy = z.infer<typeof PlannedCopy>;

/** How far the listings of a plan are, in versions. */
export const CopyPlanProgress = z.strictObject({ done: z.int().nonnegative(), total: z.int().positive() });
export type CopyPlanProgress = z.infer<typeof CopyPlanProgress>;
