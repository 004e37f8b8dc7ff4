import { z } from 'zod';

/**
 * Why something that may well be refused was refused: the closed list. Who can mend it gives the grouping.
 * The words for people stand in `failure-words.ts`; what a server answers for each stands in
 * `electron/registry/answer-failures.ts`.
 */
export const failureReasons = [
  // The account
  'bad-login',
  'second-factor-required',
  'password-change-required',
  'account-blocked',
  'sign-in-required',
  'missing-scope',
  'public-only-token',
  'not-allowed',
  'credential-locked',
  'account-missing',
  // What was asked for
  'invalid-address',
  'invalid-package-name',
  'invalid-version',
  'invalid-file-name',
  'invalid-request',
  'owner-not-found',
  'not-found',
  'not-offered',
  'already-exists',
  'changed-on-server',
  'batch-incomplete',
  'no-copy-kept',
  // The server and what stands before it
  'file-too-large',
  'storage-quota-reached',
  'package-count-reached',
  'refused-by-proxy',
  'too-large-for-proxy',
  'proxy-timed-out',
  'proxy-sign-in-required',
  'login-page',
  'packed-on-the-way',
  'too-many-requests',
  'server-unavailable',
  'server-error',
  'server-moved',
  'unexpected-answer',
  'damaged-on-server',
  'damaged-in-transit',
  'split-file-damaged',
  'not-stored',
  'storage-link-expired',
  'storage-clock-differs',
  // The network
  'unreachable',
  'interrupted',
  'timed-out',
  'certificate-refused',
  'redirect-refused',
  // The disk
  'local-file-missing',
  'local-file-unreadable',
  'local-file-changed',
  'not-a-plain-file',
  'folder-not-writable',
  'disk-full',
  'journal-not-writable',
  'kept-file-damaged',
  // The app
  'cancelled',
  'internal',
] as const;

export const FailureReason = z.enum(failureReasons);
export type FailureReason = z.infer<typeof FailureReason>;

/** An expected "no". Never holds a credential, a URL with a query, or a path that the window must not know. */
export const Failure = z.strictObject({
  reason: FailureReason,
  /** HTTP status, where a server answered. */
  status: z.int().min(100).max(599).optional(),
  /** The server's own words as plain text, at most 200 characters, without markup. */
  serverWords: z.string().max(200).optional(),
  /** What the reason is about, for people: a host, a file name, a scope, a certificate's fingerprint. At most 300 characters. */
  subject: z.string().max(300).optional(),
  /** What an administrator would change to mend it, such as `client_max_body_size`, where it is known. */
  setting: z.string().max(200).optional(),
  /** Seconds after which the server wants to be asked again (Retry-After), where it said so. */
  retryAfter: z.int().nonnegative().optional(),
});
export type Failure = z.infer<typeof Failure>;

const passing: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'too-many-requests',
  'proxy-timed-out',
  'server-unavailable',
  'server-error',
  'storage-link-expired',
  'damaged-in-transit',
  'unreachable',
  'interrupted',
  'timed-out',
]);

/** Whether the same attempt may succeed later without anyone changing anything. Permanent failures are never retried. */
export function isPassing(failure: Failure): boolean {
  return passing.has(failure.reason);
}

const aboutCredential: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'bad-login',
  'second-factor-required',
  'password-change-required',
  'account-blocked',
  'sign-in-required',
  'credential-locked',
]);

/**
 * Whether the account itself was refused: only the user can mend that, by signing in again, unlocking a keyring or
 * changing something on the server. The next request would be refused too, and asking again may lock the user out.
 */
export function concernsCredential(failure: Failure): boolean {
  return aboutCredential.has(failure.reason);
}
