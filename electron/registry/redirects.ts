import type { Failure } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Hops after which a chain of redirects counts as a loop. */
export const maximumRedirects = 5;

/** The `location` of an answer that redirects; null for every other answer. */
export function redirectOf(status: number, location: string | undefined): string | null {
  return redirectStatuses.has(status) ? (location ?? null) : null;
}

/**
 * Where a redirect of a GET leads. Refused are other schemes, a user name in the URL and the step down from https
 * to http. The query may be a signature and never reaches a failure.
 */
export function followRedirect(from: string, location: string): Outcome<string> {
  const target = URL.parse(location, from);
  const host = target === null || target.host === '' ? undefined : target.host.slice(0, 300);
  const refused = failed('redirect-refused', host === undefined ? {} : { subject: host });
  if (target === null || target.username !== '' || target.password !== '') return refused;
  if (target.protocol !== 'https:' && target.protocol !== 'http:') return refused;
  if (target.protocol === 'http:' && from.startsWith('https:')) return refused;
  target.hash = '';
  return succeeded(target.href);
}

/** Scheme, host and port: only where all three are the same may a credential go. */
export function hasSameOrigin(one: string, other: string): boolean {
  return URL.parse(one)?.origin === URL.parse(other)?.origin;
}

/**
 * A redirect that must not be followed, because the request changes something or leads to another server. The
 * subject is the new host, with its scheme where only that is new, or `host/owner` for a renamed owner
 * (13-renamed-owner). A server that moved takes its paths along; what leads elsewhere is somebody's login page.
 */
export function movedFailure(from: string, location: string, status: number): Failure {
  const target = URL.parse(location, from);
  const source = URL.parse(from);
  if (target === null || source === null || target.host === '') return { reason: 'server-moved', status };
  if (!/\/api\/(?:v1|packages)\//.test(target.pathname) && !isBareHost(source, target)) {
    return { reason: 'login-page', status, subject: `${source.host} (at ${target.host})`.slice(0, 300) };
  }
  return { reason: 'server-moved', status, subject: placeOf(source, target).slice(0, 300) };
}

/** Another host by its root alone: somebody redirects all that the old one is asked for. */
function isBareHost(source: URL, target: URL): boolean {
  return target.host !== source.host && target.pathname === '/' && target.search === '';
}

function placeOf(source: URL, target: URL): string {
  if (target.host !== source.host) return target.host;
  if (target.protocol !== source.protocol) return target.origin;
  const before = source.pathname.split('/');
  const after = target.pathname.split('/');
  const renamed = after.filter((segment, index) => segment !== before[index]);
  return after.length === before.length && renamed.length === 1
    ? `${target.host}/${renamed[0]}`
    : target.host;
}
