import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { HashService } from '../local-files/hash-service.ts';
import {
  type ByteRange,
  type LocalFileReference,
  openLocalFile,
} from '../local-files/local-file-reference.ts';
import { FileBody } from './file-body.ts';
import type { UploadBody, UploadSource } from './upload-source.ts';

/** A local file as it was when the user gave it, or a range of its bytes. */
export class LocalSource implements UploadSource {
  readonly size: number;
  readonly #hashes: HashService;
  readonly #file: LocalFileReference;
  readonly #range: ByteRange | null;

  /** `range` is null for the whole file. */
  constructor(hashes: HashService, file: LocalFileReference, range: ByteRange | null = null) {
    this.#hashes = hashes;
    this.#file = file;
    this.#range = range;
    this.size = range?.length ?? file.identity.size;
  }

  sha256(signal: AbortSignal): Promise<Outcome<string>> {
    return this.#hashes.sha256Of(this.#file, signal, { range: this.#range });
  }

  async lastByte(): Promise<Outcome<number | null>> {
    if (this.size === 0) return succeeded(null);
    const opened = await openLocalFile(this.#file);
    if (!opened.ok) return opened;
    await using handle = opened.value;
    const position = (this.#range?.start ?? 0) + this.size - 1;
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, position);
    return bytesRead === 1 ? succeeded(buffer[0] ?? null) : failed('local-file-changed');
  }

  async open(beforeLast: () => Promise<void>): Promise<Outcome<UploadBody>> {
    const opened = await openLocalFile(this.#file);
    return opened.ok ? succeeded(new FileBody(opened.value, this.#file, this.#range, beforeLast)) : opened;
  }

  remember(sha256: string): void {
    this.#hashes.remember(this.#file, sha256, this.#range);
  }
}
