import { randomBytes } from 'node:crypto';
import nodeDisk, { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ArchiveFormat } from '../../../shared/naming-rule.ts';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import { safeFileName } from '../../../shared/safe-file-name.ts';
import type { Logger } from '../../log.ts';
import { type DiskCalls, diskFailure } from '../../transfers/part-file.ts';
import { systemErrorCode } from '../local-file-reference.ts';
import type { WorkUnderWay } from '../local-work.ts';
import { shownPath, type WalkedFile } from '../walk.ts';
import { packFiles } from './pack-files.ts';

/** The archives that are made of folders, each in a folder of its own below the app's. */
export class PackedFiles {
  readonly #folder: string;
  readonly #inTransfers: () => ReadonlySet<string>;
  readonly #log: Logger;
  readonly #disk: Pick<DiskCalls, 'open'>;
  /** The folders of archives that are being written or stand in a sheet. */
  readonly #held = new Set<string>();
  #sweeping: Promise<void> = Promise.resolve();
  /** Whether there may be anything to remove. */
  #mayHold = true;

  /** `inTransfers` answers the paths of files that transfers may still read; `disk` is written to. */
  constructor(
    folder: string,
    inTransfers: () => ReadonlySet<string>,
    log: Logger,
    disk: Pick<DiskCalls, 'open'> = nodeDisk,
  ) {
    this.#disk = disk;
    this.#folder = resolve(folder);
    this.#inTransfers = inTransfers;
    this.#log = log;
  }

  /**
   * Packs each given folder into an archive called after it; files that were given by themselves are left out.
   * Nothing is kept when one fails, as `packFiles` does.
   */
  async pack(
    files: readonly WalkedFile[],
    format: ArchiveFormat,
    work: WorkUnderWay,
  ): Promise<Outcome<readonly WalkedFile[]>> {
    const packed: WalkedFile[] = [];
    const inFolders = files.filter(({ folder }) => folder !== '');
    const totalBytes = inFolders.reduce((sum, { reference }) => sum + reference.identity.size, 0);
    let bytes = 0;
    for (const [root, inside] of Map.groupBy(inFolders, rootOf)) {
      const name = `${basename(root)}.${format}`;
      work.tell({ kind: 'packing', name, bytes, totalBytes });
      const archive = await this.#packOne(name, inside, format, work.signal, (read) => {
        bytes += read;
        work.tell({ kind: 'packing', name, bytes, totalBytes });
      });
      if (!archive.ok) {
        for (const { reference } of packed) await this.release(reference.path);
        return archive;
      }
      packed.push(archive.value);
    }
    return succeeded(packed);
  }

  /** The sheet does not show it any more: it goes unless a transfer reads it. Other paths are nobody's business here. */
  async release(path: string): Promise<void> {
    if (this.#held.delete(dirname(path))) await this.sweep();
  }

  /** Removes archives that no sheet shows and no transfer reads, those that an earlier run left among them. */
  sweep(): Promise<void> {
    this.#sweeping = this.#sweeping
      .then(() => this.#sweep())
      .catch((error: unknown) => this.#log.warn('archives could not be removed', error));
    return this.#sweeping;
  }

  async #packOne(
    name: string,
    files: readonly WalkedFile[],
    format: ArchiveFormat,
    signal: AbortSignal,
    onRead: (bytes: number) => void,
  ): Promise<Outcome<WalkedFile>> {
    if (signal.aborted) return failed('cancelled');
    const place = join(this.#folder, randomBytes(8).toString('hex'));
    this.#held.add(place);
    this.#mayHold = true;
    const made = await makeFolder(place);
    if (!made.ok) return made;
    const entries = files.map((file) => ({ path: shownPath(file), reference: file.reference }));
    const reference = await packFiles(entries, format, join(place, safeFileName(name)), {
      disk: this.#disk,
      signal,
      onRead,
    });
    if (reference.ok) return succeeded({ reference: reference.value, name, folder: '' });
    await this.release(join(place, name));
    return reference;
  }

  async #sweep(): Promise<void> {
    if (!this.#mayHold) return;
    const places = await this.#places();
    if (places.length > 0) {
      const read = new Set([...this.#inTransfers()].map((path) => dirname(path)));
      for (const place of places) {
        // Windows does not remove what is open; the next sweep does.
        if (!this.#held.has(place) && !read.has(place)) {
          await rm(place, { recursive: true, force: true, maxRetries: 3 });
        }
      }
    }
    this.#mayHold = places.length > 0;
  }

  async #places(): Promise<string[]> {
    try {
      return (await readdir(this.#folder)).map((name) => join(this.#folder, name));
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }
}

async function makeFolder(path: string): Promise<Outcome<undefined>> {
  try {
    // What is packed may be nobody else's to read.
    await mkdir(path, { recursive: true, mode: 0o700 });
    return succeeded(undefined);
  } catch (error) {
    const failure = diskFailure(error, basename(path));
    if (failure === null) throw error;
    return failure;
  }
}

/** The folder that was given: two of one name are two. */
function rootOf({ reference, folder }: WalkedFile): string {
  const below = folder.split('/').length;
  return resolve(dirname(reference.path), ...Array.from({ length: below - 1 }, () => '..'));
}
