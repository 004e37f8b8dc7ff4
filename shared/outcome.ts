import { z } from 'zod';
import { Failure, type FailureReason } from './failure.ts';

/** What every request answers: a value, or a failure with its reason. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export function succeeded<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** A failed outcome; `details` adds status, the server's words or the subject. */
export function failed(reason: FailureReason, details: Omit<Failure, 'reason'> = {}): Outcome<never> {
  return { ok: false, failure: { reason, ...details } };
}

/** The outcome's schema, for checking what crosses between main and window. */
export function outcomeOf<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), failure: Failure }),
  ]);
}
