import type { FileCoordinates } from '../../../shared/coordinates.ts';
import { type Failure, isPassing } from '../../../shared/failure.ts';
import { type Clock, pause } from '../../clock.ts';
import { BrokenDownload } from '../../registry/download-body.ts';
import type { TransferClient } from '../transfer-client.ts';

/** Milliseconds before each new connection after one that brought nothing; shorter than an upload may stand still. */
const resumeDelays = [500, 2000, 5000];

/** A file on a server whose bytes are read once, from the first to the last. */
export interface ReadFile {
  readonly client: TransferClient;
  readonly coordinates: FileCoordinates;
  /** Bytes, as it is listed. */
  readonly size: number;
}

/** Why the bytes of a file stopped coming. */
export class UnreadableFile extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`The file cannot be read from its server: ${failure.reason}`);
    this.failure = failure;
  }
}

/**
 * The bytes of a file from `from` on, exactly as many as are listed, in the pieces in which they come. A connection that
 * breaks is taken up where it broke; what ends it is an `UnreadableFile`.
 */
export async function* registryBytes(
  { client, coordinates, size }: ReadFile,
  clock: Clock,
  signal: AbortSignal,
  from = 0,
): AsyncGenerator<Buffer, void> {
  let position = from;
  let fruitless = 0;
  while (position < size) {
    const before = position;
    const opened = await client.openDownload({ coordinates, start: position, signal });
    let failure: Failure = { reason: 'interrupted' };
    if (opened.ok) {
      const { body, start, size: told } = opened.value;
      // What a body still has to say after it was left must not end the app.
      body.on('error', () => undefined);
      try {
        if (told !== null && told !== size) throw new UnreadableFile(otherLength(coordinates, size, told));
        // A server without ranges begins anew; what was taken already is left out.
        let skipped = position - start;
        const chunks: AsyncIterable<Buffer> = body;
        for await (const chunk of chunks) {
          const fresh = chunk.subarray(Math.min(skipped, chunk.length));
          skipped -= chunk.length - fresh.length;
          const wanted = fresh.subarray(0, size - position);
          position += wanted.length;
          if (wanted.length > 0) yield wanted;
          if (position >= size) return;
        }
      } catch (error) {
        if (error instanceof UnreadableFile) throw error;
        if (error instanceof BrokenDownload) failure = error.failure;
      } finally {
        body.destroy();
      }
    } else failure = opened.failure;
    if (signal.aborted) throw new UnreadableFile({ reason: 'cancelled' });
    fruitless = position > before ? 0 : fruitless + 1;
    const delay = resumeDelays[fruitless];
    if (delay === undefined || !isPassing(failure) || failure.retryAfter !== undefined)
      throw new UnreadableFile(failure);
    await pause(clock, delay, signal);
  }
}

function otherLength({ fileName }: FileCoordinates, listed: number, told: number): Failure {
  return {
    reason: 'damaged-on-server',
    subject: `${fileName.slice(0, 200)}: ${listed} bytes listed, ${told} given`,
  };
}
