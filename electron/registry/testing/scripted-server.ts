import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer as createSocketServer, type Socket } from 'node:net';

/** Answers one request; what it throws or rejects with closes the connection. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A request as it came to a scripted server. */
export interface SeenRequest {
  readonly method: string;
  /** Exactly as on the request line. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server on this computer that answers as a test says. */
export class ScriptedServer implements AsyncDisposable {
  readonly url: string;
  readonly seen: SeenRequest[];
  readonly #close: () => Promise<void>;

  private constructor(port: number, seen: SeenRequest[], close: () => Promise<void>) {
    this.url = `http://127.0.0.1:${port}`;
    this.seen = seen;
    this.#close = close;
  }

  /** Answers HTTP; requests with Expect get "100 Continue" unless `onExpect` says otherwise. */
  static async start(answer: Answering, onExpect?: Answering): Promise<ScriptedServer> {
    const seen: SeenRequest[] = [];
    function noting(answering: Answering) {
      return (request: IncomingMessage, response: ServerResponse): void => {
        const { method = '', url = '', headers } = request;
        seen.push({ method, path: url, headers });
        Promise.resolve(request)
          .then(() => answering(request, response))
          .catch(() => request.socket.destroy());
      };
    }
    const server = createServer(noting(answer));
    server.on(
      'checkContinue',
      noting(
        onExpect ??
          ((request, response) => {
            response.writeContinue();
            return answer(request, response);
          }),
      ),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ScriptedServer(portOf(server.address()), seen, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }

  /** Gives each connection to `talk` as it is. */
  static async startRaw(talk: (socket: Socket) => void): Promise<ScriptedServer> {
    const sockets = new Set<Socket>();
    const server = createSocketServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      talk(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ScriptedServer(portOf(server.address()), [], async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

function portOf(address: ReturnType<ReturnType<typeof createSocketServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=utf-8', ...headers });
  response.end(JSON.stringify(value));
}

/** Answers with plain text. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain;charset=utf-8', ...headers });
  response.end(text);
}

/** Reads a request's body to its end. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** The address of a port on which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  await new Promise((resolve) => connect(port, '127.0.0.1').once('error', resolve));
  return `http://127.0.0.1:${port}`;
}
