import { concernsCredential, type Failure, type FailureReason } from '../../shared/failure.ts';

const metByAll: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'unreachable',
  'certificate-refused',
  'missing-scope',
  'proxy-sign-in-required',
  'login-page',
  'server-moved',
]);

/** Whether a failure is about the account or the server as a whole, so that whatever follows would meet it too. */
export function isStopping(failure: Failure): boolean {
  return concernsCredential(failure) || metByAll.has(failure.reason);
}
