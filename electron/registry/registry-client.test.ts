import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Credential } from '../../shared/account.ts';
import type { Failure } from '../../shared/failure.ts';
import { RegistryClient } from './registry-client.ts';
import { defaultLimits, type RequestLimits } from './request-limits.ts';
import { deadAddress, ScriptedServer, sendJson, sendText } from './testing/scripted-server.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.0' };
const file = { ...version, fileName: 'kettle.bin' };
const never = new AbortController().signal;
const hashes = { md5: 'a'.repeat(32), sha1: 'b'.repeat(40), sha256: 'c'.repeat(64), sha512: 'd'.repeat(128) };

function openTea(): Readable {
  return Readable.from([Buffer.from('tea')], { objectMode: false });
}

const clients: RegistryClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

interface ClientSettings {
  readonly credential?: Credential | null;
  readonly limits?: Partial<RequestLimits>;
  readonly onSettled?: (failure: Failure | null) => void;
}

function clientOf(serverUrl: string, settings: ClientSettings = {}): RegistryClient {
  const { credential = { kind: 'token', token: 'canary-0123456789' }, limits, onSettled } = settings;
  const client = new RegistryClient({
    serverUrl,
    credential,
    limits: { ...defaultLimits, retryDelays: [1], ...limits },
    ...(onSettled === undefined ? {} : { onSettled }),
  });
  clients.push(client);
  return client;
}

function entry(id: number, changes: object = {}) {
  return {
    id,
    type: 'generic',
    owner: { id: 7, login: 'crew' },
    repository: null,
    creator: { id: 1, login: 'ada' },
    name: 'kettle',
    version: `1.${id}`,
    html_url: 'ignored',
    created_at: '2026-04-01T10:00:00Z',
    ...changes,
  };
}

describe('listing versions', () => {
  it('follows the server’s links, not the page size that was asked for', async () => {
    await using server = await ScriptedServer.start((request, response) => {
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page'));
      const link =
        page === 1
          ? '<http://x/api/v1/packages/crew?limit=2&page=2>; rel="next",<http://x/api/v1/packages/crew?limit=2&page=2>; rel="last"'
          : '<http://x/api/v1/packages/crew?limit=2&page=1>; rel="first",<http://x/api/v1/packages/crew?limit=2&page=1>; rel="prev"';
      sendJson(response, page === 1 ? [entry(3), entry(2)] : [entry(1)], 200, { link, 'x-total-count': '3' });
    });
    const client = clientOf(server.url);
    const first = await client.listVersions('crew', 1);
    expect(first).toMatchObject({ ok: true, value: { total: 3, nextPage: 2 } });
    const second = await client.listVersions('crew', 2);
    expect(second).toEqual({
      ok: true,
      value: {
        total: 3,
        nextPage: null,
        versions: [
          {
            id: 1,
            type: 'generic',
            owner: 'crew',
            packageName: 'kettle',
            version: '1.1',
            createdAt: Date.UTC(2026, 3, 1, 10),
            creator: 'ada',
            repository: null,
          },
        ],
      },
    });
    expect(server.seen[0]?.path).toBe('/api/v1/packages/crew?limit=50&page=1');
  });

  it('goes by the count where a proxy drops the links', async () => {
    await using server = await ScriptedServer.start((request, response) => {
      const isLast = request.url?.includes('page=2') === true;
      sendJson(response, isLast ? [entry(1)] : [entry(3), entry(2)], 200, { 'x-total-count': '3' });
    });
    const client = clientOf(server.url);
    expect(await client.listVersions('crew', 1)).toMatchObject({ value: { nextPage: 2 } });
  });

  it.each([
    ['pages without rows', [], 7],
    ['the same page again', [entry(1)], 1],
    ['a page before', [entry(1)], 0],
    ['a page beyond all sense', [entry(1)], 10_001],
  ])('ends at %s', async (_, rows, next) => {
    await using server = await ScriptedServer.start((_, response) =>
      sendJson(response, rows, 200, { link: `<http://x/?page=${next}>; rel="next"`, 'x-total-count': '-1' }),
    );
    const listed = await clientOf(server.url).listVersions('crew', 1);
    expect(listed).toMatchObject({ ok: true, value: { nextPage: null, total: rows.length } });
  });

  it('leaves out rows that cannot be read, and reads odd ones', async () => {
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const odd = entry(2, {
        creator: { id: -1, login: 'Ghost' },
        created_at: 'soon',
        repository: { full_name: 'crew/tea' },
      });
      const rows = ['null', '{"id":"x"}', '{"__proto__":{"polluted":true},"id":9}', JSON.stringify(odd)];
      response.end(`[${rows.join(',')}]`);
    });
    const listed = await clientOf(server.url).listVersions('crew', 1);
    expect(listed).toMatchObject({
      ok: true,
      value: { versions: [{ id: 2, creator: null, createdAt: null, repository: 'crew/tea' }] },
    });
    expect(listed.ok && listed.value.versions).toHaveLength(1);
    expect('polluted' in {}).toBe(false);
  });
});

