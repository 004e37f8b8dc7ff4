import type { Readable } from 'node:stream';
import type { Failure } from '../../shared/failure.ts';
import type { ByteRate } from './byte-rate.ts';
import type { Exchange, Network } from './exchange.ts';
import type { RequestLimits } from './request-limits.ts';

/** Small enough that one piece a minute is no connection any more, large enough to cost nothing. */
export const bodyPieceBytes = 128 * 1024;

export interface BodyToSend {
  /** Bytes that were announced. */
  readonly size: number;
  readonly openBody: () => Readable;
  readonly onSent?: (bytes: number) => void;
  readonly onBodySent?: () => void;
}

/**
 * Sends the body of one exchange: never more than was announced, and nothing after the answer has come. An answer, a
 * failure or a cancellation ends it at once, even while the local disk hangs.
 */
export class BodySender {
  readonly #exchange: Exchange;
  readonly #limits: RequestLimits;
  readonly #rate: ByteRate;
  readonly #request: BodyToSend;
  readonly #timedOut: Failure;
  #handedOver = 0;
  #isAnswered = false;
  #isEnded = false;
  /** Ends the waiting for disk or network when the answer comes. */
  #wake: () => void = () => undefined;

  constructor(exchange: Exchange, { limits, rates }: Network, request: BodyToSend, host: string) {
    this.#exchange = exchange;
    this.#limits = limits;
    this.#rate = rates.upload;
    this.#request = request;
    this.#timedOut = { reason: 'timed-out', subject: host };
    void this.#noteAnswer();
  }

  /** Whether the connection was given every byte. */
  get isWhole(): boolean {
    return this.#handedOver === this.#request.size;
  }

  /** Whether the request was finished, so that its connection can be used again. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Returns when the exchange has its answer or failed, one way or another. */
  async send(): Promise<void> {
    if (this.#isAnswered) return;
    const body = this.#request.openBody();
    // After an answer nobody reads the body any more, and what it says then is nobody's concern.
    body.on('error', () => undefined);
    try {
      const failure = await this.#sendPieces(body);
      if (failure !== null) return this.#exchange.fail(failure);
    } finally {
      body.destroy();
    }
    if (this.#isAnswered) return;
    await this.#untilAnswered<void>((resolve) => this.#exchange.stream.end(() => resolve()));
    if (this.#isAnswered) return;
    this.#isEnded = true;
    this.#request.onBodySent?.();
    await this.#waitForStoring();
  }

  async #noteAnswer(): Promise<void> {
    await this.#exchange.head;
    this.#isAnswered = true;
    this.#wake();
  }

  async #sendPieces(body: Readable): Promise<Failure | null> {
    const stall = setTimeout(() => this.#exchange.fail(this.#timedOut), this.#limits.uploadStall);
    const pieces = piecesOf(body);
    try {
      for (;;) {
        const next = await this.#untilAnswered<IteratorResult<Buffer, void>>((resolve, reject) => {
          pieces.next().then(resolve, reject);
        });
        if (next === null) return null;
        if (next.done === true) return this.isWhole ? null : { reason: 'local-file-changed' };
        if (this.#handedOver + next.value.length > this.#request.size)
          return { reason: 'local-file-changed' };
        for (let rest = next.value; rest.length > 0 && !this.#isAnswered; ) {
          const allowed = this.#rate.isLimited ? await this.#allowed(rest.length) : rest.length;
          // Waiting for our own limit is no standing still of the network's.
          stall.refresh();
          await this.#sendPiece(rest.subarray(0, allowed));
          rest = rest.subarray(allowed);
        }
        stall.refresh();
      }
    } catch {
      return { reason: 'local-file-unreadable' };
    } finally {
      clearTimeout(stall);
    }
  }

  /** How many of so many bytes may go out now; none when the answer comes first. */
  async #allowed(wanted: number): Promise<number> {
    const granted = Promise.withResolvers<number>();
    const takeBack = this.#rate.ask(wanted, granted.resolve);
    const allowed = await this.#untilAnswered<number>((resolve, reject) => {
      granted.promise.then(resolve, reject);
    });
    takeBack();
    return allowed ?? 0;
  }

  async #sendPiece(piece: Buffer): Promise<void> {
    this.#handedOver += piece.length;
    await this.#untilAnswered<void>((resolve) => this.#exchange.stream.write(piece, () => resolve()));
    if (!this.#isAnswered) this.#request.onSent?.(this.#handedOver);
  }

  /** The server hashes and copies after the last byte, and large files take their time. */
  async #waitForStoring(): Promise<void> {
    const { storing, storingRate } = this.#limits;
    const patience = Math.max(storing, (this.#request.size / storingRate) * 1000);
    const timer = setTimeout(() => this.#exchange.fail(this.#timedOut), patience);
    await this.#exchange.head;
    clearTimeout(timer);
  }

  /** What `start` comes to; null when the answer came before it. */
  #untilAnswered<T>(
    start: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
  ): Promise<T | null> {
    return new Promise<T | null>((resolve, reject) => {
      this.#wake = () => resolve(null);
      if (this.#isAnswered) resolve(null);
      else start(resolve, reject);
    });
  }
}

async function* piecesOf(body: Readable): AsyncGenerator<Buffer, void> {
  for await (const chunk of body) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    for (let at = 0; at < bytes.length; at += bodyPieceBytes) yield bytes.subarray(at, at + bodyPieceBytes);
  }
}
