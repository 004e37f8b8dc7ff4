import { type Readable, Transform, type TransformCallback } from 'node:stream';
import type { Failure } from '../../shared/failure.ts';
import type { ByteRate } from './byte-rate.ts';
import type { Exchange, Network } from './exchange.ts';
import { SlownessWatch } from './slowness-watch.ts';

/** Chunks kept between network and reader; the network gives at most 256 KiB at once. */
const bufferedChunks = 8;

/** The error of a download's body. It holds nothing of the request but why it broke off. */
export class BrokenDownload extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super('The download broke off');
    this.failure = failure;
  }
}

/** Hands chunks on as fast as the limit allows; while it waits, the network waits as well. */
class LimitedBody extends Transform {
  readonly #rate: ByteRate;
  #takeBack: () => void = () => undefined;

  constructor(rate: ByteRate) {
    // As objects the chunks stay as they came; a stream of bytes would copy them together for each reading.
    super({ readableObjectMode: true, readableHighWaterMark: bufferedChunks });
    this.#rate = rate;
    this.once('close', () => this.#takeBack());
  }

  /** Whether the reader or the limit holds the network back. */
  get isHoldingBack(): boolean {
    return this.readableLength > 0 || this.writableLength > 0;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    if (this.#rate.isLimited) this.#handOn(chunk, done);
    else done(null, chunk);
  }

  #handOn(chunk: Buffer, done: TransformCallback): void {
    this.#takeBack = this.#rate.ask(chunk.length, (allowed) => {
      if (allowed >= chunk.length) return done(null, chunk);
      this.push(chunk.subarray(0, allowed));
      this.#handOn(chunk.subarray(allowed), done);
    });
  }
}

/**
 * The body of an exchange as a stream that keeps to the limit for downloads and breaks off when no byte comes any more,
 * or, unless `isPatient`, hardly any.
 */
export function bodyOf({ clock, limits, rates }: Network, exchange: Exchange, isPatient: boolean): Readable {
  const body = new LimitedBody(rates.download);
  const watch = new SlownessWatch(clock, limits, {
    isHeldBack: () => body.isHoldingBack,
    isPatient,
    // The exchange adds whose fault it is.
    onTooSlow: () => exchange.breakOff('timed-out'),
  });
  exchange.stream.on('data', (chunk: Buffer) => watch.note(chunk.length));
  function end(): void {
    watch.end();
    if (!exchange.stream.readableEnded)
      body.destroy(new BrokenDownload(exchange.failure ?? { reason: 'interrupted' }));
  }
  // What broke it may have come in one packet with the head, and be over by now.
  if (exchange.stream.closed) end();
  else exchange.stream.on('close', end);
  body.on('close', () => exchange.close());
  exchange.stream.pipe(body);
  return body;
}
