import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { resetSocket } from '../electron/testing/reset-socket.ts';
import { type BodyFault, copyBody } from './faulty-body.ts';

export interface SpokenAnswer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** What one request suffers. */
export interface RequestFault {
  readonly up?: BodyFault;
  readonly down?: BodyFault;
  /** The status and headers of the server's answer as they are passed on. */
  readonly head?: (headers: IncomingHttpHeaders, status: number) => AnswerHead;
  /** In place of the server's answer, which the server has given all the same: none at all, a late one, or another. */
  readonly answer?: 'drop' | 'hold' | SpokenAnswer;
  /** Answers at once without asking the server. */
  readonly instead?: SpokenAnswer;
  /** Takes the whole body, of which the server never hears; then drops the connection or answers. */
  readonly swallow?: 'drop' | SpokenAnswer;
  /** Answers once so many bytes of the body came, then resets the connection. */
  readonly refuse?: { readonly at: number; readonly answer: SpokenAnswer };
  /** The server does not hear which part of the file was asked for. */
  readonly ignoresRange?: boolean;
  /** Never says "continue". */
  readonly isMute?: boolean;
  /** Runs when the fault strikes, before anything else. */
  readonly struck?: () => unknown;
}

export interface AnswerHead {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
}

export type RequestKind = 'publish' | 'download' | 'list' | 'delete';

/** One fault, for the next requests of one kind. */
export interface ProxyFault extends RequestFault {
  readonly on: RequestKind;
  /** How many requests it hits; one if left out. */
  readonly times?: number;
}

/** A request as it came. */
export interface ProxiedRequest {
  readonly kind: RequestKind;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

function kindOf(method: string, path: string): RequestKind {
  if (method === 'PUT') return 'publish';
  if (method === 'DELETE') return 'delete';
  return path.includes('/api/packages/') ? 'download' : 'list';
}

/** Stands between the app and a registry and does what networks and proxies do, at a moment that a test chooses. */
export class FaultyProxy {
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #holdAfter: number | null = null;
  #letGo: (() => void)[] = [];
  #isDamaging = false;
  /** Taken in order, each by the first requests of its kind. */
  faults: ProxyFault[] = [];
  /** Decides for a request that none of `faults` is for. */
  choose: (request: ProxiedRequest) => RequestFault | undefined = () => undefined;
  readonly asked: ProxiedRequest[] = [];
  /** Bytes of bodies that came from the client, and that were passed on to it. */
  readonly bytes = { publish: 0, download: 0, list: 0, delete: 0 };

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer();
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    const forward = (incoming: IncomingMessage, answer: ServerResponse) =>
      void this.#forward(incoming, answer);
    this.#server.on('request', forward);
    this.#server.on('checkContinue', forward);
  }

  static async before(target: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    await proxy.comeBack();
    return proxy;
  }

  /** The address to sign in at. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}${this.#target.pathname.replace(/\/$/, '')}`;
  }

  /** How many requests of one kind came. */
  count(kind: RequestKind): number {
    return this.asked.filter((asked) => asked.kind === kind).length;
  }

  /** From now on each body stops moving after so many bytes, until `release`. */
  holdBodiesAfter(bytes: number): void {
    this.#holdAfter = bytes;
  }

