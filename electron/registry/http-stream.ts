// oxlint-disable eslint/no-underscore-dangle -- `_read`, `_write`, `_final` and `_destroy` are what Node documents for streams.
import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { addAbortSignal, Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { RequestLimits } from './request-limits.ts';

/** Milliseconds for each part of the way to the connection. */
type ConnectionLimits = Pick<RequestLimits, 'lookup' | 'connect' | 'secureConnect'>;

export interface HttpStreamRequest {
  readonly method: 'GET' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
  readonly limits: ConnectionLimits;
  readonly signal?: AbortSignal | undefined;
}

type Callback = (error?: Error | null) => void;

/**
 * One request of Node's own client as a stream: takes the body, gives the answer's, emits `response` before. For the
 * bodies of files, of which a batch has thousands: got takes three times as long for each.
 */
export class HttpStream extends Duplex {
  /** Null when Node refuses to send it; the stream then ends with the reason. */
  readonly request: ClientRequest | null;
  #response: IncomingMessage | null = null;
  #endWatch: () => void = () => undefined;

  constructor(url: string, { method, headers, agent, limits, signal }: HttpStreamRequest) {
    super();
    if (signal !== undefined) addAbortSignal(signal, this);
    this.request = this.destroyed ? null : this.#start(url, { method, headers: { ...headers }, agent });
    if (this.request === null) return;
    this.#endWatch = limitConnecting(this.request, limits, () => this.destroy(tookTooLong()));
    if (method === 'GET') this.end();
  }

  override _read(): void {
    this.#response?.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: Callback): void {
    this.request?.write(chunk, done);
  }

  override _final(done: Callback): void {
    this.request?.end(() => done());
  }

  override _destroy(error: Error | null, done: Callback): void {
    this.#endWatch();
    // A connection whose exchange is over goes back to be used again.
    if (this.#response?.complete === true && this.request?.writableFinished === true) this.#response.resume();
    else this.request?.destroy();
    done(error);
  }

  #start(url: string, options: { method: string; headers: Record<string, string>; agent: Agent }) {
    try {
      const request = url.startsWith('https:') ? httpsRequest(url, options) : httpRequest(url, options);
      request.on('response', (response) => this.#receive(response));
      request.on('error', (error) => {
        // What writing says after a whole answer changes nothing about it.
        if (this.#response?.complete !== true) this.destroy(error);
      });
      request.on('close', () => {
        if (this.#response === null) this.destroy();
      });
      return request;
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  }

  #receive(response: IncomingMessage): void {
    this.#response = response;
    response.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) response.pause();
    });
    response.on('end', () => this.push(null));
    response.on('error', (error) => this.destroy(error));
    response.on('close', () => {
      if (!response.readableEnded) this.destroy();
    });
    this.emit('response', response);
  }
}

/** Calls `onLate` when looking up the host, reaching it or agreeing on a key takes too long. Answers how to stop watching. */
function limitConnecting(request: ClientRequest, limits: ConnectionLimits, onLate: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  function limit(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(onLate, milliseconds);
  }
  function stop(): void {
    clearTimeout(timer);
  }
  request.once('socket', (socket) => {
    if (!socket.connecting || request.destroyed) return;
    const isSecure = socket instanceof TLSSocket;
    limit(isIP(request.host) === 0 ? limits.lookup : limits.connect);
    socket.once('lookup', () => limit(limits.connect));
    socket.once('connect', () => (isSecure ? limit(limits.secureConnect) : stop()));
    socket.once('secureConnect', stop);
    socket.once('close', stop);
  });
  return stop;
}

/** As got's, so that both are told alike. */
function tookTooLong(): Error {
  const error = new Error('Connecting took too long');
  error.name = 'TimeoutError';
  return error;
}
