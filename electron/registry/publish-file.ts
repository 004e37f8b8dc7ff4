import type { Readable } from 'node:stream';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { type Asked, answerFailure } from './answer-failures.ts';
import { continueOf } from './continue.ts';
import { Exchange, type Network } from './exchange.ts';
import { movedFailure, redirectOf } from './redirects.ts';

/** One file to publish; failures of the local file itself are the body's own to tell. */
export interface PublishFileRequest {
  readonly coordinates: FileCoordinates;
  /** Bytes; exactly as many must come out of the body, or nothing is stored. */
  readonly size: number;
  /** A fresh body from the first byte on, asked for when the server is ready to take it. */
  readonly openBody: () => Readable;
  readonly signal: AbortSignal;
  /** Bytes handed to the network so far in all. */
  readonly onSent?: (bytes: number) => void;
  /** All bytes went out; the server still has to store them. */
  readonly onBodySent?: () => void;
}

/** From this size on the server is asked first: it refuses login, rights and names before the body (02-expect). */
const askFirstFrom = 1024 * 1024;

/** Small enough that one piece a minute is no connection any more, large enough to cost nothing. */
const pieceBytes = 128 * 1024;

/**
 * PUTs one file. 201 after all bytes is the only success. An answer that comes while the body is being sent ends the
 * sending and is reported: what writing says then (EPIPE, ECONNRESET) would only hide it.
 */
export async function publishFile(
  network: Network,
  url: string,
  headers: Readonly<Record<string, string>>,
  asked: Asked,
  request: PublishFileRequest,
): Promise<Outcome<undefined>> {
  if (request.signal.aborted) return failed('cancelled');
  if (request.size >= askFirstFrom) {
    const outcome = await new Publishing(
      network,
      url,
      { ...headers, expect: '100-continue' },
      asked,
      request,
    ).run();
    if (outcome.ok || outcome.failure.status !== 417) return outcome;
  }
  return new Publishing(network, url, headers, asked, request).run();
}

class Publishing {
  readonly #network: Network;
  readonly #url: string;
  readonly #asksFirst: boolean;
  readonly #asked: Asked;
  readonly #request: PublishFileRequest;
  readonly #exchange: Exchange;
  #sent = 0;
  #isAnswered = false;

  constructor(
    network: Network,
    url: string,
    headers: Readonly<Record<string, string>>,
    asked: Asked,
    request: PublishFileRequest,
  ) {
    this.#network = network;
    this.#url = url;
    this.#asksFirst = 'expect' in headers;
    this.#asked = asked;
    this.#request = request;
    this.#exchange = new Exchange(network, {
      method: 'PUT',
      url,
      headers: {
        accept: '*/*',
        // Forms would be taken apart or refused with 500 (02-publish).
        'content-type': 'application/octet-stream',
        'content-length': String(request.size),
        ...headers,
      },
      signal: request.signal,
      decompress: true,
    });
    void this.#noteAnswer();
  }

  async #noteAnswer(): Promise<void> {
    await this.#exchange.head;
    this.#isAnswered = true;
  }

  async run(): Promise<Outcome<undefined>> {
    const { head } = this.#exchange;
    if (this.#asksFirst)
      await Promise.race([continueOf(this.#exchange, this.#network.limits.untilContinue), head]);
    if (!this.#isAnswered) await this.#sendBody();
    const answer = await head;
    if (!answer.ok) return answer;
    const { status, headers } = answer.value;
    const text = await this.#exchange.readWords();
    const isWhole = this.#sent === this.#request.size;
    // What was not taken to the end must not be reused for the next request.
    if (!isWhole) this.#exchange.close();
    if (status === 201 && isWhole) return succeeded(undefined);
    const location = redirectOf(status, headers.location);
    if (location !== null) return { ok: false, failure: movedFailure(this.#url, location, status) };
    return { ok: false, failure: answerFailure({ status, headers, text }, this.#asked) };
  }

  /** Sends until everything went out or the exchange was settled otherwise; never more than was announced. */
  async #sendBody(): Promise<void> {
    const { size, openBody, onBodySent } = this.#request;
    const body = openBody();
    // After an answer nobody reads the body any more, and what it says then is nobody's concern.
    body.on('error', () => undefined);
    void this.#exchange.head.then(() => body.destroy());
    const stall = setTimeout(() => this.#exchange.fail(this.#timedOut()), this.#network.limits.uploadStall);
    try {
      for await (const piece of piecesOf(body)) {
        if (this.#sent + piece.length > size) return this.#exchange.fail({ reason: 'local-file-changed' });
        await this.#sendPiece(piece);
        if (this.#isAnswered) return;
        stall.refresh();
      }
    } catch {
      return this.#exchange.fail({ reason: 'local-file-unreadable' });
    } finally {
      clearTimeout(stall);
    }
    if (this.#sent !== size) return this.#exchange.fail({ reason: 'local-file-changed' });
    await this.#endBody();
    if (!this.#isAnswered) onBodySent?.();
    await this.#waitForStoring();
  }

  async #sendPiece(piece: Buffer): Promise<void> {
    const { stream, head } = this.#exchange;
    await Promise.race([new Promise<void>((resolve) => stream.write(piece, () => resolve())), head]);
    if (this.#isAnswered) return;
    this.#sent += piece.length;
    this.#request.onSent?.(this.#sent);
  }

  async #endBody(): Promise<void> {
    const { stream, head } = this.#exchange;
    await Promise.race([new Promise<void>((resolve) => stream.end(() => resolve())), head]);
  }

  /** The server hashes and copies after the last byte, and large files take their time. */
  async #waitForStoring(): Promise<void> {
    const { storing, storingRate } = this.#network.limits;
    const patience = Math.max(storing, (this.#request.size / storingRate) * 1000);
    const timer = setTimeout(() => this.#exchange.fail(this.#timedOut()), patience);
    await this.#exchange.head;
    clearTimeout(timer);
  }

  #timedOut() {
    return { reason: 'timed-out', subject: URL.parse(this.#url)?.host ?? '' } as const;
  }
}

async function* piecesOf(body: Readable): AsyncGenerator<Buffer, void> {
  for await (const chunk of body) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
}
