import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';

const schemeWithSlashes = /^([a-z][a-z0-9+.-]*):\/\//i;
/** `javascript:…`, `file:/…`: a scheme, since no port number follows the colon. */
const otherScheme = /^[a-z][a-z0-9+.-]*:(?!\d|\/\/)/i;
const loopback = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Pages of the server that people paste instead of its root: settings, sign-in, an owner's packages, an address
 * from the API. What stands before them is the root for certain.
 */
const deeperPage =
  /^(.*?)\/(?:user\/(?:settings|login|sign_up)|explore|api\/(?:v1|packages|swagger)|[^/]+\/-\/packages)(?:\/.*)?$/;

/** Whether a host is this very computer, where sending a credential unencrypted harms nobody. */
export function isLoopbackHost(host: string): boolean {
  return loopback.test(host);
}

/**
 * The root URL of what a user typed: scheme, host, port and sub-path without a slash at the end. Without a scheme it
 * is `https`, or `http` for this computer. Fails with `invalid-address`: other schemes, a user name or password, a query.
 */
export function parseServerAddress(typed: string): Outcome<string> {
  const text = typed.trim();
  const refused = failed('invalid-address', {
    subject:
      text
        .replace(/\/\/[^/]*@/, '//')
        .split(/[?#]/)[0]
        ?.slice(0, 300) ?? '',
  });
  if (text === '' || text.length > 2048 || /[\s\\\p{Cc}?#]/u.test(text)) return refused;
  const scheme = schemeWithSlashes.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined ? otherScheme.test(text) : scheme !== 'https' && scheme !== 'http') return refused;
  const url = URL.parse(scheme === undefined ? `https://${text}` : text);
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') return refused;
  if (text.includes('@')) return refused;
  const isPlain = scheme === undefined ? isLoopbackHost(url.hostname) : scheme === 'http';
  // Parsed again as http where that is meant: it decides which port is the default one.
  const parsed = scheme === undefined && isPlain ? URL.parse(`http://${text}`) : url;
  if (parsed === null) return refused;
  const path = deeperPage.exec(parsed.pathname)?.[1] ?? parsed.pathname;
  return succeeded(`${parsed.origin}${path.replace(/\/+$/, '')}`);
}
