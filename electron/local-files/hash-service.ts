import { createHash } from 'node:crypto';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import {
  checkUnchanged,
  type LocalFileReference,
  localFileFailure,
  openLocalFile,
} from './local-file-reference.ts';

const readBytes = 1024 * 1024;

/** Disks gain nothing from more, and the network needs its share of the processor. */
const parallelHashes = 2;

/** Some 200 bytes each. */
const rememberedHashes = 20_000;

interface Running {
  readonly outcome: Promise<Outcome<string>>;
  readonly abort: AbortController;
  waiting: number;
}

function keyOf({ identity }: LocalFileReference): string {
  return `${identity.device}:${identity.inode}:${identity.size}:${identity.modifiedAt}`;
}

/**
 * Computes sha256 of local files, each state of a file once. Who asks for a file that is being read already
 * joins in; the reading stops when nobody waits for it any more.
 */
export class HashService {
  readonly #known = new Map<string, string>();
  readonly #running = new Map<string, Running>();
  readonly #waitingForTurn: (() => void)[] = [];
  #busy = 0;

  /** Lower-case hex; fails as `openLocalFile` does, or with `cancelled`. */
  async sha256Of(reference: LocalFileReference, signal: AbortSignal): Promise<Outcome<string>> {
    const key = keyOf(reference);
    const known = this.#known.get(key);
    if (known !== undefined) return succeeded(known);
    if (signal.aborted) return failed('cancelled');
    const running = this.#running.get(key) ?? this.#start(key, reference);
    running.waiting += 1;
    const cancelled = Promise.withResolvers<Outcome<string>>();
    function leave(): void {
      running.waiting -= 1;
      if (running.waiting === 0) running.abort.abort();
      cancelled.resolve(failed('cancelled'));
    }
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([running.outcome, cancelled.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Keeps a hash that was computed elsewhere from the same state of the file, such as while it was sent. */
  remember(reference: LocalFileReference, sha256: string): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= rememberedHashes && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(keyOf(reference), sha256);
  }

  #start(key: string, reference: LocalFileReference): Running {
    const abort = new AbortController();
    const outcome = this.#inTurn(() => this.#read(reference, abort.signal)).finally(() => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    });
    const running: Running = { outcome, abort, waiting: 0 };
    this.#running.set(key, running);
    abort.signal.addEventListener('abort', () => this.#running.delete(key), { once: true });
    return running;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy >= parallelHashes)
      await new Promise<void>((resolve) => this.#waitingForTurn.push(resolve));
    else this.#busy += 1;
    try {
      return await work();
    } finally {
      const next = this.#waitingForTurn.shift();
      if (next === undefined) this.#busy -= 1;
      else next();
    }
  }

  async #read(reference: LocalFileReference, signal: AbortSignal): Promise<Outcome<string>> {
    if (signal.aborted) return failed('cancelled');
    const opened = await openLocalFile(reference);
    if (!opened.ok) return opened;
    await using handle = opened.value;
    const hash = createHash('sha256');
    // The end is read too, not believed.
    const buffer = Buffer.allocUnsafe(Math.min(readBytes, reference.identity.size + 1));
    try {
      for (let position = 0; ; ) {
        if (signal.aborted) return failed('cancelled');
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
        position += bytesRead;
      }
    } catch (error) {
      const failure = localFileFailure(error, reference.path);
      if (failure === null) throw error;
      return failure;
    }
    const unchanged = await checkUnchanged(handle, reference);
    if (!unchanged.ok) return unchanged;
    const sha256 = hash.digest('hex');
    this.remember(reference, sha256);
    return succeeded(sha256);
  }
}
