import { z } from 'zod';
import { AccountId } from './account.ts';
import { OwnerName } from './coordinates.ts';
import { Failure } from './failure.ts';
import { PackageVersion } from './package.ts';

/** How main's copy of an owner's listing stands. */
export const ListingState = z.strictObject({
  accountId: AccountId,
  owner: OwnerName,
  /** Grows with every change of the copy; what changed is asked for by it. */
  sequence: z.int().nonnegative(),
  /** Versions in the copy, and how many the server said there are. */
  loaded: z.int().nonnegative(),
  total: z.int().nonnegative(),
  isReading: z.boolean(),
  /** When the copy last was all that the server has, in milliseconds since 1970; null when it never was. */
  completeAt: z.number().nullable(),
  /** Why the last reading ended early; the copy stays as it was. */
  failure: Failure.nullable(),
});
export type ListingState = z.infer<typeof ListingState>;

/** What changed in the copy after a sequence. */
export const ListingChanges = z.strictObject({
  /** New ones and changed ones. */
  versions: z.array(PackageVersion),
  /** Server's ids of versions that are gone. */
  removedIds: z.array(z.int()),
  /** What to ask with the next time. */
  sequence: z.int().nonnegative(),
  hasMore: z.boolean(),
});
export type ListingChanges = z.infer<typeof ListingChanges>;
