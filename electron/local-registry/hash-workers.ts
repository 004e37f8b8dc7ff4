import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HashWorker } from '../hash-worker.ts';

/** The hashes that a list of files shows, as lower-case hexadecimal. */
export interface Digests {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
  readonly sha512: string;
}

/** Hashes bytes at once, on this thread: for content so small that sending it elsewhere takes longer. */
export function digestsOf(pieces: readonly Buffer[]): Digests {
  const digest = (algorithm: string) => {
    const hash = createHash(algorithm);
    for (const piece of pieces) hash.update(piece);
    return hash.digest('hex');
  };
  return { md5: digest('md5'), sha1: digest('sha1'), sha256: digest('sha256'), sha512: digest('sha512') };
}

/**
 * Threads that hash large content, so that the thread which serves the window and the network does not: the slow
 * algorithms are apart. They start with the first content that needs them.
 */
export class HashWorkers {
  #workers: readonly HashWorker[] = [];
  #contents = 0;

  /** The number under which the workers keep the hashes of one content. */
  begin(): number {
    if (this.#workers.length === 0) {
      this.#workers = [new HashWorker(['md5', 'sha256']), new HashWorker(['sha512', 'sha1'])];
    }
    this.#contents += 1;
    return this.#contents;
  }

  /** Adds the first `length` bytes of shared memory to a content; they may change again when this is done. */
  async update(content: number, bytes: SharedArrayBuffer, length: number): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.ask({ content, bytes, length })));
  }

  /** The hashes of all that was added. */
  async digest(content: number): Promise<Digests> {
    const replies = await Promise.all(
      this.#workers.map((worker) => worker.ask({ content, ending: 'digest' })),
    );
    const digests = Object.assign({}, ...replies.map((reply) => reply.digests));
    return z
      .object({ md5: z.string(), sha1: z.string(), sha256: z.string(), sha512: z.string() })
      .parse(digests);
  }

  /** Drops a content that does not come to its end. */
  forget(content: number): void {
    for (const worker of this.#workers) worker.tell({ content, ending: 'forget' });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    this.#workers = [];
  }
}
