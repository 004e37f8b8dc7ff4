import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { HttpServer } from './http-server.ts';

it('closes although a client went away in the middle of a long answer', async () => {
  const reported: unknown[] = [];
  const server = new HttpServer({
    answer: async () => ({
      status: 200,
      headers: {},
      body: { parts: [Buffer.alloc(50_000_000)], contentPath: null },
    }),
    report: (error) => reported.push(error),
  });
  const client = connect(await server.listen(0), '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(client, 'readable');
  client.destroy();
  await server.close();
  expect(reported).toEqual([]);
});
