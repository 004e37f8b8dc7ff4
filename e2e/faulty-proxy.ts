import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Stands between the app and a registry and does what networks and proxies do, at a moment that a spec chooses. */
export class FaultyProxy {
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #holdAfter: number | null = null;
  #letGo: (() => void)[] = [];
  #isDamaging = false;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer();
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('request', (incoming, answer) => void this.#forward(incoming, answer));
    this.#server.on('checkContinue', (incoming: IncomingMessage, answer: ServerResponse) => {
      answer.writeContinue();
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
    const { expect: _expect, ...headers } = incoming.headers;
    const onward = request({
      host: this.#target.hostname,
      port: this.#target.port === '' ? 80 : Number(this.#target.port),
      method: incoming.method,
      path: incoming.url,
      headers: { ...headers, host: this.#target.host },
    });
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
      const isFile = incoming.method === 'GET' && incoming.url?.includes('/api/packages/') === true;
      const through = isFile ? [this.#holding(), this.#damaging()] : [];
      pipeline([response, ...through, answer]).catch(() => answer.destroy());
    });
    onward.on('error', () => answer.destroy());
    const isUpload = incoming.method === 'PUT';
    await pipeline([incoming, ...(isUpload ? [this.#holding()] : []), onward]).catch(() => onward.destroy());
  }

  #holding(): Transform {
    let passed = 0;
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        passed += chunk.length;
        if (this.#holdAfter === null || passed <= this.#holdAfter) done(null, chunk);
        else this.#letGo.push(() => done(null, chunk));
      },
    });
  }

  #damaging(): Transform {
    let isFirst = true;
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        const bytes = Buffer.from(chunk);
        if (isFirst && this.#isDamaging) bytes.writeUInt8(bytes.readUInt8(0) ^ 0xff, 0);
        isFirst = false;
        done(null, bytes);
      },
    });
  }
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
