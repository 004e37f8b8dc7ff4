import { z } from 'zod';
import { AccountId } from './account.ts';
import { usualChecksumsName } from './checksum-lines.ts';
import { conflictActions, leaveAll } from './conflict-policy.ts';
import { LocalSelection, Ticket } from './local-file.ts';
import { baseRule, NamingRule } from './naming-rule.ts';

export const DraftId = z.string().regex(/^[0-9a-z-]{1,64}$/);
export type DraftId = z.infer<typeof DraftId>;

/** Drafts that are kept; one more, and the one that was saved longest ago goes. */
export const mostDrafts = 20;

const text = z.string().max(1000);
const some = z.array(Ticket).max(100_000);

/**
 * What a publish sheet holds besides its files. A draft may have been written by an earlier or a later release: what
 * is missing or not understood is as on a new sheet.
 */
export const DraftContent = z.object({
  target: z.object({
    accountId: AccountId,
    owner: text.nullable().catch(null),
    packageName: text.nullable().catch(null),
    version: text.nullable().catch(null),
  }),
  place: z.object({ accountId: AccountId, owner: text.nullable().catch(null) }),
  typedPackage: text.nullable().catch(null),
  typedVersion: text.nullable().catch(null),
  rule: NamingRule.catch(baseRule),
  /** Names given to single files. */
  names: z
    .array(z.tuple([Ticket, text]))
    .max(100_000)
    .catch([]),
  /** What becomes of files whose names are taken: of all, and of single ones. */
  conflicts: z
    .object({
      batch: z.enum(conflictActions),
      rows: z.array(z.tuple([z.string().max(64), z.enum(conflictActions)])).max(100_000),
    })
    .catch({ batch: leaveAll.batch, rows: [] }),
  checksumsName: text.catch(usualChecksumsName),
  removed: some.catch([]),
  takenIn: some.catch([]),
  /** What was dropped and cannot be published. */
  leftOut: LocalSelection.shape.leftOut.catch([]),
});
export type DraftContent = z.infer<typeof DraftContent>;

/** What a draft is known by in a list: what its fields showed. */
export const DraftHeading = z.object({
  accountId: AccountId,
  owner: text,
  packageName: text,
  version: text,
  files: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** Whether more than the dropping of files would be lost with it. */
  isWorkedOn: z.boolean(),
});
export type DraftHeading = z.infer<typeof DraftHeading>;

export const DraftSummary = z.strictObject({
  ...DraftHeading.shape,
  id: DraftId,
  /** Milliseconds since 1970. */
  savedAt: z.number(),
});
export type DraftSummary = z.infer<typeof DraftSummary>;

/** A draft with its files as they are now; those that are gone stand among what was left out. */
export const OpenedDraft = z.strictObject({
  content: DraftContent,
  selection: LocalSelection,
  /** Files that are not what they were when the draft was saved. They are judged as they are now. */
  changedFiles: z.int().nonnegative(),
});
export type OpenedDraft = z.infer<typeof OpenedDraft>;