describe('listing files', () => {
  it('reads both spellings of the size and counts damaged rows', async () => {
    const rows = [
      { id: 1, name: 'old', Size: 5, ...hashes },
      { id: 2, name: 'new', size: 6, ...hashes },
      { id: 3, name: 'no size', ...hashes },
      { id: 4, name: 'negative', size: -1, ...hashes },
      { id: 5, name: 'huge', size: 1e300, ...hashes },
      { id: 6, name: 'bad hash', size: 1, ...hashes, sha256: 'xyz' },
      { id: 7, name: '', size: 1, ...hashes },
      { id: 8, name: 'x'.repeat(1025), size: 1, ...hashes },
    ];
    await using server = await ScriptedServer.start((_, response) => sendJson(response, rows));
    expect(await clientOf(server.url).listFiles(version)).toEqual({
      ok: true,
      value: {
        files: [
          { id: 1, fileName: 'old', size: 5, ...hashes },
          { id: 2, fileName: 'new', size: 6, ...hashes },
        ],
        damagedRows: 6,
      },
    });
  });

  it.each([
    ['a login page', 'text/html', '<!DOCTYPE html><title>Sign in</title>', 'login-page'],
    ['half an answer', 'application/json', '[{"id":1'],
    ['an object', 'application/json', '{"ok":true}'],
    ['nothing', 'application/json', ''],
    ['deep nesting', 'application/json', '{"a":'.repeat(200_000)],
  ])('takes %s for no answer of a registry', async (_, type, text, reason = 'unexpected-answer') => {
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(200, { 'content-type': type }).end(text);
    });
    const listed = await clientOf(server.url).listFiles(version);
    expect(listed).toMatchObject({
      ok: false,
      failure: { reason, status: 200, subject: new URL(server.url).host },
    });
    expect(listed.ok || (listed.failure.serverWords ?? '').length).toBeLessThanOrEqual(200);
  });

  it('stops at an answer without end', async () => {
    let sent = 0;
    const closed = Promise.withResolvers<void>();
    await using server = await ScriptedServer.start((_, response) => {
      response.on('close', () => closed.resolve());
      response.writeHead(200, { 'content-type': 'application/json' });
      const send = () => {
        do sent += 65_536;
        while (!response.destroyed && response.write(' '.repeat(65_536)));
        if (!response.destroyed) response.once('drain', send);
      };
      send();
    });
    const listed = await clientOf(server.url, { limits: { jsonBytes: 1_000_000 } }).listFiles(version);
    expect(listed).toMatchObject({ ok: false, failure: { reason: 'unexpected-answer' } });
    await closed.promise;
    expect(sent).toBeLessThan(64_000_000);
  });

  it('stops when it is cancelled', async () => {
    const asked = Promise.withResolvers<void>();
    await using server = await ScriptedServer.start(() => asked.resolve());
    const cancelling = new AbortController();
    const listing = clientOf(server.url).listFiles(version, cancelling.signal);
    await asked.promise;
    cancelling.abort();
    expect(await listing).toEqual({ ok: false, failure: { reason: 'cancelled' } });
  });
});

describe('redirects of questions', () => {
  it('are followed to a renamed owner', async () => {
    await using server = await ScriptedServer.start((request, response) => {
      if (request.url?.startsWith('/git/api/v1/packages/ada?') === true) {
        response
          .writeHead(307, { location: request.url.replace('/ada', '/adele') })
          .end('<a>Temporary Redirect</a>');
      } else sendJson(response, [entry(1)]);
    });
    const client = clientOf(`${server.url}/git`);
    expect(await client.listVersions('ada', 1)).toMatchObject({ ok: true, value: { versions: [{ id: 1 }] } });
    expect(server.seen.at(-1)).toMatchObject({ path: '/git/api/v1/packages/adele?limit=50&page=1' });
    expect(server.seen.at(-1)?.headers.authorization).toBe('token canary-0123456789');
  });

  it('to another server are told, not followed', async () => {
    await using other = await ScriptedServer.start((_, response) => sendJson(response, { version: '1' }));
    await using server = await ScriptedServer.start((_, response) =>
      response.writeHead(301, { location: `${other.url}/api/v1/version?token=canary` }).end(),
    );
    expect(await clientOf(server.url).getServerVersion()).toEqual({
      ok: false,
      failure: { reason: 'server-moved', status: 301, subject: new URL(other.url).host },
    });
    expect(other.seen).toEqual([]);
  });
});

