import type { Failure, FailureReason } from '../../shared/failure.ts';

const reasons: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'bad-login',
  'second-factor-required',
  'sign-in-required',
  'missing-scope',
  'public-only-token',
  'credential-locked',
]);

/** Whether another credential would help. */
export function asksForCredential(failure: Failure): boolean {
  return reasons.has(failure.reason);
}
