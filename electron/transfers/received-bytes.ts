import { giveBack } from '../used-memory.ts';
import type { PartFile } from './part-file.ts';
import { newPiece, type SharedPiece, StreamHash } from './stream-hash.ts';

/** Each piece costs a write and a message to the hashing thread. */
const pieceBytes = 4 * 1024 * 1024;
/** One is filled while the others are written and hashed. */
const mostPieces = 3;

interface Piece extends SharedPiece {
  /** Done when it may be filled again. */
  free: Promise<unknown>;
}

/**
 * The bytes of a download on their way into its part: gathered into a few pieces that are used again and again, each
 * written and hashed at the same time. Memory stays the same however large the file is.
 */
export class ReceivedBytes {
  readonly #part: PartFile;
  readonly #size: number;
  readonly #start: number;
  readonly #pieceSize: number;
  readonly #pieces: Piece[] = [];
  #hash: StreamHash;
  #current = 0;
  #filled = 0;
  #bytes = 0;
  #writing: Promise<void> = Promise.resolve();

  /** `size` is what the file is listed with, `start` where it begins in a part that holds several. */
  constructor(part: PartFile, size: number, start = 0) {
    this.#part = part;
    this.#size = size;
    this.#start = start;
    this.#pieceSize = Math.min(pieceBytes, Math.max(size, 1));
    this.#hash = new StreamHash(size);
  }

  /** How many there are so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes what the part holds from an earlier run. */
  async readBack(): Promise<void> {
    const piece = this.#piece();
    const end = await this.#part.readBack(this.#start + this.#size, async (chunk) => {
      chunk.copy(piece.bytes);
      await this.#hash.update(piece, chunk.length);
    });
    this.#bytes = end - this.#start;
  }

  /** Takes more, with their memory; done when the next may come. Throws the disk's errors, also of bytes taken before. */
  async take(chunk: Buffer): Promise<void> {
    const { length } = chunk;
    for (let from = 0; from < length; ) {
      if (this.#filled === this.#pieceSize) await this.#passOn();
      const copied = chunk.copy(this.#piece().bytes, this.#filled, from);
      this.#filled += copied;
      from += copied;
    }
    this.#bytes += length;
    giveBack(chunk);
  }

  /** Drops everything, for a fresh start. */
  async restart(): Promise<void> {
    await this.end();
    this.#hash = new StreamHash(this.#size);
    this.#filled = 0;
    this.#bytes = 0;
    await this.#part.restart(this.#start);
  }

  /** Has the part hold all bytes, and answers their sha256. */
  async finish(): Promise<string> {
    if (this.#filled > 0) await this.#passOn();
    await Promise.all(this.#pieces.map(({ free }) => free));
    return this.#hash.digest();
  }

  /** Has the part hold what came, as far as the disk takes it, and ends the hashing. */
  async end(): Promise<void> {
    if (this.#filled > 0) await this.#passOn().catch(() => undefined);
    await Promise.allSettled(this.#pieces.map(({ free }) => free));
    await this.#hash.end();
  }

  #piece(): Piece {
    const piece = this.#pieces[this.#current] ?? { ...newPiece(this.#pieceSize), free: Promise.resolve() };
    this.#pieces[this.#current] = piece;
    return piece;
  }

  /** Has the present piece written and hashed, and goes on to one that is free. */
  async #passOn(): Promise<void> {
    const piece = this.#piece();
    const length = this.#filled;
    const bytes = piece.bytes.subarray(0, length);
    // The part may keep what is less than a whole piece, and this memory will change.
    const toWrite = length < pieceBytes ? Buffer.from(bytes) : bytes;
    this.#writing = this.#writing.then(() => this.#part.append(toWrite));
    piece.free = Promise.all([this.#writing, this.#hash.update(piece, length)]);
    piece.free.catch(() => undefined);
    this.#filled = 0;
    this.#current = (this.#current + 1) % mostPieces;
    await this.#pieces[this.#current]?.free;
  }
}
