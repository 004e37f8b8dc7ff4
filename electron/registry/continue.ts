import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Exchange } from './exchange.ts';

/**
 * Resolves when the server says "100 Continue", or `patience` milliseconds after the request's head went out.
 * The way to the connection does not count: it has limits of its own.
 */
export function continueOf(exchange: Exchange, patience: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  function startWaiting(): void {
    const timer = setTimeout(resolve, patience);
    void Promise.race([promise, exchange.head]).then(() => clearTimeout(timer));
  }
  exchange.request?.once('continue', () => resolve());
  exchange.request?.once('socket', (socket: Socket) => {
    if (!socket.connecting) startWaiting();
    else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', startWaiting);
  });
  return promise;
}
