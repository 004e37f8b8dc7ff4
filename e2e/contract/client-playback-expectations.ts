import { z } from 'zod';
import type { FailureReason } from '../../shared/failure.ts';
import { asked, type Endpoint, startOf } from './client-playback-calls.ts';
import type { FilledAnswer } from './client-playback-server.ts';
import type { RecordedRequest } from './recordings.ts';

type Family = 'api' | 'registry';
type Rule = readonly [family: Family, status: number, body: string, reason: FailureReason, subject?: string];

/**
 * What the client must make of each refusal that real servers gave: the first line whose family and status are equal
 * and whose words the body holds. Read from the recordings, not from the client.
 */
const refusals: readonly Rule[] = [
  ['api', 400, 'invalid argument', 'changed-on-server', asked.packageName],
  ['api', 401, 'invalid provided OTP', 'second-factor-required'],
  ['api', 401, 'is not allowed login', 'account-blocked'],
  ['api', 401, 'token is required', 'sign-in-required'],
  ['api', 401, 'invalid username, password or token', 'bad-login'],
  ['api', 401, 'user does not exist', 'bad-login'],
  ['api', 401, 'password is invalid', 'bad-login'],
  ['api', 403, 'required=[read:package]', 'missing-scope', 'read:package'],
  ['api', 403, 'required=[write:package]', 'missing-scope', 'write:package'],
  ['api', 403, 'required=[read:repository]', 'missing-scope', 'read:repository'],
  ['api', 403, 'required=[read:user]', 'missing-scope', 'read:user'],
  ['api', 403, 'required=[read:user read:organization]', 'missing-scope', 'read:user, read:organization'],
  ['api', 403, 'limited to public packages', 'public-only-token'],
  ['api', 403, 'prohibited from signing in', 'account-blocked'],
  ['api', 403, 'must change your password', 'password-change-required'],
  ['api', 403, 'Only signed in user', 'sign-in-required'],
  ['api', 403, 'should have specific permission', 'not-allowed'],
  ['api', 404, '404 page not found', 'not-offered'],
  ['api', 404, 'not proxied', 'unexpected-answer'],
  ['api', 404, 'user redirect does not exist', 'owner-not-found', asked.owner],
  ['api', 404, 'GetUserByName', 'owner-not-found', asked.owner],
  ['api', 404, 'Visit Project', 'owner-not-found', asked.owner],
  ['api', 404, 'repository does not exist', 'not-found', asked.repository],
  ['api', 403, 'permission denied', 'not-allowed'],
  ['api', 404, 'package does not exist', 'not-found'],
  ['api', 404, '%!s(<nil>)', 'not-found'],
  ['api', 503, '', 'server-unavailable'],
  ['registry', 400, 'invalid package name', 'invalid-package-name', asked.packageName],
  ['registry', 400, 'invalid filename', 'invalid-file-name', asked.fileName],
  ['registry', 400, 'invalid package version', 'invalid-version', asked.version],
  ['registry', 400, '400 Bad Request', 'invalid-request'],
  ['registry', 401, 'authGroup.Verify', 'bad-login'],
  ['registry', 401, 'Failed to authenticate user', 'bad-login'],
  ['registry', 401, 'reqPackageAccess', 'not-allowed'],
  ['registry', 403, 'reqToken', 'public-only-token'],
  ['registry', 403, 'type size exceeded', 'file-too-large', asked.fileName],
  ['registry', 403, 'storage quota exceeded', 'storage-quota-reached'],
  ['registry', 403, 'count exceeded', 'package-count-reached'],
  ['registry', 404, '404 page not found', 'not-offered'],
  ['registry', 404, 'Not found.', 'owner-not-found', asked.owner],
  ['registry', 404, 'package does not exist', 'not-found', asked.fileName],
  ['registry', 404, 'package file does not exist', 'not-found', asked.fileName],
  ['registry', 404, '<!DOCTYPE html>', 'unexpected-answer'],
  ['registry', 405, '', 'not-offered'],
  ['registry', 409, '', 'already-exists', asked.fileName],
  ['registry', 412, '', 'unexpected-answer'],
  ['registry', 304, '', 'unexpected-answer'],
  ['registry', 416, 'invalid range', 'unexpected-answer'],
  ['registry', 500, '', 'server-error'],
  ['registry', 503, '', 'server-unavailable'],
];

const registryEndpoints: ReadonlySet<Endpoint> = new Set<Endpoint>(['publish', 'download', 'delete-file']);
const successes: ReadonlySet<number> = new Set([200, 201, 204, 206]);

