import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Failure } from '../../../shared/failure.ts';
import type { Clock } from '../../clock.ts';
import type { SentBytes, UploadBody } from '../upload-source.ts';
import { type ReadFile, registryBytes, UnreadableFile } from './registry-bytes.ts';

/** What a body asks of the file that it is read from. */
export interface BodyRules {
  /** Answers why bytes of this sha256 are not to be sent; null for those that are listed. */
  judge(sha256: string): Failure | null;
  /** Hears why a body broke off. */
  failed(failure: Failure): void;
  /** Is waited for before the last bytes are given. */
  beforeLast(): Promise<void>;
}

/**
 * The bytes of a file on one server as bodies of requests to another. They are hashed on the way, and the last of them
 * are held back until all have the listed sha256, so that of a damaged file nobody ever gets enough to store it. At
 * most one piece is held, whatever the size of the file.
 */
export class RegistryBody implements UploadBody {
  readonly #file: ReadFile;
  readonly #clock: Clock;
  readonly #rules: BodyRules;
  #reading = new AbortController();
  #failure: Failure | null = null;
  #sent: SentBytes | null = null;

  constructor(file: ReadFile, clock: Clock, rules: BodyRules) {
    this.#file = file;
    this.#clock = clock;
    this.#rules = rules;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#reading.abort();
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  get sent(): SentBytes | null {
    return this.#sent;
  }

  open(): Readable {
    this.#reading.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.#failure = null;
    this.#sent = null;
    const body = Readable.from(this.#read(reading.signal), { objectMode: false, highWaterMark: 1 });
    // A reading that waits for the network would not hear of it otherwise.
    body.on('close', () => reading.abort());
    return body;
  }

  async *#read(signal: AbortSignal): AsyncGenerator<Buffer, void> {
    const hash = createHash('sha256');
    let held: Buffer | null = null;
    try {
      for await (const chunk of registryBytes(this.#file, this.#clock, signal)) {
        hash.update(chunk);
        if (held !== null) yield held;
        held = chunk;
      }
      const sha256 = hash.digest('hex');
      const wrong = this.#rules.judge(sha256);
      if (wrong !== null) throw new UnreadableFile(wrong);
      await this.#rules.beforeLast();
      this.#sent = { sha256, lastByte: held?.at(-1) ?? null };
    } catch (error) {
      // A body that was left has nothing to tell of the file.
      if (error instanceof UnreadableFile && !signal.aborted) {
        this.#failure = error.failure;
        this.#rules.failed(error.failure);
      }
      throw error;
    }
    if (held !== null) yield held;
  }
}
