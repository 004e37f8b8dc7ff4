import { Worker } from 'node:worker_threads';
import { z } from 'zod';

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

/**
 * A thread that hashes what lies in shared memory, so that the thread which serves the window and the network does not.
 * Messages are `{ content, bytes, length }` to add bytes, with `ending: 'digest'` to get the hashes too; each is answered, in
 * order, when its bytes may change again. `{ content, ending: 'forget' }` drops a content and has no answer.
 */
export class HashWorker {
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

  /** Fails when the thread broke. */
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
