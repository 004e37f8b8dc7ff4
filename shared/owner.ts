import { z } from 'zod';
import { OwnerName } from './coordinates.ts';

/** A user or organization that holds packages. */
export const Owner = z.strictObject({
  name: OwnerName,
  fullName: z.string(),
  /**
   * `self` is the account's own user, `organization` one of theirs, `pinned` any other the user
   * added by name, `recent` one that was looked at lately.
   */
  relation: z.enum(['self', 'organization', 'pinned', 'recent']),
  /** A package can be seen by whoever can see its owner. Null where the server does not tell. */
  visibility: z.enum(['public', 'limited', 'private']).nullable(),
});
export type Owner = z.infer<typeof Owner>;
