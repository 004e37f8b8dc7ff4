import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Failure } from '../../shared/failure.ts';
import {
  type ByteRange,
  checkUnchanged,
  type LocalFileReference,
  localFileFailure,
} from '../local-files/local-file-reference.ts';
import type { SentBytes, UploadBody } from './upload-source.ts';

/** Big reads are the first lever on speed. */
const readBytes = 1024 * 1024;

/**
 * How many chunks have memory: one is being sent, one waits, one is being read, and one is spare. The same memory is used
 * again and again, since waiting for the garbage collector costs more than sending.
 */
const chunksInMemory = 4;

/**
 * The bytes of a local file, or of a range of it, as bodies of requests, all read from one open handle. A body gives exactly the
 * announced number of bytes; the last of them are held back until the file has been looked at once more, so that
 * of a file which changed meanwhile the server never gets enough to store anything.
 */
export class FileBody implements UploadBody {
  readonly #handle: FileHandle;
  readonly #reference: LocalFileReference;
  readonly #range: ByteRange;
  readonly #beforeLast: () => Promise<void>;
  #failure: Failure | null = null;
  #sent: SentBytes | null = null;

  /**
   * Owns the handle. `range` is null for the whole file; `beforeLast` is waited for before the last bytes are given, with
   * which a server could store them.
   */
  constructor(
    handle: FileHandle,
    reference: LocalFileReference,
    range: ByteRange | null,
    beforeLast: () => Promise<void>,
  ) {
    this.#handle = handle;
    this.#reference = reference;
    this.#range = range ?? { start: 0, length: reference.identity.size };
    this.#beforeLast = beforeLast;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  /** Why the last body broke off; null when the file was not the reason. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Null until a body was read to its end. */
  get sent(): SentBytes | null {
    return this.#sent;
  }

  /**
   * A chunk is good until the next but one is taken: whoever keeps it
   * longer makes a copy.
   */
  open(): Readable {
    this.#failure = null;
    this.#sent = null;
    return Readable.from(this.#read(), { objectMode: false, highWaterMark: readBytes });
  }

  async *#read(): AsyncGenerator<Buffer, void> {
    const { start, length: size } = this.#range;
    const hash = createHash('sha256');
    const memory: Buffer[] = [];
    let lastByte: number | null = null;
    for (let position = 0, number = 0; position < size; number = (number + 1) % chunksInMemory) {
      const whole = memory[number] ?? Buffer.allocUnsafeSlow(Math.min(readBytes, size));
      memory[number] = whole;
      const chunk = whole.subarray(0, size - position);
      await this.#fill(chunk, start + position);
      position += chunk.length;
      hash.update(chunk);
      lastByte = chunk.at(-1) ?? lastByte;
      if (position === size) {
        await this.#beforeLast();
        await this.#checkUnchanged();
        this.#sent = { sha256: hash.digest('hex'), lastByte };
      }
      yield chunk;
    }
    if (size === 0) {
      await this.#beforeLast();
      await this.#checkUnchanged();
      this.#sent = { sha256: hash.digest('hex'), lastByte: null };
    }
  }

  /** Whole chunks only: of shorter ones more would wait than have memory of their own. */
  async #fill(chunk: Buffer, position: number): Promise<void> {
    for (let filled = 0; filled < chunk.length; ) {
      const read = await this.#readAt(chunk.subarray(filled), position + filled);
      if (read === 0) this.#breakOff({ reason: 'local-file-changed' });
      filled += read;
    }
  }

  /** How many bytes came; none behind the end. */
  async #readAt(into: Buffer, position: number): Promise<number> {
    try {
      const { bytesRead } = await this.#handle.read(into, 0, into.length, position);
      return bytesRead;
    } catch (error) {
      const failure = localFileFailure(error, this.#reference.path);
      if (failure === null || failure.ok) throw error;
      return this.#breakOff(failure.failure);
    }
  }

  async #checkUnchanged(): Promise<void> {
    const checked = await checkUnchanged(this.#handle, this.#reference);
    if (!checked.ok) this.#breakOff(checked.failure);
    // Files of the kernel, as in /proc, say that they are empty and are not.
    const more = await this.#readAt(Buffer.alloc(1), this.#reference.identity.size);
    if (more > 0) this.#breakOff({ reason: 'local-file-changed' });
  }

  #breakOff(failure: Failure): never {
    this.#failure = failure;
    throw new Error(`The local file cannot be sent: ${failure.reason}`);
  }
}
