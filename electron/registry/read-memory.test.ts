import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { Agents } from './agents.ts';
import { HttpStream } from './http-stream.ts';
import { readInPlace } from './read-memory.ts';
import { ScriptedServer } from './testing/scripted-server.ts';

const limits = { lookup: 5000, connect: 5000, secureConnect: 5000 };

it('answers that are kept unread are not touched by what comes after them', async () => {
  const bodies = Array.from({ length: 8 }, () => randomBytes(3_000_000));
  await using server = await ScriptedServer.start(({ url }, response) => {
    response.end(bodies[Number(url?.slice(1))]);
  });
  const agents = new Agents();
  const kept: Buffer[][] = [];
  for (const number of bodies.keys()) {
    const stream = new HttpStream(`${server.url}/${number}`, {
      method: 'GET',
      headers: {},
      agent: agents.http,
      limits,
    });
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(stream, 'end');
    kept.push(chunks);
  }
  agents.destroy();
  expect(
    kept.map((chunks) => Buffer.concat(chunks).equals(bodies[kept.indexOf(chunks)] ?? Buffer.of())),
  ).toEqual(bodies.map(() => true));
});

it('a connection that nobody listens to keeps what came', async () => {
  const bytes = randomBytes(4_000_000);
  const server = createServer((socket) => socket.end(bytes));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const onread = readInPlace((): Socket => socket);
  const socket = connect({ port, host: '127.0.0.1', onread });
  socket.pause();
  const received: unknown[] = await socket.toArray();
  expect(Buffer.concat(received.filter((chunk) => Buffer.isBuffer(chunk))).equals(bytes)).toBe(true);
  server.close();
});