/** A redirect is followed by a GET, which then finds nothing, and told by everything else. */
function expectedRedirect(endpoint: Endpoint, { status, headers }: FilledAnswer): Expectation {
  const isChange = /^(?:publish|link|unlink|delete-.*)$/.test(endpoint);
  const failure = isChange
    ? { reason: 'server-moved', status }
    : { reason: 'unexpected-answer', status: 404 };
  return { outcome: { ok: false, failure }, followed: isChange ? undefined : `GET ${headers['location']}` };
}

function expectedFailure(endpoint: Endpoint, answer: FilledAnswer, isAnonymous: boolean) {
  const family = registryEndpoints.has(endpoint) ? 'registry' : 'api';
  const text = answer.body.toString('utf8');
  const rule = refusals.find(
    ([kind, status, words]) => kind === family && status === answer.status && text.includes(words),
  );
  if (rule === undefined) throw new Error(`no expectation for ${family} ${answer.status} ${text}`);
  // Who sent no credential is asked to sign in, not told that they may not.
  const reason = rule[3] === 'not-allowed' && isAnonymous ? 'sign-in-required' : rule[3];
  return { reason, subject: rule[4] };
}

const Rows = z.array(z.looseObject({ id: z.number(), name: z.string() }));
const Named = z.looseObject({
  login: z.string().optional(),
  name: z.string().optional(),
  version: z.string().optional(),
});

function nextPageOf(answer: FilledAnswer): number | null {
  const next = (answer.headers['link'] ?? '').split(',').find((link) => link.includes('rel="next"'));
  return next === undefined ? null : Number(/[?&]page=(\d+)/.exec(next)?.[1]);
}

/** What of a success must have come through. */
function expectedValue(endpoint: Endpoint, request: RecordedRequest, answer: FilledAnswer): unknown {
  switch (endpoint) {
    case 'version':
      return Named.parse(answer.json).version;
    case 'user':
    case 'owner':
      return { name: Named.parse(answer.json).login };
    case 'organizations':
      return Rows.parse(answer.json).map(({ name }) => ({ name }));
    case 'owner-versions':
    case 'package-versions': {
      const rows = Rows.parse(answer.json);
      const versions = rows.map(({ id, name }) => ({ id, packageName: name }));
      const nextPage = rows.length === 0 ? null : nextPageOf(answer);
      return { versions, total: Number(answer.headers['x-total-count']), nextPage };
    }
    case 'version-detail':
      return { packageName: Named.parse(answer.json).name, version: Named.parse(answer.json).version };
    case 'repositories':
      return { names: Rows.parse(answer.json).map(({ name }) => name), nextPage: nextPageOf(answer) };
    case 'files': {
      const files = Rows.parse(answer.json).map(({ id, name, size, Size }) => ({
        id,
        fileName: name,
        size: size ?? Size,
      }));
      return { damagedRows: 0, files };
    }
    case 'download': {
      const whole = /\/(\d+)$/.exec(answer.headers['content-range'] ?? '')?.[1];
      const size = answer.status === 206 ? Number(whole) : answer.body.length;
      return { start: answer.status === 206 ? startOf(request) : 0, size, bytes: answer.body };
    }
    default:
      return undefined;
  }
}

/** Answers to several ranges, or to a range from elsewhere than asked: the client asks for neither. */
function isForeignRange(request: RecordedRequest, { status, headers }: FilledAnswer): boolean {
  if (status !== 206) return false;
  return (
    !(headers['content-range'] ?? '').startsWith(`bytes ${startOf(request)}-`) ||
    headers['content-range'] === 'bytes 10-9/10'
  );
}

/** What must have come of an answer: a part of the outcome, and where the client went on to, if anywhere. */
export interface Expectation {
  readonly outcome: object;
  readonly followed: string | undefined;
}

/** What the client must make of `answer`, given to a request for `endpoint`. Throws for answers that nobody foresaw. */
export function expectationOf(
  endpoint: Endpoint,
  request: RecordedRequest,
  answer: FilledAnswer,
  isAnonymous: boolean,
): Expectation {
  const { status } = answer;
  if (status === 307) return expectedRedirect(endpoint, answer);
  if (isForeignRange(request, answer)) {
    return { outcome: { ok: false, failure: { reason: 'unexpected-answer', status } }, followed: undefined };
  }
  if (successes.has(status)) {
    const value = expectedValue(endpoint, request, answer);
    // Organizations are read to the last page, all others one page at a time.
    const nextPage = endpoint === 'organizations' ? nextPageOf(answer) : null;
    const followed = nextPage === null ? undefined : `GET /api/v1/user/orgs?limit=50&page=${nextPage}`;
    return { outcome: value === undefined ? { ok: true } : { ok: true, value }, followed };
  }
  const { reason, subject } = expectedFailure(endpoint, answer, isAnonymous);
  const failure = subject === undefined ? { reason, status } : { reason, status, subject };
  return { outcome: { ok: false, failure }, followed: undefined };
}
