import type { Failure, FailureReason } from '../../shared/failure.ts';
import { withoutSecrets } from './credential-header.ts';
import { culpritOf, inFrontOf } from './culprit.ts';
import type { Asked, RefusedAnswer } from './refused-answer.ts';
import { retryAfterOf } from './retry-after.ts';
import { reasonByStatus, reasonInWords } from './server-answers.ts';
import { plainWords } from './server-words.ts';

/** From proxies and gateways that do not reach the server; 520 and above are Cloudflare's. */
const gateways: ReadonlySet<number> = new Set([502, 503, 520, 521, 522, 523, 525, 526, 527, 530]);

/** An encrypted port that was spoken to in the clear, as nginx, Apache and Go say it. */
const needsEncryption = /HTTP request (?:was sent )?to (?:an )?HTTPS|speaking plain HTTP to an SSL-enabled/i;

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

/** What statuses mean that others than the server use as well; null for those that are its own or nobody's. */
function reasonOnTheWay(answer: RefusedAnswer): FailureReason | null {
  const { status } = answer;
  if (gateways.has(status)) return 'server-unavailable';
  if (status === 504 || status === 524) return 'proxy-timed-out';
  // 511 is a network that wants a login before it lets anything through (RFC 6585).
  if (status === 511 || (status >= 200 && status < 300 && isHtml(answer))) return 'login-page';
  if (status >= 500) return 'server-error';
  if (status === 407) return 'proxy-sign-in-required';
  if (status === 400 && needsEncryption.test(answer.text)) return 'server-moved';
  if (status !== 413) return null;
  // Forgejo refuses before the body when the quota is used up already.
  return /quota/i.test(answer.text) && !isHtml(answer) ? 'storage-quota-reached' : 'too-large-for-proxy';
}

function reasonOf(answer: RefusedAnswer, asked: Asked, words: string | null): FailureReason {
  const { status } = answer;
  const onTheWay = reasonOnTheWay(answer);
  if (onTheWay !== null) return onTheWay;
  const isForeign = words === null || isHtml(answer);
  const inWords = isForeign ? null : reasonInWords(words, status, asked);
  if (inWords !== null) return inWords;
  if (status === 405) return isHtml(answer) ? 'refused-by-proxy' : 'not-offered';
  if (status === 404) return notFoundReason(answer, asked, isForeign);
  if (isForeign && (status === 400 || status === 401 || status === 403)) return 'refused-by-proxy';
  return reasonByStatus(status, asked);
}

/** An unknown path is `404 page not found`; a page of something else proves nothing about packages. */
function notFoundReason({ text }: RefusedAnswer, { endpoint }: Asked, isForeign: boolean): FailureReason {
  if (/^404 page not found\s*$/.test(text)) return 'not-offered';
  return endpoint === 'api' && !isForeign ? 'not-found' : 'unexpected-answer';
}

/** Which part of what was asked for a reason is about. */
function partAsked(
  reason: FailureReason,
  { owner, packageName, version, fileName }: Asked['about'],
): string | undefined {
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
    case 'changed-on-server':
      return fileName ?? version ?? packageName;
    default:
      return undefined;
  }
}

function subjectOf(
  reason: FailureReason,
  answer: RefusedAnswer,
  asked: Asked,
  words: string | null,
): string | undefined {
  const host = URL.parse(asked.serverUrl)?.host ?? '';
  const culprit = culpritOf(answer);
  switch (reason) {
    case 'missing-scope':
      return /required=\[([^\]]*)\]/
        .exec(words ?? '')?.[1]
        ?.split(' ')
        .join(', ');
    case 'refused-by-proxy':
    case 'too-large-for-proxy':
    case 'proxy-timed-out':
      return inFrontOf(host, culprit);
    case 'server-unavailable':
      return culprit === null ? host : `${host} behind ${culprit.name}`;
    case 'server-moved':
      return `https://${host}`;
    case 'server-error':
    case 'timed-out':
    case 'proxy-sign-in-required':
    case 'login-page':
    case 'unexpected-answer':
      return host;
    default:
      return partAsked(reason, asked.about);
  }
}

/** The setting that an administrator would change, by what was refused. */
function settingOf(reason: FailureReason, answer: RefusedAnswer): string | undefined {
  const settings = culpritOf(answer)?.settings;
  if (reason === 'too-large-for-proxy') return settings?.size;
  return reason === 'proxy-timed-out' ? settings?.time : undefined;
}

/**
 * What an answer other than the hoped-for one means. Redirects that were not followed are told by `movedFailure`
 * instead.
 */
export function answerFailure(given: RefusedAnswer, asked: Asked): Failure {
  // Some servers and proxies repeat the request in their error pages.
  const answer = { ...given, text: withoutSecrets(given.text, asked.credential) };
  const words = asked.endpoint === 'api' ? apiMessage(answer.text) : answer.text;
  const reason = reasonOf(answer, asked, words);
  const serverWords = plainWords(words ?? answer.text);
  const setting = settingOf(reason, answer);
  const retryAfter = retryAfterOf(answer.headers, answer.receivedAt);
  const subject = plainWords(subjectOf(reason, answer, asked, words) ?? '', 300);
  return {
    reason,
    ...(answer.status >= 100 && answer.status <= 599 ? { status: answer.status } : {}),
    ...(serverWords === undefined ? {} : { serverWords }),
    ...(subject === undefined ? {} : { subject }),
    ...(setting === undefined ? {} : { setting }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}
