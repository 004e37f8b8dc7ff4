import type { FileHandle } from 'node:fs/promises';
import { type Digests, digestsOf, type HashWorkers } from './hash-workers.ts';

const pieceSize = 1024 * 1024;
/** One piece is filled while the others are written and hashed. */
const pieceCount = 3;

interface Piece {
  readonly memory: SharedArrayBuffer;
  readonly bytes: Buffer;
  /** Done when the piece may be filled again. */
  free: Promise<void>;
}

function newPiece(): Piece {
  const memory = new SharedArrayBuffer(pieceSize);
  return { memory, bytes: Buffer.from(memory), free: Promise.resolve() };
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const result = await file.write(bytes, written, bytes.length - written, position + written);
    written += result.bytesWritten;
  }
}

/**
 * Writes and hashes a stream once, in pieces of 1 MiB. What fits into one piece is hashed on the spot; more goes to the
 * workers, and memory stays at three pieces however large the content is.
 */
export class ContentWriter {
  readonly #file: FileHandle;
  readonly #workers: HashWorkers;
  readonly #pieces: Piece[] = [newPiece()];
  /** The workers' number for this content, once it is too large for one piece. */
  #content: number | null = null;
  #current = 0;
  #filled = 0;
  #written = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: FileHandle, workers: HashWorkers) {
    this.#file = file;
    this.#workers = workers;
  }

  /** Takes bytes; done when more may come. Throws when writing or hashing fails. */
  async take(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#filled === pieceSize) await this.#passOn();
      const copied = rest.copy(this.#piece.bytes, this.#filled);
      this.#filled += copied;
      rest = rest.subarray(copied);
    }
  }

  get #piece(): Piece {
    const piece = this.#pieces[this.#current];
    if (piece === undefined) throw new Error('There is no such piece.');
    return piece;
  }

  /** Has the present piece written and hashed, and goes on to one that is free. */
  async #passOn(): Promise<void> {
    const piece = this.#piece;
    const length = this.#filled;
    const position = this.#written;
    this.#content ??= this.#workers.begin();
    this.#writing = this.#writing.then(() => writeAll(this.#file, piece.bytes.subarray(0, length), position));
    const hashing = this.#workers.update(this.#content, piece.memory, length);
    piece.free = Promise.all([this.#writing, hashing]).then(() => undefined);
    piece.free.catch(() => undefined);
    this.#written += length;
    this.#filled = 0;
    if (this.#pieces.length < pieceCount) this.#pieces.push(newPiece());
    this.#current = (this.#current + 1) % this.#pieces.length;
    await this.#piece.free;
  }

  /** Ends the content: everything is written, though not yet forced to the disk. Size in bytes. */
  async finish(): Promise<Digests & { readonly size: number }> {
    if (this.#content === null) {
      const bytes = this.#piece.bytes.subarray(0, this.#filled);
      await writeAll(this.#file, bytes, 0);
      return { ...digestsOf([bytes]), size: this.#filled };
    }
    await this.#passOn();
    await Promise.all(this.#pieces.map((piece) => piece.free));
    return { ...(await this.#workers.digest(this.#content)), size: this.#written };
  }

  /** Drops what the workers keep of content that does not come to its end, once nothing uses the file any more. */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.#pieces.map((piece) => piece.free));
    if (this.#content !== null) this.#workers.forget(this.#content);
  }
}
