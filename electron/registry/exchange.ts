import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import got from 'got';
import type { Failure, FailureReason } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { Clock } from '../clock.ts';
import type { Agents } from './agents.ts';
import type { ByteRates } from './byte-rate.ts';
import { HttpStream } from './http-stream.ts';
import { networkFailure } from './network-failures.ts';
import type { RequestLimits } from './request-limits.ts';
import { keepWholeAnswer } from './whole-answer.ts';

/** "100 Continue", "103 Early Hints" and the like before an answer; servers send one or two. */
const mostInterimAnswers = 100;

/** What one client's requests share. */
export interface Network {
  readonly agents: Agents;
  readonly clock: Clock;
  readonly rates: ByteRates;
  readonly limits: RequestLimits;
}

export interface ExchangeRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from start to end; null for a file's body, of which only the way to the connection is limited. */
  readonly overall: number | null;
}

/** Status and headers of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** IP address of who answered; null where the connection is gone already. */
  readonly remoteAddress: string | null;
}

/** What is used of an answer, of got or of Node. */
interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly socket?: { readonly remoteAddress?: string | undefined } | null;
}

/**
 * One request and its answer, as a stream of got, or of Node for a file's body. It follows no redirect, retries
 * nothing, and turns each error into a failure: got's own errors hold the credential and stay inside.
 */
export class Exchange {
  /** Takes the request's body, gives the answer's. */
  readonly stream: Duplex;
  /** Resolves once: with the answer's head, or with why there is none. */
  readonly head: Promise<Outcome<AnswerHead>>;
  readonly #host: string;
  readonly #resolveHead: (outcome: Outcome<AnswerHead>) => void;
  #failure: Failure | null = null;

  constructor({ agents, clock, limits }: Network, request: ExchangeRequest) {
    this.#host = URL.parse(request.url)?.host ?? '';
    const head = Promise.withResolvers<Outcome<AnswerHead>>();
    this.head = head.promise;
    this.#resolveHead = head.resolve;
    this.stream = streamOf(agents, limits, request);
    this.stream.on('response', ({ statusCode, headers, socket }: Answer) =>
      head.resolve(
        succeeded({
          status: statusCode,
          headers,
          receivedAt: clock.now(),
          remoteAddress: socket?.remoteAddress ?? null,
        }),
      ),
    );
    this.stream.on('error', (error: unknown) => this.fail(networkFailure(error, this.#host)));
    this.stream.on('close', () => {
      if (!this.stream.readableEnded) this.fail({ reason: 'interrupted', subject: this.#host });
    });
    this.onRequest((sent) => {
      let interimAnswers = 0;
      sent.on('information', () => {
        interimAnswers += 1;
        if (interimAnswers > mostInterimAnswers) this.breakOff('unexpected-answer');
      });
    });
    if (request.method === 'DELETE') this.stream.end();
  }

  /** Why the exchange broke off; null while it did not. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Runs once the connection's request exists, for what must be watched on it. */
  onRequest(watch: (request: ClientRequest) => void): void {
    if (!(this.stream instanceof HttpStream)) this.stream.once('request', watch);
    else if (this.stream.request !== null) watch(this.stream.request);
  }

  /** Breaks off for a reason of our own. Later errors change nothing about it. */
  fail(failure: Failure): void {
    this.#failure ??= failure;
    this.#resolveHead({ ok: false, failure: this.#failure });
    this.stream.destroy();
  }

  /** Breaks off for a reason that lies with the other side. */
  breakOff(reason: FailureReason): void {
    this.fail({ reason, subject: this.#host });
  }

  /** Lets go of the connection without a reason. */
  close(): void {
    this.stream.destroy();
  }

  /** The body, at most `limit` bytes long; a longer one is an `unexpected-answer`. */
  async readText(limit: number): Promise<Outcome<string>> {
    const pieces: Buffer[] = [];
    let length = 0;
    try {
      for await (const piece of this.#pieces()) {
        length += piece.length;
        if (length > limit) return failed('unexpected-answer', { subject: this.#host });
        pieces.push(piece);
      }
    } catch (error) {
      return { ok: false, failure: this.#failure ?? networkFailure(error, this.#host) };
    }
    return succeeded(Buffer.concat(pieces).toString('utf8'));
  }

  /** As much of a refusal's body as comes: what is cut, endless or slow must not hide the refusal itself. */
  async readWords(): Promise<string> {
    const pieces: Buffer[] = [];
    let length = 0;
    const patience = setTimeout(() => this.close(), 5000);
    try {
      for await (const piece of this.#pieces()) {
        pieces.push(piece);
        length += piece.length;
        if (length > 64 * 1024) break;
      }
    } catch {
      // The words are there as far as they came.
    } finally {
      clearTimeout(patience);
    }
    return Buffer.concat(pieces).toString('utf8');
  }

  async *#pieces(): AsyncGenerator<Buffer, void> {
    for await (const piece of this.stream) {
      if (Buffer.isBuffer(piece)) yield piece;
    }
  }
}

function streamOf(
  agents: Agents,
  limits: RequestLimits,
  { url, method, headers, signal, overall }: ExchangeRequest,
): Duplex {
  const { lookup, connect, secureConnect } = limits;
  const isSecure = url.startsWith('https:');
  const allHeaders = { 'user-agent': 'tea-chest', ...headers };
  if (overall === null && (method === 'GET' || method === 'PUT')) {
    const agent = isSecure ? agents.https : agents.http;
    return new HttpStream(url, { method, headers: allHeaders, agent, limits, signal });
  }
  const stream = got.stream(url, {
    method,
    headers: allHeaders,
    agent: isSecure ? { https: agents.https } : { http: agents.http },
    timeout: { lookup, connect, secureConnect, ...(overall === null ? {} : { request: overall }) },
    ...(signal === undefined ? {} : { signal }),
    followRedirect: false,
    retry: { limit: 0 },
    throwHttpErrors: false,
  });
  stream.once('request', keepWholeAnswer);
  return stream;
}
