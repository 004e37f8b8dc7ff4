import { PassThrough, type Readable } from 'node:stream';
import type { Exchange } from './exchange.ts';

/** Chunks kept between network and reader; the network gives at most 64 KiB at once. */
const bufferedChunks = 16;

/** The body as a stream whose errors hold nothing of the request. It breaks off when no byte comes any more. */
export function bodyOf(exchange: Exchange, patience: number): Readable {
  // As objects the chunks stay as they came; a stream of bytes would copy them together for each reading.
  const body = new PassThrough({ readableObjectMode: true, readableHighWaterMark: bufferedChunks });
  const stall = setTimeout(() => {
    // A reader that takes its time is no fault of the network.
    if (body.readableLength > 0) stall.refresh();
    else exchange.fail({ reason: 'timed-out' });
  }, patience);
  exchange.stream.on('data', () => stall.refresh());
  exchange.stream.on('close', () => {
    clearTimeout(stall);
    if (!exchange.stream.readableEnded) body.destroy(new Error('The download broke off'));
  });
  body.on('close', () => exchange.close());
  exchange.stream.pipe(body);
  return body;
}
