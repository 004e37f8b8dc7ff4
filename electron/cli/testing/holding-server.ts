import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

/** A request as it came: `GET /path bytes=5-`. */
export type Recorded = string;

/**
 * Stands before a registry, records what is asked and holds one body after so many bytes, so that a test can end
 * the client while it is in the middle.
 */
export class HoldingServer {
  readonly #server: Server;
  readonly #target: URL;
  readonly asked: Recorded[] = [];
  #hold: { readonly direction: 'up' | 'down'; bytes: number; readonly held: () => void } | null = null;

  #heldAnswer: { readonly method: string; readonly held: () => void } | null = null;

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((incoming, answer) => this.#pass(incoming, answer));
  }

  static async before(url: string): Promise<HoldingServer> {
    const holding = new HoldingServer(new URL(url));
    holding.#server.listen(0, '127.0.0.1');
    await once(holding.#server, 'listening');
    return holding;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Holds the next body that is longer than so many bytes, once; resolves when it is held. */
  hold(direction: 'up' | 'down', bytes: number): Promise<void> {
    return new Promise((resolve) => {
      this.#hold = { direction, bytes, held: resolve };
    });
  }

  /** Keeps the next answer to a request of this method from the client for good; resolves when the server gave it. */
  holdAnswer(method: string): Promise<void> {
    return new Promise((resolve) => {
      this.#heldAnswer = { method, held: resolve };
    });
  }

  /** Breaks all connections. */
  cut(): void {
    this.#server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(incoming: IncomingMessage, answer: ServerResponse): void {
    const { method = '', url = '', headers } = incoming;
    this.asked.push(`${method} ${url} ${headers.range ?? ''}`.trim());
    const { expect: _, ...rest } = headers;
    const onward = request(new URL(url, this.#target), {
      method,
      headers: { ...rest, host: this.#target.host },
    });
    onward.on('error', () => answer.destroy());
    onward.on('response', (response) => {
      if (this.#heldAnswer?.method === method) {
        const { held } = this.#heldAnswer;
        this.#heldAnswer = null;
        response.resume().on('end', held);
        return;
      }
      answer.writeHead(response.statusCode ?? 502, response.headers);
      this.#copy(response, answer, 'down');
    });
    answer.on('close', () => onward.destroy());
    this.#copy(incoming, onward, 'up');
  }

  #copy(from: IncomingMessage, to: NodeJS.WritableStream, direction: 'up' | 'down'): void {
    from.on('error', () => undefined);
    let bytes = 0;
    from.on('data', (chunk: Buffer) => {
      const held = this.#hold;
      bytes += chunk.length;
      if (held?.direction === direction && bytes > held.bytes) {
        to.write(chunk.subarray(0, chunk.length - (bytes - held.bytes)));
        this.#hold = null;
        from.pause().removeAllListeners('data').removeAllListeners('end');
        return held.held();
      }
      to.write(chunk);
    });
    from.on('end', () => to.end());
  }
}
