import { connect, type Socket } from 'node:net';

/** A request as bytes: nothing rewrites its path. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** Beside `host` and the length of the body, which are added. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null: no body, and no length is sent. */
  readonly body: Buffer | null;
  /** Hang up after so many bytes of the body. */
  readonly cutAfter: number | undefined;
}

/** An answer, as it came. */
export interface RawResponse {
  readonly status: number;
  /** Header lines; names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Whether `100 Continue` came first. */
  readonly continued: boolean;
}

interface Head {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly length: number;
}

const patience = 10_000;

function readHead(bytes: Buffer): Head | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(statusLine.split(' ')[1]), headers, length: end + 4 };
}

function dechunk(bytes: Buffer): Buffer | null {
  const pieces: Buffer[] = [];
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf('\r\n');
    if (end === -1) return null;
    const size = Number.parseInt(rest.subarray(0, end).toString('latin1'), 16);
    if (rest.length < end + 2 + size + 2) return null;
    if (size === 0) return Buffer.concat(pieces);
    pieces.push(rest.subarray(end + 2, end + 2 + size));
    rest = rest.subarray(end + 2 + size + 2);
  }
}

/** The body once it is whole, else null. `ended`: the server closed the connection. */
function readBody(head: Head, method: string, bytes: Buffer, ended: boolean): Buffer | null {
  if (method === 'HEAD' || head.status === 204 || head.status === 304) return Buffer.alloc(0);
  const header = (name: string) => head.headers.find(([key]) => key === name)?.[1];
  if (header('transfer-encoding') === 'chunked') return dechunk(bytes);
  const length = header('content-length');
  if (length === undefined) return ended ? bytes : null;
  return bytes.length >= Number(length) ? bytes.subarray(0, Number(length)) : null;
}

function encodeBody(body: Buffer, chunked: boolean): Buffer {
  if (!chunked) return body;
  const first =
    body.length === 0 ? [] : [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')];
  return Buffer.concat([...first, Buffer.from('0\r\n\r\n')]);
}

/** One request on a connection of its own. */
class Conversation {
  readonly #request: RawRequest;
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #continued = false;
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket, request: RawRequest) {
    this.#socket = socket;
    this.#request = request;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
    socket.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  #head(): Buffer {
    const { method, path, headers, body } = this.#request;
    const lines = [`${method} ${path} HTTP/1.1`, `host: 127.0.0.1`];
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    if (body !== null && !this.#isChunked) lines.push(`content-length: ${body.length}`);
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8');
  }

  get #isChunked(): boolean {
    return this.#request.headers['transfer-encoding'] === 'chunked';
  }

  async #next<T>(read: () => T | null): Promise<T> {
    for (;;) {
      const found = read();
      if (found !== null) return found;
      if (this.#ended) throw new Error('The connection was closed without an answer.');
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const timer = setTimeout(() => reject(new Error('No answer came in time.')), patience);
      this.#wake = resolve;
      await promise.finally(() => clearTimeout(timer));
    }
  }

  async run(): Promise<RawResponse | null> {
    const { method, body, cutAfter, headers } = this.#request;
    const content = encodeBody(body ?? Buffer.alloc(0), this.#isChunked);
    if (cutAfter !== undefined) {
      await new Promise<void>((resolve) => {
        this.#socket.write(Buffer.concat([this.#head(), content.subarray(0, cutAfter)]), () => resolve());
      });
      return null;
    }
    this.#socket.write(this.#head());
    const asksFirst = headers['expect'] === '100-continue';
    if (!asksFirst) this.#socket.write(content);
    let head = await this.#next(() => readHead(this.#received));
    if (head.status === 100) {
      this.#continued = true;
      this.#received = this.#received.subarray(head.length);
      this.#socket.write(content);
      head = await this.#next(() => readHead(this.#received));
    }
    const { status, headers: received, length } = head;
    const whole = await this.#next(() =>
      readBody(head, method, this.#received.subarray(length), this.#ended),
    );
    return { status, headers: received, body: whole, continued: this.#continued };
  }
}

/** Sends a request and reads the answer. Null when the request was to be cut off. */
export async function send(port: number, request: RawRequest): Promise<RawResponse | null> {
  const socket = connect(port, '127.0.0.1');
  try {
    return await new Conversation(socket, request).run();
  } finally {
    socket.destroy();
  }
}
