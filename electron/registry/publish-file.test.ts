import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RegistryClient } from './registry-client.ts';
import { defaultLimits, type RequestLimits } from './request-limits.ts';
import { readBody, ScriptedServer, sendText } from './testing/scripted-server.ts';

const coordinates = { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'kettle.bin' };
const mebibyte = 1024 * 1024;
const never = new AbortController().signal;

function clientOf(serverUrl: string, limits: Partial<RequestLimits> = {}): RegistryClient {
  const credential = { kind: 'token', token: 'canary-0123456789' } as const;
  return new RegistryClient({ serverUrl, credential, limits: { ...defaultLimits, ...limits } });
}

/** Pieces of `size` bytes in all, and how many of them were asked for. */
function countedBody(size: number, piece = 64 * 1024): { open: () => Readable; given: () => number } {
  let given = 0;
  function* pieces() {
    for (let at = 0; at < size; at += piece) {
      const length = Math.min(piece, size - at);
      given += length;
      yield Buffer.alloc(length, 7);
    }
  }
  return { open: () => Readable.from(pieces(), { objectMode: false }), given: () => given };
}

function* broken() {
  yield Buffer.alloc(1000);
  throw new Error('disk gone');
}

function openBroken(): Readable {
  return Readable.from(broken(), { objectMode: false });
}

async function* slow() {
  for (let count = 0; count < 5; count += 1) yield wait(150, Buffer.alloc(1000));
}

async function* endless() {
  yield Buffer.alloc(1000);
  await new Promise(() => undefined);
}

