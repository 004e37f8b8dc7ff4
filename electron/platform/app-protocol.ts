import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { appOrigin } from '../app-origin.ts';

/** Stands in the page where each answer's own nonce goes: react-aria gives it to the one style that it inserts. */
const noncePlaceholder = '__CSP_NONCE__';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * What the page may do. All requests to servers are made in main, so the page connects to nothing: code that got
 * into it could not carry anything out.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

function refuse(status: 404 | 405): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } });
}

/**
 * The part of an address that names a file, or null for any address but the app's own. Nothing is decoded or
 * folded further: a name that is not in the list letter by letter is not served.
 */
function fileNameOf(address: string): string | null {
  const url = new URL(address);
  if (`${url.protocol}//${url.host}` !== appOrigin) return null;
  return url.pathname === '/' ? 'index.html' : url.pathname.slice(1);
}

/**
 * Serves the built window from `folder`: exactly the files named, by GET and HEAD.
 */
export function serveApp(
  folder: string,
  files: ReadonlySet<string>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const name = fileNameOf(request.url);
    const contentType = name === null ? undefined : contentTypes[extname(name)];
    if (name === null || contentType === undefined || !files.has(name)) return refuse(404);
    const bytes = await readFile(join(folder, name));
    const isPage = name.endsWith('.html');
    const nonce = randomBytes(16).toString('base64');
    const body = isPage ? bytes.toString('utf8').replaceAll(noncePlaceholder, nonce) : new Uint8Array(bytes);
    return new Response(request.method === 'HEAD' ? null : body, {
      headers: {
        'content-type': contentType,
        'x-content-type-options': 'nosniff',
        'content-security-policy': contentSecurityPolicy(nonce),
        'cache-control': isPage ? 'no-store' : 'max-age=31536000, immutable',
      },
    });
  };
}

/**
 * Serves the window from the development server instead, under the same origin. Hot reload needs inline scripts
 * and a socket, so the policy is loose; a packaged app never gets here.
 */
export function serveFromDevelopmentServer(server: URL): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const answer = await fetch(new URL(pathname + search, server), { method: request.method });
    const headers = new Headers({
      'content-type': answer.headers.get('content-type') ?? 'application/octet-stream',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'self' 'unsafe-inline' data: ws://localhost:* ws://127.0.0.1:* ${server.origin}`,
    });
    return new Response(answer.body, { status: answer.status, headers });
  };
}

/** The development server's address, if it is one on this machine. */
export function developmentServerOf(address: string | undefined): URL | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ? url : null;
}
