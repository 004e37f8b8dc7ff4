import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createSecureContext, createServer } from 'node:tls';
import { Agents } from '../../../electron/registry/agents.ts';
import { type Certificate, certificates } from '../certificates.ts';
import type { FaultWorld } from '../fault-case.ts';

/** TLS before a server that has none. */
export interface SecureFront {
  readonly url: string;
  /** Connections that came, and those over which the client was willing to talk. */
  readonly count: { connections: number; talks: number };
}

export async function secureFront(
  world: FaultWorld,
  certificate: Certificate,
  target: string,
): Promise<SecureFront> {
  const { port } = new URL(target);
  const count = { connections: 0, talks: 0 };
  const sockets = new Set<Socket>();
  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  }
  const server = createServer({ ...certificate }, (socket) => {
    const onward = connect(Number(port), '127.0.0.1');
    keep(socket);
    keep(onward);
    socket.once('data', () => (count.talks += 1));
    socket.pipe(onward).pipe(socket);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.end());
  });
  server.on('connection', () => (count.connections += 1));
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  world.atEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    return once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
  return { url: `https://127.0.0.1:${address.port}`, count };
}

/** Connections that believe the test's authority and no other. */
export async function trustingAgents(world: FaultWorld): Promise<Agents> {
  const { authority } = await certificates();
  const agents = new Agents(() => createSecureContext({ ca: authority }));
  world.atEnd(() => agents.destroy());
  return agents;
}
