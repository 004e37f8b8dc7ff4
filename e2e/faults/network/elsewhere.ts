import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { certificates } from '../certificates.ts';
import type { FaultWorld } from '../fault-case.ts';

/** A server that is not the registry, and remembers all that it is told. */
export interface Elsewhere {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  /** As it came: request line, headers, body. */
  readonly heard: string[];
  answer: (request: IncomingMessage, response: ServerResponse) => unknown;
}

export async function startElsewhere(world: FaultWorld, scheme: 'http' | 'https'): Promise<Elsewhere> {
  const heard: string[] = [];
  const listener: RequestListener = (request, response) => {
    const index = heard.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}`) - 1;
    request.on('data', (chunk: Buffer) => {
      heard[index] += chunk.toString('latin1');
    });
    Promise.resolve(elsewhere.answer(request, response)).catch(() => response.destroy());
  };
  const server =
    scheme === 'http'
      ? createServer(listener)
      : createSecureServer({ ...(await certificates()).good }, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  world.atEnd(() => {
    server.closeAllConnections();
    server.close();
    return once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
  const elsewhere: Elsewhere = {
    scheme,
    port: address.port,
    heard,
    answer: (_, response) => response.writeHead(404).end(),
  };
  return elsewhere;
}

/** Bytes as object storage gives them, with ranges. */
export function giveBytes(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const part = bytes.subarray(start);
  response.writeHead(start === 0 ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': part.length,
    ...(start === 0 ? {} : { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
  });
  response.end(part);
}
