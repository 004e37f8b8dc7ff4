import { z } from 'zod';
import { assertNever } from './assert-never.ts';
import { Failure } from './failure.ts';

/** What holds for a whole batch before its first byte, as far as the server tells. */
export const PublishCondition = z.discriminatedUnion('kind', [
  /** Nothing can be published to this owner with this credential. */
  z.strictObject({ kind: z.literal('refused'), failure: Failure }),
  /** The server could not be asked whether it may be. */
  z.strictObject({ kind: z.literal('unchecked'), failure: Failure }),
  /** The owner's quota was used up when something was last published to it; `at` in milliseconds since 1970. */
  z.strictObject({ kind: z.literal('quota'), failure: Failure, at: z.number() }),
  /** Who can see the owner can see, and download, its packages: everybody, or everybody who is signed in. */
  z.strictObject({ kind: z.literal('visible'), visibility: z.enum(['public', 'limited']) }),
]);
export type PublishCondition = z.infer<typeof PublishCondition>;

/** An error stops the batch, a warning may well be wrong, information is only to be known. */
export type ConditionSeverity = 'error' | 'warning' | 'information';

export function severityOf({ kind }: PublishCondition): ConditionSeverity {
  switch (kind) {
    case 'refused':
      return 'error';
    case 'unchecked':
    case 'quota':
      return 'warning';
    case 'visible':
      return 'information';
    default:
      return assertNever(kind);
  }
}