  release(): void {
    this.#holdAfter = null;
    for (const letGo of this.#letGo.splice(0)) letGo();
  }

  /** From now on the first byte of every downloaded file is another one. */
  damageDownloads(): void {
    this.#isDamaging = true;
  }

  /** Breaks all connections and refuses new ones. */
  async goAway(): Promise<void> {
    this.#holdAfter = null;
    for (const socket of this.#sockets) resetSocket(socket);
    for (const letGo of this.#letGo.splice(0)) letGo();
    if (this.#server.listening) {
      this.#server.close();
      await once(this.#server, 'close');
    }
  }

  /** Listens again, at the same address. */
  async comeBack(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (isAddressInfo(address)) this.#port = address.port;
  }

  async #forward(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming;
    const kind = kindOf(method, path);
    const asked = { kind, path, headers };
    this.asked.push(asked);
    const fault = this.#take(asked);
    answer.on('error', () => undefined);
    await fault.struck?.();
    if (fault.instead !== undefined) return speak(answer, fault.instead);
    if (headers.expect !== undefined && fault.isMute !== true) answer.writeContinue();
    if (fault.swallow !== undefined) {
      const isWhole = await this.#drain(incoming, kind, Number.POSITIVE_INFINITY);
      if (fault.swallow === 'drop' || !isWhole) resetSocket(incoming.socket);
      else speak(answer, fault.swallow);
      return;
    }
    if (fault.refuse !== undefined) {
      await this.#drain(incoming, kind, fault.refuse.at);
      speak(answer, {
        ...fault.refuse.answer,
        headers: { ...fault.refuse.answer.headers, connection: 'close' },
      });
      answer.once('finish', () => setImmediate(() => resetSocket(incoming.socket)));
      return;
    }
    await this.#ask(incoming, answer, kind, fault);
  }

  #take(asked: ProxiedRequest): RequestFault {
    const index = this.faults.findIndex(({ on }) => on === asked.kind);
    const fault = this.faults[index];
    if (fault === undefined) {
      const isDamaged = this.#isDamaging && asked.kind === 'download';
      return this.choose(asked) ?? (isDamaged ? { down: { kind: 'flip', at: 0, bit: 7 } } : {});
    }
    const { times = 1 } = fault;
    if (times > 1) this.faults[index] = { ...fault, times: times - 1 };
    else this.faults.splice(index, 1);
    return fault;
  }

  /** Reads a body up to so many bytes; false when it broke off before its end. */
  async #drain(incoming: IncomingMessage, kind: RequestKind, most: number): Promise<boolean> {
    let read = 0;
    return new Promise((resolve) => {
      incoming.on('data', (chunk: Buffer) => {
        read += chunk.length;
        this.bytes[kind] += chunk.length;
        if (read < most) return;
        incoming.pause();
        resolve(true);
      });
      incoming.on('end', () => resolve(true));
      incoming.on('error', () => resolve(false));
      incoming.on('close', () => resolve(incoming.complete));
    });
  }

  async #ask(
    incoming: IncomingMessage,
    answer: ServerResponse,
    kind: RequestKind,
    fault: RequestFault,
  ): Promise<void> {
    const { expect: _expect, range, ...headers } = incoming.headers;
    const replaced = fault.up?.kind === 'replace' ? fault.up.with(await bodyOf(incoming)) : null;
    const onward = request({
      host: this.#target.hostname,
      port: this.#target.port === '' ? 80 : Number(this.#target.port),
      method: incoming.method,
      path: incoming.url,
      headers: {
        ...headers,
        ...(range === undefined || fault.ignoresRange === true ? {} : { range }),
        ...(replaced === null ? {} : { 'content-length': String(replaced.length) }),
        host: this.#target.host,
      },
      agent: false,
    });
    function breakOff(how: 'reset' | 'end'): void {
      onward.destroy();
      if (how === 'reset') resetSocket(incoming.socket);
      else incoming.socket.end();
    }
    onward.on('response', (response) => void this.#pass(response, answer, kind, fault, breakOff));
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    if (replaced !== null) return void onward.end(replaced);
    const isDone = await copyBody(incoming, onward, {
      ...this.#holding(),
      fault: fault.up,
      breakOff,
      passed: (bytes) => {
        if (kind === 'publish') this.bytes.publish += bytes;
      },
    });
    if (!isDone) onward.destroy();
  }

  async #pass(
    response: IncomingMessage,
    answer: ServerResponse,
    kind: RequestKind,
    fault: RequestFault,
    breakOff: (how: 'reset' | 'end') => void,
  ): Promise<void> {
    if (fault.answer === 'drop') return breakOff('reset');
    if (fault.answer === 'hold') await this.#released();
    else if (fault.answer !== undefined) {
      response.resume();
      return speak(answer, fault.answer);
    }
    const { 'transfer-encoding': coding, ...headers } = response.headers;
    const status = response.statusCode ?? 502;
    const head = fault.head?.(headers, status) ?? { status, headers };
    // Without a length the end of the connection is the end of the body.
    if (coding === undefined) answer.useChunkedEncodingByDefault = false;
    answer.writeHead(head.status, head.headers);
    answer.flushHeaders();
    const isDone = await copyBody(response, answer, {
      ...this.#holding(),
      fault: fault.down,
      breakOff,
      passed: (bytes) => {
        if (kind !== 'publish') this.bytes[kind] += bytes;
      },
    });
    if (!isDone) answer.destroy();
  }

  #holding() {
    return { released: () => this.#released(), holdAfter: () => this.#holdAfter };
  }

  #released(): Promise<void> {
    return new Promise((resolve) => this.#letGo.push(resolve));
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

function speak(answer: ServerResponse, { status, headers = {}, body = '' }: SpokenAnswer): void {
  answer.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers });
  answer.end(body);
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