describe('publishing a file', () => {
  it.each([0, 1, 300_000, 3 * mebibyte])(
    'delivers %i bytes with their length and as octets',
    async (size) => {
      const bytes = randomBytes(size);
      const received = Promise.withResolvers<Buffer>();
      await using server = await ScriptedServer.start(async (request, response) => {
        received.resolve(await readBody(request));
        response.writeHead(201).end();
      });
      const client = clientOf(server.url);
      const sent: number[] = [];
      let ended = 0;
      const outcome = await client.publishFile({
        coordinates,
        size,
        openBody: () => Readable.from(size === 0 ? [] : [bytes], { objectMode: false }),
        signal: never,
        onSent: (count) => sent.push(count),
        onBodySent: () => (ended += 1),
      });
      expect(outcome).toEqual({ ok: true, value: undefined });
      expect((await received.promise).equals(bytes)).toBe(true);
      const [request] = server.seen;
      expect(request?.method).toBe('PUT');
      expect(request?.path).toBe('/api/packages/crew/generic/kettle/1.0/kettle.bin');
      expect(request?.headers).toMatchObject({
        'content-length': String(size),
        'content-type': 'application/octet-stream',
        authorization: 'token canary-0123456789',
      });
      expect(request?.headers['transfer-encoding']).toBeUndefined();
      expect(request?.headers.expect).toBe(size >= mebibyte ? '100-continue' : undefined);
      expect(sent.at(-1) ?? 0).toBe(size);
      expect(sent).toEqual(sent.toSorted((one, other) => one - other));
      expect(ended).toBe(1);
      client.destroy();
    },
  );

  it('sends nothing of a large file when the server refuses before the body', async () => {
    await using server = await ScriptedServer.start(
      (_, response) => sendText(response, 201, ''),
      (_, response) => sendText(response, 401, 'reqPackageAccess\n', { connection: 'close' }),
    );
    const body = countedBody(8 * mebibyte);
    const client = clientOf(server.url);
    const outcome = await client.publishFile({
      coordinates,
      size: 8 * mebibyte,
      openBody: body.open,
      signal: never,
    });
    expect(outcome).toEqual({
      ok: false,
      failure: { reason: 'not-allowed', status: 401, serverWords: 'reqPackageAccess' },
    });
    expect(body.given()).toBe(0);
    client.destroy();
  });

  it('asks before a small file too where that is wanted', async () => {
    await using server = await ScriptedServer.start(
      (_, response) => sendText(response, 201, ''),
      (_, response) => sendText(response, 401, 'reqPackageAccess\n', { connection: 'close' }),
    );
    const body = countedBody(10);
    const client = clientOf(server.url);
    const request = { coordinates, size: 10, openBody: body.open, signal: never, asksFirst: true };
    expect(await client.publishFile(request)).toMatchObject({
      failure: { reason: 'not-allowed', status: 401 },
    });
    expect(body.given()).toBe(0);
    expect(server.seen.map(({ headers }) => headers.expect)).toEqual(['100-continue']);
    client.destroy();
  });

  it.each([
    ['a large', 2 * mebibyte],
    ['a small', 10],
  ])('sends %s file all the same when nobody says continue', async (_, size) => {
    const received = Promise.withResolvers<number>();
    await using server = await ScriptedServer.start(
      () => undefined,
      async (request, response) => {
        received.resolve((await readBody(request)).length);
        response.writeHead(201).end();
      },
    );
    const client = clientOf(server.url, { untilContinue: 30 });
    const request = { coordinates, size, openBody: countedBody(size).open, signal: never, asksFirst: true };
    expect(await client.publishFile(request)).toEqual({ ok: true, value: undefined });
    expect(await received.promise).toBe(size);
    client.destroy();
  });

  it('asks again without Expect after 417', async () => {
    await using server = await ScriptedServer.start(
      async (request, response) => {
        await readBody(request);
        response.writeHead(201).end();
      },
      (_, response) => sendText(response, 417, 'Expectation Failed', { connection: 'close' }),
    );
    const client = clientOf(server.url);
    const body = countedBody(2 * mebibyte);
    const outcome = await client.publishFile({
      coordinates,
      size: 2 * mebibyte,
      openBody: body.open,
      signal: never,
    });
    expect(outcome.ok).toBe(true);
    expect(server.seen.map(({ headers }) => headers.expect)).toEqual(['100-continue', undefined]);
    client.destroy();
  });

  it.each([
    ['keeps the connection', false],
    ['hangs up without reading', true],
  ])(
    'reports an answer that comes while the body is being sent, from a server that %s',
    async (_, hangsUp) => {
      await using server = await ScriptedServer.startRaw((socket) => {
        let received = 0;
        socket.on('data', (piece: Buffer) => {
          if (received === 0) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
          const before = received;
          received += piece.length;
          if (before < mebibyte && received >= mebibyte) {
            const page = '<html><body><h1>413 Request Entity Too Large</h1></body></html>';
            socket.write(
              `HTTP/1.1 413 Too Large\r\nserver: nginx\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\nconnection: close\r\n\r\n${page}`,
            );
            socket.pause();
            // With unread bytes waiting, closing makes the system send a reset behind the answer.
            if (hangsUp) socket.destroySoon();
          }
        });
      });
      const client = clientOf(server.url);
      const body = countedBody(64 * mebibyte);
      const outcome = await client.publishFile({
        coordinates,
        size: 64 * mebibyte,
        openBody: body.open,
        signal: never,
      });
      expect(outcome).toEqual({
        ok: false,
        failure: {
          reason: 'too-large-for-proxy',
          status: 413,
          serverWords: '413 Request Entity Too Large',
          subject: `nginx in front of ${new URL(server.url).host}`,
          setting: 'client_max_body_size',
        },
      });
      expect(body.given()).toBeLessThan(64 * mebibyte);
      client.destroy();
    },
  );

  it('does not take an early 201 for success', async () => {
    await using server = await ScriptedServer.startRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n');
        socket.pause();
      });
    });
    const client = clientOf(server.url);
    const body = countedBody(32 * mebibyte);
    const outcome = await client.publishFile({
      coordinates,
      size: 32 * mebibyte,
      openBody: body.open,
      signal: never,
    });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'unexpected-answer' } });
    client.destroy();
  });

  it.each([
    ['shorter', 299_999],
    ['longer', 300_001],
  ])('stores nothing of a body that is %s than announced', async (_, length) => {
    const whole = Promise.withResolvers<boolean>();
    await using server = await ScriptedServer.start(async (request, response) => {
      request.on('close', () => whole.resolve(request.complete));
      await readBody(request);
      response.writeHead(201).end();
    });
    const client = clientOf(server.url);
    const outcome = await client.publishFile({
      coordinates,
      size: 300_000,
      openBody: countedBody(length).open,
      signal: never,
    });
    expect(outcome).toEqual({ ok: false, failure: { reason: 'local-file-changed' } });
    expect(await whole.promise).toBe(false);
    client.destroy();
  });

  it('breaks off when the body breaks off', async () => {
    await using server = await ScriptedServer.start(async (request, response) => {
      await readBody(request).catch(() => undefined);
      if (request.complete) response.writeHead(201).end();
    });
    const client = clientOf(server.url);
    const outcome = await client.publishFile({
      coordinates,
      size: 5000,
      openBody: openBroken,
      signal: never,
    });
    expect(outcome).toEqual({ ok: false, failure: { reason: 'local-file-unreadable' } });
    client.destroy();
  });

  it('names where a renamed owner and a moved server went, and sends nothing there', async () => {
    await using other = await ScriptedServer.start((_, response) => response.writeHead(201).end());
    for (const [location, subject] of [
      [`${other.url}/api/packages/crew/generic/kettle/1.0/kettle.bin`, new URL(other.url).host],
      ['/api/packages/adele/generic/kettle/1.0/kettle.bin', 'HOST/adele'],
    ] as const) {
      await using server = await ScriptedServer.start(
        (_, response) => sendText(response, 500, ''),
        (_, response) => sendText(response, 307, '', { location, connection: 'close' }),
      );
      const client = clientOf(server.url);
      const body = countedBody(2 * mebibyte);
      const outcome = await client.publishFile({
        coordinates,
        size: 2 * mebibyte,
        openBody: body.open,
        signal: never,
      });
      const host = new URL(server.url).host;
      expect(outcome).toEqual({
        ok: false,
        failure: { reason: 'server-moved', status: 307, subject: subject.replace('HOST', host) },
      });
      expect(body.given()).toBe(0);
      client.destroy();
    }
    expect(other.seen).toEqual([]);
  });

  it.each([
    ['before anything', 0],
    ['in the middle', 500_000],
    ['after the last byte', 1_000_000],
  ])('calls a connection that is reset %s interrupted', async (_, at) => {
    await using server = await ScriptedServer.startRaw((socket) => {
      let received = 0;
      socket.on('data', (piece: Buffer) => {
        received += piece.length;
        if (received >= at) socket.resetAndDestroy();
      });
    });
    const client = clientOf(server.url);
    const outcome = await client.publishFile({
      coordinates,
      size: 1_000_000,
      openBody: countedBody(1_000_000).open,
      signal: never,
    });
    const subject = new URL(server.url).host;
    expect(outcome).toEqual({ ok: false, failure: { reason: 'interrupted', subject } });
    client.destroy();
  });

  it('gives up a body that stands still, and an answer that does not come', async () => {
    await using deaf = await ScriptedServer.startRaw((socket) => socket.pause());
    const client = clientOf(deaf.url, { uploadStall: 50, untilContinue: 10, storing: 50 });
    const large = countedBody(256 * mebibyte);
    const stalled = await client.publishFile({
      coordinates,
      size: 256 * mebibyte,
      openBody: large.open,
      signal: never,
    });
    expect(stalled).toMatchObject({ ok: false, failure: { reason: 'timed-out' } });
    expect(large.given()).toBeLessThan(256 * mebibyte);
    let bodySent = false;
    const silent = await client.publishFile({
      coordinates,
      size: 10,
      openBody: countedBody(10).open,
      signal: never,
      onBodySent: () => (bodySent = true),
    });
    expect(silent).toMatchObject({ ok: false, failure: { reason: 'timed-out' } });
    expect(bodySent).toBe(true);
    client.destroy();
  });

  it('is patient with a body that comes slowly but steadily', async () => {
    await using server = await ScriptedServer.start(async (request, response) => {
      await readBody(request);
      response.writeHead(201).end();
    });
    const client = clientOf(server.url, { uploadStall: 400 });
    const outcome = await client.publishFile({
      coordinates,
      size: 5000,
      openBody: () => Readable.from(slow(), { objectMode: false }),
      signal: never,
    });
    expect(outcome.ok).toBe(true);
    client.destroy();
  });

  it('stops at once when it is cancelled, and closes the body', async () => {
    await using server = await ScriptedServer.startRaw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 100 Continue\r\n\r\n'));
      socket.on('data', () => socket.pause());
    });
    const client = clientOf(server.url);
    const cancelling = new AbortController();
    const waiting = Promise.withResolvers<void>();
    const body = Readable.from(endless(), { objectMode: false });
    const publishing = client.publishFile({
      coordinates,
      size: 2 * mebibyte,
      openBody: () => body,
      signal: cancelling.signal,
      onSent: () => waiting.resolve(),
    });
    await waiting.promise;
    cancelling.abort();
    expect(await publishing).toEqual({ ok: false, failure: { reason: 'cancelled' } });
    expect(body.destroyed).toBe(true);
    const afterwards = await client.publishFile({
      coordinates,
      size: 1,
      openBody: () => {
        throw new Error('must not be opened');
      },
      signal: cancelling.signal,
    });
    expect(afterwards).toEqual({ ok: false, failure: { reason: 'cancelled' } });
    client.destroy();
  });

  it('publishes files one after another on one connection', async () => {
    const ports = new Set<number | undefined>();
    await using server = await ScriptedServer.start(async (request, response) => {
      ports.add(request.socket.remotePort);
      await readBody(request);
      response.writeHead(201).end();
    });
    const client = clientOf(server.url);
    for (let count = 0; count < 5; count += 1) {
      const size = count * 400_000;
      const published = await client.publishFile({
        coordinates,
        size,
        openBody: countedBody(size).open,
        signal: never,
      });
      expect(published.ok).toBe(true);
    }
    expect(ports.size).toBe(1);
    client.destroy();
  });
});
