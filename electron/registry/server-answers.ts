import type { FailureReason } from '../../shared/failure.ts';
import type { Asked } from './refused-answer.ts';

type Rule = readonly [words: RegExp, reason: FailureReason];

/**
 * What Gitea says, by status, in the order of trial. `api` texts are the `message` of its JSON. Each is in the
 * recordings of 1.23.6 or 1.26-dev; scenario names in brackets.
 */
const rules: Readonly<Record<Asked['endpoint'], Readonly<Record<number, readonly Rule[]>>>> = {
  api: {
    400: [[/^invalid argument$/, 'changed-on-server']], // 07-link
    401: [
      [/^invalid provided OTP/, 'second-factor-required'], // 01-accounts
      [/^user is not allowed login/, 'account-blocked'], // 01-accounts
      [/^(?:token is required|auth required)/, 'sign-in-required'], // 03-visibility
    ],
    403: [
      [/required scope\(s\)/, 'missing-scope'], // 01-token-scopes
      [/limited to public packages/, 'public-only-token'], // 01-token-scopes
      [/^This account is prohibited/, 'account-blocked'], // 01-accounts
      [/^You must change your password/, 'password-change-required'], // 01-accounts
      [/^Only signed in user/, 'sign-in-required'], // 10-sign-in-required
    ],
    404: [
      [/^user (?:redirect )?does not exist/, 'owner-not-found'], // 05-list
      [/^(?:GetUserByName|GetOrgByName|HasOrgOrUserVisible|Visit Project)$/, 'owner-not-found'], // 01-discovery
    ],
  },
  registry: {
    400: [
      [/^invalid package name/, 'invalid-package-name'], // 02-names-package
      [/^invalid filename/, 'invalid-file-name'], // 02-names-file
      [/^invalid package version/, 'invalid-version'], // 02-names-version
    ],
    401: [
      [/^(?:authGroup\.Verify|Failed to authenticate user)/, 'bad-login'], // 01-auth-schemes
      [/^reqPackageAccess/, 'not-allowed'], // 02-publish-rights
    ],
    403: [
      [/^maximum allowed package type size/, 'file-too-large'], // 08-size-limit
      [/^maximum allowed package storage quota/, 'storage-quota-reached'], // 08-owner-size-limit
      [/^maximum allowed package count/, 'package-count-reached'], // 08-size-limit
      [/^reqToken/, 'public-only-token'], // 03-visibility
    ],
    404: [
      [/^package (?:file )?does not exist/, 'not-found'], // 03-download
      [/^Not found\.\s*$/, 'owner-not-found'], // 03-download; 11-packages-off sounds the same
    ],
    409: [[/^/, 'already-exists']], // 02-publish
  },
};

/** Where the words say nothing known: what the status means when the server itself answered. */
const ownAnswers: Readonly<Record<number, FailureReason>> = {
  400: 'invalid-request',
  401: 'bad-login',
  403: 'not-allowed',
  408: 'timed-out',
  429: 'too-many-requests',
};

/** What words and status of the server itself mean; null where that cannot be said. */
export function reasonInWords(words: string, status: number, asked: Asked): FailureReason | null {
  const rule = rules[asked.endpoint][status]?.find(([pattern]) => pattern.test(words));
  if (rule === undefined) return null;
  // Without a credential, "you may not" is "who are you" (03-visibility).
  return rule[1] === 'not-allowed' && asked.credential === null ? 'sign-in-required' : rule[1];
}

/** The same by the status alone. */
export function reasonByStatus(status: number, { credential }: Asked): FailureReason {
  if (credential === null && (status === 401 || status === 403)) return 'sign-in-required';
  return ownAnswers[status] ?? 'unexpected-answer';
}
