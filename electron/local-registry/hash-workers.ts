import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

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
 * What a worker runs: it keeps the hashes of each content under a number, and answers every message. As text, so that
 * the app's bundle needs no further file.
 */
const workerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const contents = new Map();
parentPort.on('message', ({ content, bytes, length, ending }) => {
  if (ending === 'forget') return contents.delete(content);
  const hashes = contents.get(content) ?? workerData.map((algorithm) => createHash(algorithm));
  contents.set(content, hashes);
  if (bytes) for (const hash of hashes) hash.update(new Uint8Array(bytes, 0, length));
  if (ending !== 'digest') return parentPort.postMessage({ content });
  contents.delete(content);
  const digests = workerData.map((algorithm, index) => [algorithm, hashes[index].digest('hex')]);
  parentPort.postMessage({ content, digests: Object.fromEntries(digests) });
});
`;

const Reply = z.object({ content: z.number(), digests: z.record(z.string(), z.string()).optional() });
type Reply = z.infer<typeof Reply>;

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: unknown): void;
}

/** One thread that computes some of the hashes; replies come in the order of the messages. */
class HashWorker {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #broken: unknown = null;

  constructor(algorithms: readonly string[]) {
    this.#worker = new Worker(workerSource, { eval: true, workerData: algorithms });
    this.#worker.unref();
    this.#worker.on('message', (message: unknown) => this.#waiting.shift()?.resolve(Reply.parse(message)));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('The hashing thread ended.')));
  }

  #end(error: unknown): void {
    this.#broken ??= error;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }

  ask(message: object): Promise<Reply> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.#waiting.push({ resolve, reject });
    this.#worker.postMessage(message, []);
    return promise;
  }

  tell(message: object): void {
    if (this.#broken === null) this.#worker.postMessage(message, []);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
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
