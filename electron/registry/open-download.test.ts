import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isPassing } from '../../shared/failure.ts';
import { RegistryClient } from './registry-client.ts';
import { defaultLimits, type RequestLimits } from './request-limits.ts';
import { ScriptedServer, sendText } from './testing/scripted-server.ts';

const coordinates = { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a b#c%.bin' };
const path = '/api/packages/crew/generic/kettle/1.0/a%20b%23c%25.bin';
const never = new AbortController().signal;
const octets = { 'content-type': 'application/octet-stream' };

function clientOf(serverUrl: string, limits: Partial<RequestLimits> = {}): RegistryClient {
  const credential = { kind: 'token', token: 'canary-0123456789' } as const;
  return new RegistryClient({ serverUrl, credential, limits: { ...defaultLimits, ...limits } });
}

async function textOf(body: Readable): Promise<string> {
  return Buffer.concat(await body.toArray()).toString();
}

describe('downloading a file', () => {
  it('gives the bytes as they are, with their number', async () => {
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(200, { ...octets, 'content-length': '10' }).end('0123456789');
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    expect(opened.value).toMatchObject({ size: 10, start: 0 });
    expect(await textOf(opened.value.body)).toBe('0123456789');
    expect(server.seen[0]).toMatchObject({ method: 'GET', path });
    expect(server.seen[0]?.headers).toMatchObject({
      'accept-encoding': 'identity',
      authorization: 'token canary-0123456789',
    });
    expect(server.seen[0]?.headers.range).toBeUndefined();
    client.destroy();
  });

  it('takes up at a byte, or says that everything comes', async () => {
    await using server = await ScriptedServer.start((_, response) => {
      response
        .writeHead(206, { ...octets, 'content-range': 'bytes 4-9/10', 'content-length': '6' })
        .end('456789');
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, start: 4, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    expect(opened.value).toMatchObject({ size: 10, start: 4 });
    expect(await textOf(opened.value.body)).toBe('456789');
    expect(server.seen[0]?.headers.range).toBe('bytes=4-');
    await using whole = await ScriptedServer.start((_, response) => {
      response.writeHead(200, octets);
      response.write('01234');
      response.end('56789');
    });
    const other = clientOf(whole.url);
    const all = await other.openDownload({ coordinates, start: 4, signal: never });
    if (!all.ok) throw new Error(all.failure.reason);
    expect(all.value).toMatchObject({ size: null, start: 0 });
    expect(await textOf(all.value.body)).toBe('0123456789');
    client.destroy();
    other.destroy();
  });

  it.each([
    ['a range that starts elsewhere', 206, { ...octets, 'content-range': 'bytes 3-9/10' }],
    ['a range without its place', 206, octets],
    ['several ranges', 206, { 'content-type': 'multipart/byteranges; boundary=x' }],
    ['416', 416, { 'content-type': 'text/plain', 'content-range': 'bytes */10' }],
    ['304', 304, {}],
  ])('refuses %s', async (_, status, headers) => {
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(status, headers).end(status === 304 ? undefined : gzipSync('0123456789'));
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, start: 4, signal: never });
    expect(opened).toMatchObject({ ok: false, failure: { reason: 'unexpected-answer', status } });
    client.destroy();
  });

  it.each([
    [
      'a coded body',
      { ...octets, 'content-encoding': 'gzip' },
      'packed-on-the-way',
      'Something in front of HOST',
    ],
    [
      'a body coded twice',
      { ...octets, 'content-encoding': 'br, gzip' },
      'packed-on-the-way',
      'Something in front of HOST',
    ],
    ['a page in place of the file', { 'content-type': 'text/html; charset=utf-8' }, 'login-page', 'HOST'],
  ])('refuses %s, and says what it is', async (_, headers, reason, subject) => {
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(200, headers).end(gzipSync('0123456789'));
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    const host = new URL(server.url).host;
    expect(opened).toEqual({
      ok: false,
      failure: { reason, status: 200, subject: subject.replace('HOST', host) },
    });
    client.destroy();
  });

  it('names who packs files, and how to stop it', async () => {
    await using server = await ScriptedServer.start((_, response) => {
      response
        .writeHead(200, { ...octets, 'content-encoding': 'gzip', server: 'nginx' })
        .end(gzipSync('tea'));
    });
    const client = clientOf(server.url);
    expect(await client.openDownload({ coordinates, signal: never })).toMatchObject({
      failure: { subject: expect.stringMatching(/^nginx in front of 127/), setting: 'gzip off' },
    });
    client.destroy();
  });

  it('takes a body that says of itself that it is not coded', async () => {
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(200, { ...octets, 'content-encoding': 'identity' }).end('tea');
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    expect(await textOf(opened.value.body)).toBe('tea');
    client.destroy();
  });

  it('keeps a gzip file packed', async () => {
    const packed = gzipSync('tea');
    await using server = await ScriptedServer.start((_, response) =>
      response.writeHead(200, octets).end(packed),
    );
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    expect(Buffer.concat(await opened.value.body.toArray()).equals(packed)).toBe(true);
    client.destroy();
  });

  it.each([301, 302, 303, 307, 308])(
    'follows %i to another server without the credential',
    async (status) => {
      await using storage = await ScriptedServer.start((request, response) => {
        if (request.url?.startsWith('/back') === true) response.writeHead(200, octets).end('tea');
        else response.writeHead(302, { location: '/back?X-Amz-Signature=secret' }).end();
      });
      await using server = await ScriptedServer.start((_, response) => {
        response.writeHead(status, {
          location: `${storage.url}/bucket?X-Amz-Signature=secret`,
          'set-cookie': 'session=canary-cookie',
        });
        response.end('elsewhere');
      });
      const client = clientOf(server.url);
      const opened = await client.openDownload({ coordinates, start: 0, signal: never });
      if (!opened.ok) throw new Error(opened.failure.reason);
      expect(await textOf(opened.value.body)).toBe('tea');
      expect(storage.seen.map(({ path }) => path)).toEqual([
        '/bucket?X-Amz-Signature=secret',
        '/back?X-Amz-Signature=secret',
      ]);
      for (const { headers } of storage.seen) {
        expect(headers.authorization).toBeUndefined();
        expect(JSON.stringify(headers)).not.toContain('canary');
        expect(headers['accept-encoding']).toBe('identity');
      }
      client.destroy();
    },
  );

  it('keeps the credential on the same server and never takes it up again after another one', async () => {
    const target = Promise.withResolvers<string>();
    await using storage = await ScriptedServer.start(async (_, response) => {
      response.writeHead(302, { location: `${await target.promise}/home-again` }).end();
    });
    await using server = await ScriptedServer.start((request, response) => {
      if (request.url === path) response.writeHead(307, { location: '/renamed' }).end();
      else if (request.url === '/renamed') response.writeHead(302, { location: `${storage.url}/x` }).end();
      else response.writeHead(200, octets).end('tea');
    });
    target.resolve(server.url);
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    opened.value.body.destroy();
    expect(server.seen.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      [path, 'token canary-0123456789'],
      ['/renamed', 'token canary-0123456789'],
      ['/home-again', undefined],
    ]);
    client.destroy();
  });

  it('sends no credential to another port or scheme of the same host', async () => {
    await using other = await ScriptedServer.start((_, response) =>
      response.writeHead(200, octets).end('tea'),
    );
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(302, { location: other.url.replace('127.0.0.1', 'localhost') }).end();
    });
    const client = clientOf(server.url.replace('127.0.0.1', 'localhost'));
    const opened = await client.openDownload({ coordinates, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    opened.value.body.destroy();
    expect(server.seen[0]?.headers.authorization).toBe('token canary-0123456789');
    expect(other.seen[0]?.headers.authorization).toBeUndefined();
    client.destroy();
  });

  it.each([
    ['file:///etc/passwd', undefined],
    ['ftp://files.invalid/x', 'files.invalid'],
    ['data:text/plain,tea', undefined],
    ['http://user:secret@other.invalid/x', 'other.invalid'],
    ['http://', undefined],
  ])('does not follow %s', async (location, subject) => {
    await using server = await ScriptedServer.start((_, response) =>
      response.writeHead(302, { location }).end(),
    );
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    const failure =
      subject === undefined ? { reason: 'redirect-refused' } : { reason: 'redirect-refused', subject };
    expect(opened).toEqual({ ok: false, failure });
    client.destroy();
  });

  it('ends a loop of redirects', async () => {
    await using server = await ScriptedServer.start((request, response) => {
      response.writeHead(302, { location: `${request.url}x` }).end();
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    expect(opened).toMatchObject({ ok: false, failure: { reason: 'redirect-refused' } });
    expect(server.seen).toHaveLength(6);
    client.destroy();
  });

  const expired = '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';
  it.each([
    [400, '<Error><Code>ExpiredToken</Code></Error>', 'storage-link-expired', 'ExpiredToken'],
    [403, 'Forbidden', 'refused-by-proxy'],
    [403, `<?xml version="1.0"?>\n${expired}`, 'storage-link-expired', 'AccessDenied'],
    [403, '<Error/>', 'storage-link-expired'],
    [403, '<Error><Code>AuthenticationFailed</Code></Error>', 'storage-link-expired', 'AuthenticationFailed'],
    [
      403,
      '<Error><Code>RequestTimeTooSkewed</Code></Error>',
      'storage-clock-differs',
      'RequestTimeTooSkewed',
    ],
    [404, '<Error><Code>NoSuchKey</Code></Error>', 'damaged-on-server', 'NoSuchKey'],
    [416, '', 'unexpected-answer'],
    [429, '', 'too-many-requests'],
    [500, '<Error><Code>canary-1?X-Amz-Signature=s</Code></Error>', 'server-unavailable'],
  ])('does not blame the account for %i %s from the storage behind the server', async (...row) => {
    const [status, text, reason, code] = row;
    await using storage = await ScriptedServer.start((_, response) => sendText(response, status, text));
    await using server = await ScriptedServer.start((_, response) =>
      response.writeHead(303, { location: `${storage.url}/x?X-Amz-Signature=secret` }).end(),
    );
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    const serverWords = code === undefined ? {} : { serverWords: code };
    const subject = new URL(storage.url).host;
    expect(opened).toEqual({ ok: false, failure: { reason, status, subject, ...serverWords } });
    client.destroy();
  });

  it.each([
    ['with a length', 'content-length: 10\r\n'],
    ['in chunks', 'transfer-encoding: chunked\r\n'],
  ])('breaks the body off when the connection breaks, %s', async (_, header) => {
    await using server = await ScriptedServer.startRaw((socket) => {
      socket.once('data', () => {
        const piece = header.startsWith('transfer') ? '5\r\n01234\r\n' : '01234';
        socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\n${header}\r\n${piece}`);
      });
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    const failed = await textOf(opened.value.body).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(JSON.stringify(failed) + String(failed)).not.toContain('canary');
    client.destroy();
  });

  it.each([
    ['more bytes', ' and more', 0],
    ['more bytes a little later', ' and more', 30],
    ['an answer to nothing', 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nEVIL', 0],
    ['an answer to nothing a little later', 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nEVIL', 30],
    ['the beginning of one', 'HTTP/1.1 200 OK\r\nx-evil: ', 0],
  ])('takes what was announced and nothing of %s behind it', async (_, extra, delay) => {
    await using server = await ScriptedServer.startRaw((socket) => {
      socket.on('data', () => {
        const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789';
        socket.write(delay === 0 ? answer + extra : answer);
        if (delay > 0) setTimeout(() => socket.write(extra), delay);
      });
    });
    const client = clientOf(server.url);
    for (const pause of [0, 60, 0]) {
      const opened = await client.openDownload({ coordinates, signal: never });
      if (!opened.ok) throw new Error(opened.failure.reason);
      expect(await textOf(opened.value.body)).toBe('0123456789');
      await wait(pause);
    }
    client.destroy();
  });

  it('tells of a body that breaks while its head is looked at', async () => {
    await using server = await ScriptedServer.startRaw((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nno chunk\r\n'),
      );
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    const outcome = opened.ok ? await textOf(opened.value.body).catch((error: unknown) => error) : opened;
    expect(outcome).toMatchObject({ failure: { reason: 'unexpected-answer' } });
    client.destroy();
  });

  it('breaks off a body that stands still, and says so', async () => {
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(200, { ...octets, 'content-length': '10' });
      response.write('01234');
    });
    const client = clientOf(server.url, { downloadStall: 30 });
    const stalled = await client.openDownload({ coordinates, signal: never });
    if (!stalled.ok) throw new Error(stalled.failure.reason);
    await expect(textOf(stalled.value.body)).rejects.toMatchObject({
      failure: { reason: 'timed-out', subject: new URL(server.url).host },
    });
    client.destroy();
  });

  it('breaks off where the connection broke in one packet with the head', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 10\r\n\r\n';
    // What comes after the announced bytes is no HTTP, which ends the connection as soon as it is read.
    await using server = await ScriptedServer.startRaw((socket) => {
      socket.once('data', () => socket.write(`${head}0123456789and more`));
    });
    const client = clientOf(server.url, { downloadStall: 200 });
    const opened = await client.openDownload({ coordinates, signal: never });
    const came = opened.ok ? await textOf(opened.value.body).catch(() => 'broken off') : 'broken off';
    expect(['broken off', '0123456789']).toContain(came);
    client.destroy();
  });

  it('waits for a reader that takes its time', async () => {
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(200, { ...octets, 'content-length': '10' });
      response.write('01234');
      response.end('56789');
    });
    const client = clientOf(server.url, { downloadStall: 30 });
    const opened = await client.openDownload({ coordinates, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    await wait(150);
    expect(await textOf(opened.value.body)).toBe('0123456789');
    client.destroy();
  });

  it('breaks off a body that trickles, unless that has to do', async () => {
    await using server = await ScriptedServer.start(async (request, response) => {
      response.writeHead(200, { ...octets, 'content-length': '20' });
      for (let count = 0; count < 20 && !request.destroyed; count += 1) {
        response.write('x');
        await wait(15);
      }
      response.end();
    });
    const client = clientOf(server.url, { trickle: 60, trickleRate: 1000 });
    const opened = await client.openDownload({ coordinates, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    await expect(textOf(opened.value.body)).rejects.toMatchObject({ failure: { reason: 'timed-out' } });
    const patient = await client.openDownload({ coordinates, signal: never, isPatient: true });
    if (!patient.ok) throw new Error(patient.failure.reason);
    expect(await textOf(patient.value.body)).toBe('x'.repeat(20));
    client.destroy();
  });

  it('asks the server for a new link when the one to the storage expired', async () => {
    let links = 0;
    await using storage = await ScriptedServer.start((request, response) => {
      if (request.url?.endsWith('=2') === true) response.writeHead(200, octets).end('tea');
      else sendText(response, 403, expired, { 'content-type': 'application/xml' });
    });
    await using server = await ScriptedServer.start((_, response) => {
      links += 1;
      response.writeHead(303, { location: `${storage.url}/x?X-Amz-Signature=${links}` }).end();
    });
    const client = clientOf(server.url);
    const first = await client.openDownload({ coordinates, signal: never });
    if (first.ok) throw new Error('was taken');
    expect(first.failure.reason).toBe('storage-link-expired');
    expect(isPassing(first.failure)).toBe(true);
    const second = await client.openDownload({ coordinates, signal: never });
    if (!second.ok) throw new Error(second.failure.reason);
    expect(await textOf(second.value.body)).toBe('tea');
    client.destroy();
  });

  it.each([
    ['endless headers', 'HTTP/1.1 200 OK\r\n', `x-flood: ${'x'.repeat(8000)}\r\n`],
    ['endless early hints', '', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'],
    ['an endless line', 'HTTP/1.1 200 OK\r\nx-flood: ', 'x'.repeat(8000)],
  ])('ends %s soon', async (_, beginning, piece) => {
    await using server = await ScriptedServer.startRaw((socket) => {
      const flood = () => {
        while (!socket.destroyed && socket.write(piece));
        if (!socket.destroyed) socket.once('drain', flood);
      };
      socket.once('data', () => {
        socket.write(beginning);
        flood();
      });
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    expect(opened).toMatchObject({ ok: false, failure: { reason: 'unexpected-answer' } });
    client.destroy();
  });

  it('gives up on headers that come one letter at a time', async () => {
    await using server = await ScriptedServer.startRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
        const timer = setInterval(() => socket.write('x'), 10);
        socket.once('close', () => clearInterval(timer));
      });
    });
    const client = clientOf(server.url, { downloadAnswer: 100 });
    const opened = await client.openDownload({ coordinates, signal: never });
    expect(opened).toMatchObject({ ok: false, failure: { reason: 'timed-out' } });
    client.destroy();
  });

  it('ends at once when it is cancelled', async () => {
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(200, { ...octets, 'content-length': '10' });
      response.write('01234');
    });
    const client = clientOf(server.url);
    const cancelling = new AbortController();
    const opened = await client.openDownload({ coordinates, signal: cancelling.signal });
    if (!opened.ok) throw new Error(opened.failure.reason);
    const reading = textOf(opened.value.body);
    cancelling.abort();
    await expect(reading).rejects.toThrow('broke off');
    expect(await client.openDownload({ coordinates, signal: cancelling.signal })).toEqual({
      ok: false,
      failure: { reason: 'cancelled' },
    });
    client.destroy();
  });

  it('closes the connection when the reader leaves', async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await ScriptedServer.start((_, response) => {
      response.writeHead(200, { ...octets, 'content-length': String(1e9) });
      response.on('close', () => closed.resolve());
      const send = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once('drain', send);
      };
      send();
    });
    const client = clientOf(server.url);
    const opened = await client.openDownload({ coordinates, signal: never });
    if (!opened.ok) throw new Error(opened.failure.reason);
    expect(await opened.value.body.take(1).toArray()).toHaveLength(1);
    await closed.promise;
    client.destroy();
  });
});
