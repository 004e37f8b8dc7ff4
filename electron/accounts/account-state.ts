import type { AccountState } from '../../shared/account.ts';
import { concernsCredential, type Failure, type FailureReason } from '../../shared/failure.ts';

const offlineReasons: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'unreachable',
  'timed-out',
  'certificate-refused',
  'server-unavailable',
]);

/**
 * How an account stands after a request: null is a success. A refusal of what was asked for says nothing about the
 * account, and being offline is not being signed out.
 */
export function stateAfter(failure: Failure | null, before: AccountState): AccountState {
  if (failure === null) return { kind: 'ready' };
  if (concernsCredential(failure)) return { kind: 'needs-credential', failure };
  if (offlineReasons.has(failure.reason)) {
    // A credential that was refused is still refused when the server goes away.
    return before.kind === 'needs-credential' ? before : { kind: 'offline', failure };
  }
  return before;
}

/** The same after the account itself was checked: any failure means that it cannot be used now. */
export function stateAfterCheck(failure: Failure): AccountState {
  return concernsCredential(failure) ? { kind: 'needs-credential', failure } : { kind: 'offline', failure };
}
