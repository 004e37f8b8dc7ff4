import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Answer, bodyLength, layerText, plainText } from './answer.ts';
import { IncomingBody } from './incoming-body.ts';
import { parseRequestTarget, type RequestTarget } from './request-target.ts';

/** A request as it comes in from the network. */
export interface IncomingRequest {
  readonly method: string;
  readonly target: RequestTarget;
  header(name: string): string;
  body(): AsyncIterable<Buffer>;
}

/** What the server calls for each request, and what it tells when something breaks. */
export interface HttpServerHooks {
  answer(request: IncomingRequest): Answer | Promise<Answer>;
  /** An error that no client is to blame for. */
  report(error: unknown): void;
}

const readSize = 1024 * 1024;
/** How long a connection that is closed early stays open for what the client is still sending (ms). */
const lingering = 500;
const broken = plainText(500, 'internal server error');
const badRequest = layerText(400, '400 Bad Request', { connection: 'close' });

/** Waits until more may be written. Throws when the client goes away before: that is no error of the response's. */
async function drained(response: ServerResponse): Promise<void> {
  const left = new AbortController();
  const leave = (): void => left.abort();
  response.once('close', leave);
  try {
    await once(response, 'drain', { signal: left.signal });
  } finally {
    response.off('close', leave);
  }
}

async function writeBody(response: ServerResponse, answer: Answer): Promise<void> {
  const { parts = [], contentPath = null } = answer.body ?? {};
  const file = contentPath === null ? null : await open(contentPath, 'r');
  try {
    response.writeHead(answer.status, answer.headers);
    for (const part of parts) {
      if (Buffer.isBuffer(part)) {
        if (part.length > 0 && !response.write(part)) await drained(response);
      } else if (file !== null && part.length > 0) {
        const { start, length } = part;
        const range = { start, end: start + length - 1, autoClose: false, highWaterMark: readSize };
        await pipeline(file.createReadStream(range), response, { end: false });
      }
    }
  } finally {
    await file?.close();
  }
}

/** Writes an answer. `closing`: nothing more is taken from this connection, but what still arrives is let run out. */
async function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  closing: boolean,
): Promise<void> {
  const length = answer.body === null ? {} : { 'content-length': String(bodyLength(answer.body.parts)) };
  const connection = closing ? { connection: 'close' } : {};
  const full = { ...answer, headers: { ...length, ...answer.headers, ...connection } };
  if (request.method === 'HEAD') response.writeHead(full.status, full.headers);
  else await writeBody(response, full);
  if (closing && !request.complete) {
    request.resume();
    const patience = AbortSignal.timeout(lingering);
    await once(request, 'end', { signal: patience }).catch(() => undefined);
  }
  response.end();
}

/** A server on node:http that answers as Go's does where that shows: 100 Continue, unread bodies, broken requests. */
export class HttpServer {
  readonly #hooks: HttpServerHooks;
  readonly #server: Server;
  readonly #running = new Set<Promise<void>>();

  constructor(hooks: HttpServerHooks) {
    this.#hooks = hooks;
    this.#server = createServer({ maxHeaderSize: 1024 * 1024, requestTimeout: 0, keepAliveTimeout: 60_000 });
    this.#server.on('request', (request, response) => this.#take(request, response, false));
    this.#server.on('checkContinue', (request, response) => this.#take(request, response, true));
    this.#server.on('checkExpectation', (_request, response) => {
      response.writeHead(417, { connection: 'close', 'content-length': '0' }).end();
    });
    this.#server.on('clientError', (_error, socket) => {
      if (!socket.writable) return socket.destroy();
      return socket.end(
        'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request',
      );
    });
  }

  /** Listens on 127.0.0.1 and answers the port; 0 takes a free one. Throws when the port is taken. */
  async listen(port: number): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return address.port;
  }

  /** Ends all connections; waits until every request has come to its end, so that nothing works on afterwards. */
  async close(): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : Promise.resolve();
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    await Promise.all(this.#running);
  }

  #take(request: IncomingMessage, response: ServerResponse, asksFirst: boolean): void {
    const running = this.#answer(request, response, asksFirst).catch((error: unknown) => {
      if (!request.destroyed && !response.destroyed) this.#hooks.report(error);
      response.destroy();
    });
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  async #answer(request: IncomingMessage, response: ServerResponse, asksFirst: boolean): Promise<void> {
    const target = parseRequestTarget(request.url ?? '/');
    if (target === null) {
      await writeAnswer(request, response, badRequest, true);
      return;
    }
    const body = new IncomingBody(request, response, asksFirst);
    const answer = await this.#run(
      {
        method: request.method ?? 'GET',
        target,
        header: (name) => request.headersDistinct[name]?.[0] ?? '',
        body: () => body.read(),
      },
      request,
    );
    const closing = await body.settle();
    try {
      await writeAnswer(request, response, answer, closing);
    } catch (error) {
      if (response.headersSent || response.destroyed) throw error;
      this.#hooks.report(error);
      await writeAnswer(request, response, broken, closing);
    }
  }

  async #run(incoming: IncomingRequest, request: IncomingMessage): Promise<Answer> {
    try {
      return await this.#hooks.answer(incoming);
    } catch (error) {
      if (request.destroyed) throw error;
      this.#hooks.report(error);
      return broken;
    }
  }
}
