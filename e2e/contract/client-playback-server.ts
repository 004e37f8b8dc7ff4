import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Json } from './placeholders.ts';
import type { RecordedResponse, RecordedWorld } from './recordings.ts';

/** An answer ready to be sent, with its placeholders filled in. */
export interface FilledAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly continued: boolean | undefined;
  /** The body as JSON, where it is some. */
  readonly json: Json | undefined;
}

const fixed: Readonly<Record<string, string>> = {
  id: '7',
  size: '24',
  datetime: '2026-04-01T10:00:00Z',
  'http-date': 'Wed, 01 Apr 2026 10:00:00 GMT',
  avatar: 'http://avatars.invalid/7',
  secret: 'a'.repeat(40),
  'secret-end': 'a'.repeat(8),
  boundary: 'boundary',
};

function fillText(text: string, base: string): string {
  return text
    .replaceAll('<base>', base)
    .replaceAll('<origin>', new URL(base).origin)
    .replace(/<([a-z-]+)>/g, (placeholder, name: string) => fixed[name] ?? placeholder);
}

/** Makes a document of the placeholders; ids count up, so that no two rows share one. */
class Filler {
  readonly #world: RecordedWorld;
  readonly #base: string;
  #nextId = 100;

  constructor(world: RecordedWorld, base: string) {
    this.#world = world;
    this.#base = base;
  }

  fill(value: Json): Json {
    if (value === '<id>' || value === '<size>') return (this.#nextId += 1);
    if (typeof value === 'string') {
      const object = this.#world.objects[value];
      return object === undefined ? fillText(value, this.#base) : this.fill(object);
    }
    if (Array.isArray(value)) return value.map((item) => this.fill(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.fill(item)]));
  }
}

/** A recorded answer as a server at `base` gives it. Bytes known by hash alone become others of the same number. */
export function fillAnswer(response: RecordedResponse, world: RecordedWorld, base: string): FilledAnswer {
  const { status = 0, continued } = response;
  const headers = Object.fromEntries(
    Object.entries(response.headers)
      .filter(([name]) => name !== 'content-length' && name !== 'connection')
      .map(([name, value]) => [name, fillText(value, base)]),
  );
  if (response.json !== undefined) {
    const json = new Filler(world, base).fill(response.json);
    return { status, headers, continued, json, body: Buffer.from(JSON.stringify(json)) };
  }
  const text = response.html === true ? '<!DOCTYPE html><title>Page</title>' : (response.text ?? '');
  const body =
    response.bytes === undefined ? Buffer.from(fillText(text, base)) : Buffer.alloc(response.bytes.length, 1);
  return { status, headers, continued, json: undefined, body };
}

/** A server that gives one recorded answer to whatever it is asked, until it is given the next. */
export class PlaybackServer implements AsyncDisposable {
  readonly origin: string;
  readonly #server: Server;
  #answer: FilledAnswer | null = null;
  /** Request lines since the answer was set. */
  asked: string[] = [];

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${port}`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) =>
      this.#reply(request, response),
    );
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      if (this.#answer?.continued !== false) response.writeContinue();
      this.#reply(request, response);
    });
  }

  static async start(): Promise<PlaybackServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new PlaybackServer(server, address.port);
  }

  /** From now on this is the answer to everything. */
  set(answer: FilledAnswer): void {
    this.#answer = answer;
    this.asked = [];
  }

  #reply(request: IncomingMessage, response: ServerResponse): void {
    const answer = this.#answer;
    this.asked.push(`${request.method} ${request.url}`);
    const isRefusedBeforeBody = answer?.continued === false;
    const send = (): void => {
      if (answer === null || answer.status === 0) {
        request.socket.destroy();
        return;
      }
      // Answered once as recorded; who follows a redirect finds nothing there.
      const isFollowed = this.asked.length > 1 && answer.status === 307;
      const hasNoBody = answer.status === 204 || answer.status === 304;
      const status = isFollowed ? 404 : answer.status;
      const ending = isRefusedBeforeBody ? { connection: 'close' } : {};
      const length = hasNoBody ? {} : { 'content-length': answer.body.length };
      response.writeHead(status, isFollowed ? {} : { ...answer.headers, ...length, ...ending });
      response.end(hasNoBody || isFollowed ? undefined : answer.body);
    };
    if (isRefusedBeforeBody) send();
    else request.on('end', send).resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
