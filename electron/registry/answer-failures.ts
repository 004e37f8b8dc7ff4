import type { IncomingHttpHeaders } from 'node:http';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { Failure, FailureReason } from '../../shared/failure.ts';
import { retryAfterOf } from './retry-after.ts';
import { plainWords } from './server-words.ts';

/** An answer that is no success, as it came. */
export interface RefusedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** When it came, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** The body, or its beginning. */
  readonly text: string;
}

/** What had been asked: the same status means different things in different places. */
export interface Asked {
  /** `api` is `/api/v1/…` and answers JSON; `registry` is `/api/packages/…` and answers plain text. */
  readonly endpoint: 'api' | 'registry';
  /** Scheme, host and port of the server. */
  readonly serverUrl: string;
  /** Whether no credential was sent. */
  readonly isAnonymous: boolean;
  readonly about: Partial<FileCoordinates>;
}

type Rule = readonly [words: RegExp, reason: FailureReason];

/**
 * What Gitea says, by status, in the order of trial. `api` texts are the `message` of its JSON. Each is in the
 * recordings of 1.23.6 or 1.26-dev; scenario names in brackets.
 */
const rules: Readonly<Record<Asked['endpoint'], Readonly<Record<number, readonly Rule[]>>>> = {
  api: {
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

/** Statuses that proxies and gateways use as well, with pages of their own. */
const gateways: ReadonlySet<number> = new Set([502, 503, 504, 520, 521, 522, 523, 524, 530]);

function isHtml({ headers, text }: RefusedAnswer): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype|html)\b/i.test(text);
}

/** The `message` of the API's JSON errors; null when the text is no such JSON. */
function apiMessage(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const message: unknown = Object.entries(value).find(([key]) => key === 'message')?.[1];
    return typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}

function reasonOf(answer: RefusedAnswer, asked: Asked, words: string | null): FailureReason {
  const { status } = answer;
  if (gateways.has(status)) return 'server-unavailable';
  if (status >= 500) return 'server-error';
  if (status === 413)
    return /quota/i.test(answer.text) && !isHtml(answer) ? 'storage-quota-reached' : 'refused-by-proxy';
  if (status === 407) return 'refused-by-proxy';
  const isForeign = words === null || isHtml(answer);
  if (!isForeign) {
    const rule = rules[asked.endpoint][status]?.find(([pattern]) => pattern.test(words));
    // Without a credential, "you may not" is "who are you" (03-visibility).
    if (rule?.[1] === 'not-allowed' && asked.isAnonymous) return 'sign-in-required';
    if (rule !== undefined) return rule[1];
  }
  if (status === 405) return 'not-offered';
  if (status === 404) return notFoundReason(answer, asked, isForeign);
  if (status === 429 || status === 408) return ownAnswers[status] ?? 'unexpected-answer';
  if (isForeign && (status === 400 || status === 401 || status === 403)) return 'refused-by-proxy';
  if (asked.isAnonymous && (status === 401 || status === 403)) return 'sign-in-required';
  return ownAnswers[status] ?? 'unexpected-answer';
}

/** An unknown path is `404 page not found`; a page of something else proves nothing about packages. */
function notFoundReason({ text }: RefusedAnswer, { endpoint }: Asked, isForeign: boolean): FailureReason {
  if (/^404 page not found\s*$/.test(text)) return 'not-offered';
  return endpoint === 'api' && !isForeign ? 'not-found' : 'unexpected-answer';
}

function subjectOf(
  reason: FailureReason,
  answer: RefusedAnswer,
  asked: Asked,
  words: string | null,
): string | undefined {
  const { owner, packageName, version, fileName } = asked.about;
  switch (reason) {
    case 'owner-not-found':
      return owner;
    case 'invalid-package-name':
      return packageName;
    case 'invalid-version':
      return version;
    case 'invalid-file-name':
    case 'file-too-large':
      return fileName;
    case 'not-found':
    case 'already-exists':
      return fileName ?? version ?? packageName;
    case 'missing-scope':
      return /required=\[([^\]]*)\]/
        .exec(words ?? '')?.[1]
        ?.split(' ')
        .join(', ');
    case 'refused-by-proxy':
      return String(answer.headers.server ?? '');
    case 'unexpected-answer':
      return URL.parse(asked.serverUrl)?.host;
    default:
      return undefined;
  }
}

/**
 * What an answer other than the hoped-for one means. Redirects that were not followed are told by `movedFailure`
 * instead.
 */
export function answerFailure(answer: RefusedAnswer, asked: Asked): Failure {
  const words = asked.endpoint === 'api' ? apiMessage(answer.text) : answer.text;
  const reason = reasonOf(answer, asked, words);
  const serverWords = plainWords(words ?? answer.text);
  const retryAfter = retryAfterOf(answer.headers, answer.receivedAt);
  const subject = plainWords(subjectOf(reason, answer, asked, words) ?? '', 300);
  return {
    reason,
    ...(answer.status >= 100 && answer.status <= 599 ? { status: answer.status } : {}),
    ...(serverWords === undefined ? {} : { serverWords }),
    ...(subject === undefined ? {} : { subject }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}
