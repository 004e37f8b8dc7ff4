import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { developmentServerOf, serveApp } from './app-protocol.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-bundle-'));
  await writeFile(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">');
  await writeFile(join(folder, 'main.js'), 'void 0');
  await writeFile(join(folder, 'main.js.map'), '{}');
  await writeFile(join(folder, 'secret.js'), 'not listed');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function get(address: string, method = 'GET'): Promise<Response> {
  return serveApp(
    folder,
    new Set(['index.html', 'main.js', 'main.js.map']),
  )(new Request(address, { method }));
}

describe('serving the window', () => {
  it('gives the page a policy with the nonce that stands in it, a new one each time', async () => {
    const first = await get('app://bundle/');
    const page = await first.text();
    const nonce = /nonce="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(Object.fromEntries(first.headers)).toEqual({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; ` +
        "connect-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'",
    });
    expect(await (await get('app://bundle/index.html')).text()).not.toContain(nonce);
  });

  it('gives scripts as scripts, and nothing but headers to HEAD', async () => {
    const script = await get('app://bundle/main.js?v=1');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await script.text()).toBe('void 0');
    expect(await (await get('app://bundle/main.js', 'HEAD')).text()).toBe('');
  });

  it.each([
    'app://bundle/secret.js',
    'app://bundle/main.js.map',
    'app://bundle/../secret.js',
    'app://bundle/%2e%2e/secret.js',
    'app://bundle/..%2fsecret.js',
    'app://bundle/%6dain.js',
    'app://bundle//main.js',
    'app://bundle/main.js%00',
    'app://other/main.js',
    'file:///etc/passwd',
  ])('does not know %s', async (address) => {
    expect((await get(address)).status).toBe(404);
  });

  it('takes no other method', async () => {
    expect((await get('app://bundle/', 'POST')).status).toBe(405);
  });
});

describe('the development server', () => {
  it('is one on this machine', () => {
    expect(developmentServerOf('http://127.0.0.1:5173/')?.port).toBe('5173');
    expect(developmentServerOf('http://evil.example/')).toBeNull();
    expect(developmentServerOf('https://localhost/')).toBeNull();
    expect(developmentServerOf(undefined)).toBeNull();
  });
});
