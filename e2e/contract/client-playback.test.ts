import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RegistryClient } from '../../electron/registry/registry-client.ts';
import type { FailureReason } from '../../shared/failure.ts';
import { asked, callClient, type Endpoint, endpointOf, startOf } from './client-playback-calls.ts';
import { type FilledAnswer, fillAnswer, PlaybackServer } from './client-playback-server.ts';
import { type RecordedRequest, type RecordedWorld, readRecordings } from './recordings.ts';

const recordings = readRecordings(fileURLToPath(new URL('recordings/', import.meta.url)));

type Family = 'api' | 'registry';
type Rule = readonly [family: Family, status: number, body: string, reason: FailureReason, subject?: string];

/**
 * What the client must make of each refusal that real servers gave: the first line whose family and status are equal
 * and whose words the body holds. Read from the recordings, not from the client.
 */
const refusals: readonly Rule[] = [
  ['api', 401, 'invalid provided OTP', 'second-factor-required'],
  ['api', 401, 'is not allowed login', 'account-blocked'],
  ['api', 401, 'token is required', 'sign-in-required'],
  ['api', 401, 'invalid username, password or token', 'bad-login'],
  ['api', 401, 'user does not exist', 'bad-login'],
  ['api', 401, 'password is invalid', 'bad-login'],
  ['api', 403, 'required=[read:package]', 'missing-scope', 'read:package'],
  ['api', 403, 'required=[write:package]', 'missing-scope', 'write:package'],
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

/** A redirect is followed by GET, which then finds nothing, and told by everything else. */
function expectedRedirect(endpoint: Endpoint): FailureReason {
  const isChange = endpoint === 'publish' || endpoint.startsWith('delete');
  return isChange ? 'server-moved' : 'unexpected-answer';
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

/** Whether nothing was sent that says who asks. */
function isAnonymous(
  as: string | null,
  { path, headers }: RecordedRequest,
  { identities }: RecordedWorld,
): boolean {
  if (/[?&](?:access_)?token=/.test(path)) return false;
  return (as === null ? headers['authorization'] : identities[as]) == null;
}

const counts = { played: 0, refused: 0 };

describe.each(recordings.map((recorded) => [recorded.name, recorded] as const))(
  'answers of %s',
  (_, recorded) => {
    it.each(recorded.scenarios.map((scenario) => [scenario.scenario, scenario] as const))(
      '%s',
      async (_, scenario) => {
        await using server = await PlaybackServer.start();
        const base = `${server.origin}${scenario.sub_path}`;
        for (const step of scenario.steps) {
          if ('parallel' in step || step.response.none) continue;
          const endpoint = endpointOf(step.request, scenario.sub_path);
          if (endpoint === null) continue;
          const answer = fillAnswer(step.response, recorded.world, base);
          const credential = isAnonymous(step.as, step.request, recorded.world)
            ? null
            : ({ kind: 'token', token: 'canary-1' } as const);
          const client = new RegistryClient({ serverUrl: base, credential });
          server.set(answer);
          const outcome = await callClient(client, endpoint, step.request);
          client.destroy();
          const where = `${step.note}: ${step.request.method} ${step.request.path} ${answer.status}`;
          counts.played += 1;
          expect(JSON.stringify(outcome), where).not.toContain('canary');
          if (answer.status === 307) {
            expect(outcome, where).toMatchObject({
              ok: false,
              failure: { reason: expectedRedirect(endpoint) },
            });
            const target = (answer.headers['location'] ?? '').replace(server.origin, '');
            const followed =
              endpoint === 'download' || (!endpoint.startsWith('delete') && endpoint !== 'publish');
            expect(server.asked[1], where).toBe(followed ? `GET ${target}` : undefined);
          } else if (isForeignRange(step.request, answer)) {
            expect(outcome, where).toMatchObject({
              ok: false,
              failure: { reason: 'unexpected-answer', status: 206 },
            });
          } else if (successes.has(answer.status)) {
            expect(outcome.ok, `${where} ${JSON.stringify(outcome)}`).toBe(true);
            const value = expectedValue(endpoint, step.request, answer);
            if (value !== undefined) expect(outcome, where).toMatchObject({ ok: true, value });
          } else {
            counts.refused += 1;
            const { reason, subject } = expectedFailure(endpoint, answer, credential === null);
            const failure =
              subject === undefined
                ? { reason, status: answer.status }
                : { reason, status: answer.status, subject };
            expect(outcome, where).toMatchObject({ ok: false, failure });
          }
        }
      },
    );
  },
);

it('played the answers of both servers', () => {
  console.log(`client playback: ${counts.played} recorded answers, ${counts.refused} of them refusals`);
  expect(counts.played).toBeGreaterThan(1500);
});
