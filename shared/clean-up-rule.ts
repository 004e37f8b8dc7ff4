import { z } from 'zod';
import { AccountId } from './account.ts';
import { PackageCoordinates } from './coordinates.ts';

const Pattern = z.string().min(1).max(200);

/** Which versions of a package may go. What no field speaks for stays. */
export const CleanUpRule = z.strictObject({
  /** How many of the newest final versions stay, and as many of the newest pre-releases, whatever else is said. */
  keepNewest: z.int().min(1).max(10_000),
  /** What makes a version newer than another: when it was published, or what it says. */
  order: z.enum(['date', 'version']),
  /** Only versions published longer ago than so many days go; null is whenever. */
  olderThanDays: z.int().min(0).max(36_500).nullable(),
  /** Only versions that fit this pattern go (`*` and `?`); null is all. */
  matching: Pattern.nullable(),
  /** Versions that fit this pattern stay; null is none. */
  protecting: Pattern.nullable(),
  /** `alike`: they go by the same rule. `only`: nothing else goes. `keep`: they stay. */
  preReleases: z.enum(['alike', 'only', 'keep']),
});
export type CleanUpRule = z.infer<typeof CleanUpRule>;

export const usualRule: CleanUpRule = {
  keepNewest: 5,
  order: 'date',
  olderThanDays: 90,
  matching: null,
  protecting: null,
  preReleases: 'alike',
};

/** Most rules that are kept. */
export const mostSavedRules = 1000;

/** A rule that was saved for one package. */
export const SavedRule = z.strictObject({
  accountId: AccountId,
  ...PackageCoordinates.shape,
  rule: CleanUpRule,
});
export type SavedRule = z.infer<typeof SavedRule>;
