import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What happens to a body on its way. `at` is how many of its bytes have passed then. */
export type BodyFault =
  /** The connection breaks, by a reset or as if all had been said. */
  | { readonly kind: 'reset' | 'end'; readonly at: number }
  /** Nothing moves any more, and the connection stays open, until `release`. */
  | { readonly kind: 'stall'; readonly at: number }
  /** One bit is another one. */
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  /** Goes on after `at` in pieces of so many bytes, one each so many milliseconds. */
  | { readonly kind: 'trickle'; readonly at: number; readonly bytes: number; readonly every: number }
  /** Something else comes instead of the body; its length is not put right. */
  | { readonly kind: 'replace'; readonly with: (body: Buffer) => Buffer };

export interface SpokenAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One fault, for the next requests of one kind. */
export interface ProxyFault {
  readonly on: RequestKind;
  /** How many requests it hits; one if left out. */
  readonly times?: number;
  readonly up?: BodyFault;
  readonly down?: BodyFault;
  /** The headers of the server's answer as they are passed on. */
  readonly head?: (headers: IncomingHttpHeaders, status: number) => IncomingHttpHeaders;
  /** In place of the server's answer, which the server has given all the same: none at all, a late one, or another. */
  readonly answer?: 'drop' | 'hold' | SpokenAnswer;
  /** Answers without asking the server. */
  readonly instead?: SpokenAnswer;
  /** Runs when the fault strikes, before anything else. */
  readonly struck?: () => unknown;
}

export type RequestKind = 'publish' | 'download' | 'list' | 'delete';

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
  /** `GET /path bytes=5-`, in order of coming. */
  readonly asked: string[] = [];
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
    this.#server.on('request', (incoming, answer) => void this.#forward(incoming, answer));
    this.#server.on('checkContinue', (incoming: IncomingMessage, answer: ServerResponse) => {
      void this.#forward(incoming, answer);
    });
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
    return this.asked.filter((asked) => {
      const [method = '', path = ''] = asked.split(' ');
      return kindOf(method, path) === kind;
    }).length;
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
    for (const socket of this.#sockets) socket.resetAndDestroy();
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
    const { method = '', url = '', headers } = incoming;
    this.asked.push(`${method} ${url} ${headers.range ?? ''}`.trim());
    const kind = kindOf(method, url);
    const fault = this.#take(kind);
    await fault?.struck?.();
    answer.on('error', () => undefined);
    if (fault?.instead !== undefined) return speak(answer, fault.instead);
    if (headers.expect !== undefined) answer.writeContinue();
    const { expect: _expect, ...passedOn } = headers;
    const onward = request({
      host: this.#target.hostname,
      port: this.#target.port === '' ? 80 : Number(this.#target.port),
      method,
      path: url,
      headers: { ...passedOn, host: this.#target.host },
      agent: false,
    });
    function breakOff(how: 'reset' | 'end'): void {
      onward.destroy();
      if (how === 'reset') incoming.socket.resetAndDestroy();
      else incoming.socket.end();
    }
    onward.on('response', (response) => void this.#pass(response, answer, kind, fault, breakOff));
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    const isDone = await this.#copy(incoming, onward, fault?.up, breakOff, (bytes) => {
      this.bytes[kind] += kind === 'publish' ? bytes : 0;
    });
    if (!isDone) onward.destroy();
  }

  #take(kind: RequestKind): ProxyFault | undefined {
    const index = this.faults.findIndex(({ on }) => on === kind);
    const fault = this.faults[index];
    if (fault === undefined) return undefined;
    const { times = 1 } = fault;
    if (times > 1) this.faults[index] = { ...fault, times: times - 1 };
    else this.faults.splice(index, 1);
    return fault;
  }

  async #pass(
    response: IncomingMessage,
    answer: ServerResponse,
    kind: RequestKind,
    fault: ProxyFault | undefined,
    breakOff: (how: 'reset' | 'end') => void,
  ): Promise<void> {
    if (fault?.answer === 'drop') return breakOff('reset');
    if (fault?.answer === 'hold') await this.#released();
    else if (fault?.answer !== undefined) {
      response.resume();
      return speak(answer, fault.answer);
    }
    const status = response.statusCode ?? 502;
    const { 'transfer-encoding': _coding, ...headers } = response.headers;
    answer.writeHead(status, fault?.head?.(headers, status) ?? headers);
    answer.flushHeaders();
    const isDone = await this.#copy(
      response,
      answer,
      fault?.down ?? this.#damage(kind),
      breakOff,
      (bytes) => {
        this.bytes[kind] += kind === 'publish' ? 0 : bytes;
      },
    );
    if (!isDone) answer.destroy();
  }

  #damage(kind: RequestKind): BodyFault | undefined {
    return this.#isDamaging && kind === 'download' ? { kind: 'flip', at: 0, bit: 7 } : undefined;
  }

  /** True when everything came through, or was broken off on purpose. */
  async #copy(
    from: IncomingMessage,
    to: NodeJS.WritableStream,
    fault: BodyFault | undefined,
    breakOff: (how: 'reset' | 'end') => void,
    count: (bytes: number) => void,
  ): Promise<boolean> {
    let passed = 0;
    const kept: Buffer[] = [];
    async function send(piece: Buffer): Promise<void> {
      passed += piece.length;
      count(piece.length);
      await written(to, piece);
    }
    const isCut = fault?.kind === 'reset' || fault?.kind === 'end';
    try {
      if (isCut && fault.at === 0) {
        breakOff(fault.kind);
        return true;
      }
      for await (const chunk of from) {
        let piece = Buffer.from(chunk);
        if (isCut && passed + piece.length >= fault.at) {
          await send(piece.subarray(0, fault.at - passed));
          breakOff(fault.kind);
          return true;
        }
        if (fault?.kind === 'replace') {
          kept.push(piece);
          continue;
        }
        if (fault?.kind === 'flip' && passed <= fault.at && fault.at < passed + piece.length) {
          const place = fault.at - passed;
          piece.writeUInt8(piece.readUInt8(place) ^ (1 << fault.bit), place);
        }
        if (fault?.kind === 'stall' && passed + piece.length >= fault.at) {
          const before = Math.max(0, fault.at - passed);
          await send(piece.subarray(0, before));
          await this.#released();
          piece = piece.subarray(before);
        }
        if (fault?.kind === 'trickle') {
          const before = Math.min(piece.length, Math.max(0, fault.at - passed));
          await send(piece.subarray(0, before));
          for (let place = before; place < piece.length; place += fault.bytes) {
            await send(piece.subarray(place, place + fault.bytes));
            await wait(fault.every);
          }
          continue;
        }
        if (this.#holdAfter !== null && passed + piece.length > this.#holdAfter) await this.#released();
        await send(piece);
      }
      if (fault?.kind === 'replace') await send(fault.with(Buffer.concat(kept)));
      to.end();
      return true;
    } catch {
      return false;
    }
  }

  #released(): Promise<void> {
    return new Promise((resolve) => this.#letGo.push(resolve));
  }
}

function speak(answer: ServerResponse, { status, headers = {}, body = '' }: SpokenAnswer): void {
  answer.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers });
  answer.end(body);
}

/** Rejects when the stream closes before it took the piece. */
function written(to: NodeJS.WritableStream, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    if (piece.length === 0) return resolve();
    const closed = () => reject(new Error('The connection is gone.'));
    to.once('close', closed);
    to.write(piece, (error) => {
      to.off('close', closed);
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
