import { dirname, join } from 'node:path';
import type { FailureReason } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { Clock } from '../clock.ts';
import type { HashService } from '../local-files/hash-service.ts';
import { type LocalFileReference, systemErrorCode } from '../local-files/local-file-reference.ts';
import { verifiedFile } from '../local-files/verified-file.ts';
import { compareLocal } from '../transfers/find-same-file.ts';
import { hasRoomFor } from '../transfers/free-space.ts';
import { type DiskCalls, diskFailure, PartFile, syncFolder } from '../transfers/part-file.ts';

/** Brings the bytes of one file into a part, all of them and verified, or fails. */
export type Fetch = (part: PartFile) => Promise<Outcome<undefined>>;

/** What reading a kept file may say when it is not what was kept. */
const damaged: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'local-file-missing',
  'local-file-changed',
  'not-a-plain-file',
]);

const sha256Name = /^[0-9a-f]{64}$/;

/** The bytes of the chest: one file for each content, called by its sha256. A name stands for bytes that were verified. */
export class ChestContent {
  readonly #folder: string;
  readonly #disk: DiskCalls;
  readonly #hashes: HashService;
  readonly #clock: Clock;

  constructor(
    folder: string,
    parts: { readonly disk: DiskCalls; readonly hashes: HashService; readonly clock: Clock },
  ) {
    this.#folder = folder;
    this.#disk = parts.disk;
    this.#hashes = parts.hashes;
    this.#clock = parts.clock;
  }

  /** Makes the folder; a disk that refuses is a failure. */
  async prepare(): Promise<Outcome<undefined>> {
    return this.#onDisk('', async () => {
      try {
        const made = await this.#disk.mkdir(this.#folder, { recursive: true, mode: 0o700 });
        if (made !== undefined) await syncFolder(this.#disk, dirname(this.#folder));
      } catch (error) {
        if (systemErrorCode(error) === 'EEXIST') return failed('folder-not-writable');
        throw error;
      }
      return succeeded(undefined);
    });
  }

  /** Whether the disk has room for so many bytes; the folder must be there. */
  hasRoomFor(bytes: number): Promise<boolean> {
    return hasRoomFor(this.#disk, this.#folder, bytes);
  }

  /**
   * Has the bytes of a file here, on the disk when this is done. What is here under the name is hashed and taken when
   * it is right, and fetched anew when not.
   */
  async take(
    { fileName, size, sha256 }: Pick<PackageFile, 'fileName' | 'size' | 'sha256'>,
    fetch: Fetch,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    return this.#onDisk(fileName, async () => {
      const path = this.#path(sha256);
      const there = await compareLocal(path, { size, sha256 }, this.#hashes, signal);
      if (signal.aborted) return failed('cancelled');
      if (there === 'same') return succeeded(undefined);
      if (there !== 'missing') await this.#disk.rm(path, { recursive: true, force: true });
      const part = await PartFile.create(this.#disk, this.#folder, sha256, '.part');
      try {
        const fetched = await fetch(part);
        if (!fetched.ok) return fetched;
        if (signal.aborted) return failed('cancelled');
        await part.publishAs(sha256, this.#clock, signal);
        return fetched;
      } finally {
        await part.discard();
      }
    });
  }

  /** The kept bytes once they are known to be those of the name; `kept-file-damaged` when they are not. */
  async verified(sha256: string, subject: string, signal: AbortSignal): Promise<Outcome<LocalFileReference>> {
    const found = await verifiedFile(this.#path(sha256), { sha256 }, this.#hashes, signal);
    return found.ok || !damaged.has(found.failure.reason)
      ? found
      : failed('kept-file-damaged', { subject: subject.slice(0, 300) });
  }

  async remove(sha256: string): Promise<void> {
    await this.#disk.rm(this.#path(sha256), { recursive: true, force: true });
  }

  /** Removes everything that the index does not hold: what a crash left between bytes and index, and parts. */
  async sweep(holds: (sha256: string) => boolean): Promise<void> {
    for (const name of await this.#disk.readdir(this.#folder)) {
      if (sha256Name.test(name) && holds(name)) continue;
      await this.#disk.rm(join(this.#folder, name), { recursive: true, force: true });
    }
  }

  #path(sha256: string): string {
    return join(this.#folder, sha256);
  }

  async #onDisk<T>(subject: string, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await work();
    } catch (error) {
      const failure = diskFailure(error, subject);
      if (failure === null) throw error;
      return failure;
    }
  }
}
