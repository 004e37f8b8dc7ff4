import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';

/** What came of one upload as the server saw it. */
export interface SeenUpload {
  readonly path: string;
  /** Whether the server had stored the very file before this one began. */
  readonly wasThere: boolean;
}

/** Stands before a registry and remembers which uploads arrived, so that one sent again is found out. */
export class Witness {
  readonly #server: Server;
  readonly #target: URL;
  readonly #agent = new Agent();
  readonly uploads: SeenUpload[] = [];
  readonly #stored = new Set<string>();
  /** From this length on uploads are refused as too large. */
  mostBytes = Number.POSITIVE_INFINITY;
  #firstRequest: (() => void) | null = null;

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((incoming, answer) => this.#pass(incoming, answer));
    this.#server.on('checkContinue', (incoming: IncomingMessage, answer: ServerResponse) => {
      answer.writeContinue();
      this.#pass(incoming, answer);
    });
  }

  static async before(url: string): Promise<Witness> {
    const witness = new Witness(new URL(url));
    witness.#server.listen(0, '127.0.0.1');
    await once(witness.#server, 'listening');
    return witness;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the witness does not listen');
    return `http://127.0.0.1:${address.port}${this.#target.pathname.replace(/\/$/, '')}`;
  }

  /** Uploads of what was there already. */
  get sentAgain(): readonly SeenUpload[] {
    return this.uploads.filter(({ wasThere }) => wasThere);
  }

  /** Resolves with the next request. */
  nextRequest(): Promise<void> {
    return new Promise((resolve) => {
      this.#firstRequest = resolve;
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#agent.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(incoming: IncomingMessage, answer: ServerResponse): void {
    this.#firstRequest?.();
    const { method = '', url = '', headers } = incoming;
    if (method === 'PUT') this.uploads.push({ path: url, wasThere: this.#stored.has(url) });
    if (method === 'PUT' && Number(headers['content-length']) > this.mostBytes) {
      incoming.resume();
      answer.writeHead(403, { 'content-type': 'text/plain', connection: 'close' });
      answer.end('maximum allowed package type size exceeded');
      return;
    }
    const { expect: _, ...rest } = headers;
    const onward = request({
      host: this.#target.hostname,
      port: this.#target.port,
      path: url,
      method,
      agent: this.#agent,
      headers: { ...rest, host: this.#target.host },
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    onward.on('response', (response) => {
      if (method === 'PUT' && response.statusCode === 201) this.#stored.add(url);
      if (method === 'DELETE' && response.statusCode === 204) this.#stored.delete(url);
      answer.writeHead(response.statusCode ?? 502, response.headers);
      pipeline(response, answer).catch(() => answer.destroy());
    });
    pipeline(incoming, onward).catch(() => onward.destroy());
  }
}
