import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Where a connection is cut: after so many bytes in one direction, counted over the whole connection. */
export interface Cut {
  readonly direction: 'to-server' | 'to-client';
  readonly afterBytes: number;
}

/** A network between client and server that breaks where a test says so. */
export class CuttingRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** The next connection that carries so many bytes is cut there; taken in order. */
  readonly cuts: Cut[] = [];
  /** Bytes that came from the server in all. */
  received = 0;

  private constructor(target: URL) {
    this.#server = createServer((client) => {
      const upstream = connect(Number(target.port), target.hostname);
      this.#relay(client, upstream, 'to-server');
      this.#relay(upstream, client, 'to-client');
    });
  }

  static async before(url: string): Promise<CuttingRelay> {
    const relay = new CuttingRelay(new URL(url));
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    return relay;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the relay does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Cuts everything; nobody answers from here on. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.resetAndDestroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #relay(from: Socket, to: Socket, direction: Cut['direction']): void {
    this.#sockets.add(from);
    let bytes = 0;
    from.on('data', (data: Buffer) => {
      bytes += data.length;
      if (direction === 'to-client') this.received += data.length;
      const [cut] = this.cuts;
      if (cut?.direction === direction && bytes >= cut.afterBytes) {
        this.cuts.shift();
        // Not by a reset, which would take back what the other side has not read yet.
        to.end(data.subarray(0, data.length - (bytes - cut.afterBytes)));
        from.removeAllListeners('data');
        from.resetAndDestroy();
        return;
      }
      if (!to.write(data)) from.pause();
    });
    to.on('drain', () => from.resume());
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.end();
    });
  }
}
