import { once } from 'node:events';
import { Agent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpStream, type HttpStreamRequest } from './http-stream.ts';
import { ScriptedServer } from './testing/scripted-server.ts';

const limits = { lookup: 5000, connect: 5000, secureConnect: 5000 };
const toClose: (() => void)[] = [];
afterEach(() => toClose.splice(0).forEach((close) => close()));

function open(url: string, request: Partial<HttpStreamRequest> = {}): HttpStream {
  const agent = new Agent({ keepAlive: true });
  toClose.push(() => agent.destroy());
  return new HttpStream(url, { method: 'GET', headers: {}, agent, limits, ...request });
}

/** What its end was: `end`, or the error. */
function endOf(stream: HttpStream): Promise<unknown> {
  return new Promise((resolve) => {
    let end: unknown = 'closed';
    stream.on('end', () => (end = 'end'));
    stream.on('error', (error: unknown) => (end = error));
    stream.on('close', () => resolve(end));
    stream.resume();
  });
}

/** A server that takes connections and says what it is told to. */
async function rawServer(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  toClose.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a request', () => {
  it('sends its body, gives the answer and uses its connection again', async () => {
    const ports = new Set<number | undefined>();
    await using server = await ScriptedServer.start((request, response) => {
      ports.add(request.socket.remotePort);
      request.pipe(response);
    });
    const agent = new Agent({ keepAlive: true });
    toClose.push(() => agent.destroy());
    for (const words of ['two pots', 'of tea']) {
      const stream = open(server.url, { method: 'PUT', agent });
      stream.end(words);
      const pieces: unknown[] = await stream.toArray();
      expect(pieces.join('')).toBe(words);
    }
    expect(ports.size).toBe(1);
  });

  it('holds the network back while nobody reads', async () => {
    const body = Buffer.alloc(64 * 1024 * 1024);
    await using server = await ScriptedServer.start((_, response) => response.end(body));
    const stream = open(server.url);
    let received = 0;
    await once(stream, 'readable');
    const whileUnread = stream.readableLength;
    for await (const chunk of stream) received += Buffer.isBuffer(chunk) ? chunk.length : 0;
    expect(whileUnread).toBeLessThan(body.length / 4);
    expect(received).toBe(body.length);
  });

  it.each([
    ['in its middle', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\ntea'],
    ['before its answer', 'HTTP/1.1 '],
  ])('that is cut off %s does not end as if it were whole', async (_, words) => {
    const port = await rawServer((socket) => socket.end(words));
    expect(await endOf(open(`http://127.0.0.1:${port}/`))).toMatchObject({ code: expect.any(String) });
  });

  it('that is aborted says so, and closes its connection', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const port = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\ntea');
      socket.resume();
      socket.on('close', () => resolve());
    });
    const abort = new AbortController();
    const stream = open(`http://127.0.0.1:${port}/`, { signal: abort.signal });
    stream.once('response', () => abort.abort());
    expect(await endOf(stream)).toMatchObject({ name: 'AbortError' });
    await closed;
  });

  it('that was aborted before is not made', async () => {
    const stream = open('http://127.0.0.1:1/', { signal: AbortSignal.abort() });
    expect(stream.request).toBeNull();
    expect(await endOf(stream)).toMatchObject({ name: 'AbortError' });
  });

  it('that Node refuses to send ends with the reason', async () => {
    const stream = open('http://127.0.0.1:1/', { headers: { authorization: 'token \n' } });
    expect(await endOf(stream)).toMatchObject({ code: 'ERR_INVALID_CHAR' });
  });
});

describe('the way to the connection', () => {
  it('is not waited for longer than allowed', async () => {
    // Takes the connection, and is silent where a key should be agreed on.
    const port = await rawServer(() => undefined);
    const agent = new HttpsAgent();
    toClose.push(() => agent.destroy());
    const stream = open(`https://127.0.0.1:${port}/`, { agent, limits: { ...limits, secureConnect: 20 } });
    expect(await endOf(stream)).toMatchObject({ name: 'TimeoutError' });
  });

  it('is not what a slow answer is measured by', async () => {
    await using server = await ScriptedServer.start((_, response) =>
      setTimeout(() => response.end('tea'), 100),
    );
    const stream = open(server.url, { limits: { lookup: 20, connect: 20, secureConnect: 20 } });
    expect((await stream.toArray()).join('')).toBe('tea');
  });
});
