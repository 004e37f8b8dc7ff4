import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { resetSocket } from './reset-socket.ts';

/** Where a connection breaks: after so many bytes in one direction, counted over the whole connection. */
export interface Cut {
  readonly direction: 'to-server' | 'to-client';
  readonly afterBytes: number;
  /**
   * `cut` is as if the other side had ended, and the kind if left out; with `reset` what was not read yet is lost; in
   * `stall` nothing moves any more; `flip` changes one bit of the next byte and goes on.
   */
  readonly kind?: 'cut' | 'reset' | 'stall' | 'flip';
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
    for (const socket of this.#sockets) resetSocket(socket);
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
      if (cut?.direction === direction && cut.kind === 'flip' && bytes > cut.afterBytes) {
        this.cuts.shift();
        const place = Math.max(0, data.length - (bytes - cut.afterBytes));
        data.writeUInt8(data.readUInt8(place) ^ 1, place);
      } else if (cut?.direction === direction && cut.kind !== 'flip' && bytes >= cut.afterBytes) {
        this.cuts.shift();
        from.removeAllListeners('data');
        const before = data.subarray(0, data.length - (bytes - cut.afterBytes));
        if (cut.kind === 'stall') {
          to.write(before);
          return;
        }
        if (cut.kind === 'reset') to.write(before, () => resetSocket(to));
        // A reset would take back what the other side has not read yet.
        else to.end(before);
        resetSocket(from);
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