describe('deleting', () => {
  it('asks the registry for files and the API for versions and packages', async () => {
    await using server = await ScriptedServer.start((_, response) => response.writeHead(204).end());
    const client = clientOf(server.url);
    const done = { ok: true, value: undefined };
    expect(await client.deleteFile(file)).toEqual(done);
    expect(await client.deleteVersion(version)).toEqual(done);
    expect(await client.deletePackage({ owner: 'crew', packageName: 'kettle' })).toEqual(done);
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'DELETE /api/packages/crew/generic/kettle/1.0/kettle.bin',
      'DELETE /api/v1/packages/crew/generic/kettle/1.0',
      'DELETE /api/v1/packages/crew/generic/kettle',
    ]);
  });

  it('never follows a redirect', async () => {
    await using other = await ScriptedServer.start((_, response) => response.writeHead(204).end());
    await using server = await ScriptedServer.start((_, response) =>
      response.writeHead(301, { location: other.url }).end(),
    );
    expect(await clientOf(server.url).deleteVersion(version)).toMatchObject({
      ok: false,
      failure: { reason: 'server-moved', subject: new URL(other.url).host },
    });
    expect(other.seen).toEqual([]);
  });

  it('sends nothing for names that would fold to something else', async () => {
    await using server = await ScriptedServer.start((_, response) => response.writeHead(204).end());
    const client = clientOf(server.url);
    for (const name of ['.', '..', '%2e%2e', 'a/../b']) {
      expect((await client.deleteVersion({ ...version, version: name })).ok).toBe(false);
      expect((await client.deleteFile({ ...file, version: name })).ok).toBe(false);
    }
    expect(server.seen).toEqual([]);
  });

  it('is not repeated when the connection breaks', async () => {
    let connections = 0;
    await using server = await ScriptedServer.startRaw((socket) => {
      connections += 1;
      socket.once('data', () => socket.resetAndDestroy());
    });
    expect(await clientOf(server.url).deleteFile(file)).toMatchObject({
      ok: false,
      failure: { reason: 'interrupted' },
    });
    expect(connections).toBe(1);
  });
});

describe('organizations', () => {
  it('are read from all pages, each once, also from a server that turns in circles', async () => {
    await using server = await ScriptedServer.start((request, response) => {
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page'));
      const rows = [
        {
          id: page % 3,
          name: `org-${page % 3}`,
          username: `org-${page % 3}`,
          full_name: 'Org',
          visibility: 'limited',
        },
      ];
      sendJson(response, rows, 200, { link: `<http://x/?page=${page + 1}>; rel="next"` });
    });
    const organizations = await clientOf(server.url).listOrganizations();
    if (!organizations.ok) throw new Error(organizations.failure.reason);
    expect(organizations.value.map(({ name }) => name)).toEqual(['org-1', 'org-2', 'org-0']);
    expect(organizations.value[0]).toEqual({ id: 1, name: 'org-1', fullName: 'Org', visibility: 'limited' });
  });
});

describe('the credential', () => {
  it('goes as a token or, with name and password in UTF-8, as Basic', async () => {
    await using server = await ScriptedServer.start((_, response) => sendJson(response, { version: '1' }));
    await clientOf(server.url).getServerVersion();
    await clientOf(server.url, {
      credential: { kind: 'password', userName: 'ada', password: 'pässwörd:1' },
    }).getServerVersion();
    await clientOf(server.url, { credential: null }).getServerVersion();
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      'token canary-0123456789',
      `Basic ${Buffer.from('ada:pässwörd:1').toString('base64')}`,
      undefined,
    ]);
  });

  it('is in no outcome, no error, no log and no rejection, whatever goes wrong', async () => {
    const written: string[] = [];
    for (const name of ['log', 'warn', 'error', 'info', 'debug'] as const) {
      vi.spyOn(console, name).mockImplementation(
        (...values: unknown[]) => void written.push(inspect(values)),
      );
    }
    await using echo = await ScriptedServer.start((_, response) => sendText(response, 418, 'teapot'));
    await using cut = await ScriptedServer.startRaw((socket) =>
      socket.once('data', () => socket.resetAndDestroy()),
    );
    await using short = await ScriptedServer.startRaw((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n[')),
    );
    await using silent = await ScriptedServer.startRaw(() => undefined);
    const limits = { json: 30, storing: 30, downloadAnswer: 30 };
    const results: unknown[] = [];
    for (const serverUrl of [
      echo.url,
      cut.url,
      short.url,
      silent.url,
      await deadAddress(),
      'https://127.0.0.1:1',
    ]) {
      const client = clientOf(serverUrl, { limits, onSettled: (failure) => results.push(failure) });
      const opened = await client.openDownload({ coordinates: file, signal: never });
      results.push(
        client,
        opened.ok ? await opened.value.body.toArray().catch((error: unknown) => error) : opened,
        await client.getServerVersion(),
        await client.listVersions('crew', 1),
        await client.listFiles(version),
        await client.deleteFile(file),
        await client.publishFile({ coordinates: file, size: 3, openBody: openTea, signal: never }),
      );
    }
    vi.restoreAllMocks();
    const all = results.map(
      (result) => `${JSON.stringify(result)} ${inspect(result, { depth: 20, showHidden: true })}`,
    );
    expect([...all, ...written].filter((text) => /canary|authorization/i.test(text))).toEqual([]);
    expect(results.length).toBeGreaterThan(50);
  });
});

it('tells how each request ended', async () => {
  await using server = await ScriptedServer.start((request, response) => {
    if (request.url === '/api/v1/version') sendJson(response, { version: '1' });
    else sendJson(response, { message: 'invalid username, password or token' }, 401);
  });
  const settled: (string | null)[] = [];
  const client = clientOf(server.url, { onSettled: (failure) => settled.push(failure?.reason ?? null) });
  await client.getServerVersion();
  await client.getUser();
  expect(settled).toEqual([null, 'bad-login']);
});
