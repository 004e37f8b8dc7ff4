import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { SentBytes, UploadBody, UploadSource } from '../upload-source.ts';

/** Bytes that the app made by itself. */
export class MemorySource implements UploadSource {
  readonly size: number;
  readonly #bytes: Buffer;
  readonly #sha256: string;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.size = bytes.length;
    this.#sha256 = createHash('sha256').update(bytes).digest('hex');
  }

  holds(bytes: Buffer): boolean {
    return this.#bytes.equals(bytes);
  }

  async sha256(): Promise<Outcome<string>> {
    return succeeded(this.#sha256);
  }

  async lastByte(): Promise<Outcome<number | null>> {
    return succeeded(this.#bytes.at(-1) ?? null);
  }

  async open(beforeLast: () => Promise<void>): Promise<Outcome<UploadBody>> {
    return succeeded(
      new MemoryBody(this.#bytes, { sha256: this.#sha256, lastByte: this.#bytes.at(-1) ?? null }, beforeLast),
    );
  }

  remember(): void {
    // It is known from the beginning.
  }
}

class MemoryBody implements UploadBody {
  readonly failure = null;
  readonly #bytes: Buffer;
  readonly #whole: SentBytes;
  readonly #beforeLast: () => Promise<void>;
  #sent: SentBytes | null = null;

  constructor(bytes: Buffer, whole: SentBytes, beforeLast: () => Promise<void>) {
    this.#bytes = bytes;
    this.#whole = whole;
    this.#beforeLast = beforeLast;
  }

  get sent(): SentBytes | null {
    return this.#sent;
  }

  open(): Readable {
    this.#sent = null;
    return Readable.from(this.#read(), { objectMode: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing is held open.
  }

  async *#read(): AsyncGenerator<Buffer, void> {
    await this.#beforeLast();
    this.#sent = this.#whole;
    if (this.#bytes.length > 0) yield this.#bytes;
  }
}
