import { createHash } from 'node:crypto';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import {
  type ByteRange,
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
  /** Hear of the bytes that were read so far. */
  readonly listeners: Set<(bytes: number) => void>;
}

interface HashOptions {
  /** Of these bytes only; null for all. */
  readonly range?: ByteRange | null;
  /** Hears how many bytes were read so far, each MiB; not where the hash is known already. */
  readonly onRead?: ((bytes: number) => void) | undefined;
}

function keyOf({ identity }: LocalFileReference, range: ByteRange | null): string {
  const state = `${identity.device}:${identity.inode}:${identity.size}:${identity.modifiedAt}`;
  return range === null ? state : `${state}:${range.start}+${range.length}`;
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

  /** Lower-case hex, of all bytes or of a range; fails as `openLocalFile` does, or with `cancelled`. */
  async sha256Of(
    reference: LocalFileReference,
    signal: AbortSignal,
    { range = null, onRead }: HashOptions = {},
  ): Promise<Outcome<string>> {
    const key = keyOf(reference, range);
    const known = this.#known.get(key);
    if (known !== undefined) return succeeded(known);
    if (signal.aborted) return failed('cancelled');
    const running = this.#running.get(key) ?? this.#start(key, reference, range);
    running.waiting += 1;
    if (onRead !== undefined) running.listeners.add(onRead);
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
      if (onRead !== undefined) running.listeners.delete(onRead);
    }
  }

  /** Keeps a hash that was computed elsewhere from the same state of the file, such as while it was sent. */
  remember(reference: LocalFileReference, sha256: string, range: ByteRange | null = null): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= rememberedHashes && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(keyOf(reference, range), sha256);
  }

  #start(key: string, reference: LocalFileReference, range: ByteRange | null): Running {
    const abort = new AbortController();
    const listeners: Running['listeners'] = new Set();
    function heard(bytes: number): void {
      for (const onRead of listeners) onRead(bytes);
    }
    const outcome = this.#inTurn(() => this.#read(reference, range, abort.signal, heard)).finally(() => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    });
    const running: Running = { outcome, abort, waiting: 0, listeners };
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

  async #read(
    reference: LocalFileReference,
    range: ByteRange | null,
    signal: AbortSignal,
    heard: (bytes: number) => void,
  ): Promise<Outcome<string>> {
    if (signal.aborted) return failed('cancelled');
    const opened = await openLocalFile(reference);
    if (!opened.ok) return opened;
    await using handle = opened.value;
    const hash = createHash('sha256');
    const start = range?.start ?? 0;
    // The end of a whole file is read too, not believed.
    const most = range?.length ?? Number.POSITIVE_INFINITY;
    const buffer = Buffer.allocUnsafe(Math.min(readBytes, reference.identity.size + 1));
    try {
      for (let read = 0; read < most; ) {
        if (signal.aborted) return failed('cancelled');
        const wanted = Math.min(buffer.length, most - read);
        const { bytesRead } = await handle.read(buffer, 0, wanted, start + read);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
        read += bytesRead;
        heard(read);
      }
    } catch (error) {
      const failure = localFileFailure(error, reference.path);
      if (failure === null) throw error;
      return failure;
    }
    const unchanged = await checkUnchanged(handle, reference);
    if (!unchanged.ok) return unchanged;
    const sha256 = hash.digest('hex');
    this.remember(reference, sha256, range);
    return succeeded(sha256);
  }
}
