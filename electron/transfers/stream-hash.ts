import { createHash, type Hash } from 'node:crypto';
import { HashWorker } from '../hash-worker.ts';

/** A thread costs some milliseconds to start; hashing less than this takes no longer. */
const threadFrom = 16 * 1024 * 1024;

/** Memory that a thread may read while it is being written or sent from here. */
export interface SharedPiece {
  readonly memory: SharedArrayBuffer;
  readonly bytes: Buffer;
}

export function newPiece(size: number): SharedPiece {
  const memory = new SharedArrayBuffer(size);
  return { memory, bytes: Buffer.from(memory) };
}

/** The sha256 of one stream of bytes; that of a large one is computed on a thread of its own. Must be ended. */
export class StreamHash {
  readonly #size: number;
  readonly #hash: Hash = createHash('sha256');
  #worker: HashWorker | null = null;
  /** The bytes that the thread has are known to have arrived there. */
  #pending: Promise<unknown> = Promise.resolve();

  /** `size` is how many bytes are expected. */
  constructor(size: number) {
    this.#size = size;
  }

  /** Adds the first `length` bytes of a piece, which may change again once this is done. */
  update(piece: SharedPiece, length: number): Promise<unknown> {
    if (this.#size < threadFrom) {
      this.#hash.update(piece.bytes.subarray(0, length));
      return this.#pending;
    }
    this.#worker ??= new HashWorker(['sha256']);
    this.#pending = this.#worker.ask({ content: 0, bytes: piece.memory, length });
    this.#pending.catch(() => undefined);
    return this.#pending;
  }

  /** Lower-case hex of all that was added. */
  async digest(): Promise<string> {
    if (this.#worker === null) return this.#hash.digest('hex');
    const { digests } = await this.#worker.ask({ content: 0, ending: 'digest' });
    const sha256 = digests?.['sha256'];
    if (sha256 === undefined) throw new Error('The hashing thread gave no hash.');
    return sha256;
  }

  /** Ends the thread. */
  async end(): Promise<void> {
    await this.#worker?.stop();
    this.#worker = null;
  }
}
