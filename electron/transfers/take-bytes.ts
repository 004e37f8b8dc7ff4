import type { Readable } from 'node:stream';
import { type Failure, isPassing } from '../../shared/failure.ts';
import { BrokenDownload } from '../registry/download-body.ts';

/**
 * Gives `keep` at most so many bytes of a body and closes it. Answers why the connection broke before, or null; an
 * error of `keep` itself is thrown.
 */
export async function takeBytes(
  body: Readable,
  most: number,
  keep: (chunk: Buffer) => Promise<void>,
): Promise<Failure | null> {
  const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
  // What a body still has to say after it was left must not end the app.
  body.on('error', () => undefined);
  try {
    for (let left = most; ; ) {
      let next: IteratorResult<Buffer>;
      try {
        next = await chunks.next();
      } catch (error) {
        if (left === 0) return null;
        const why = error instanceof BrokenDownload && isPassing(error.failure) ? error.failure : null;
        return why ?? { reason: 'interrupted' };
      }
      // The end is awaited also after the last byte, so that the connection can be used again.
      if (next.done === true || left === 0) return null;
      const chunk = next.value.subarray(0, left);
      left -= chunk.length;
      await keep(chunk);
    }
  } finally {
    body.destroy();
  }
}
