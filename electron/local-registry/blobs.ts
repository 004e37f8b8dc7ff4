import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ContentWriter } from './content-writer.ts';
import { type Digests, HashWorkers } from './hash-workers.ts';

/** Content that was taken in whole and lies on the disk under a name of its own, not yet in its place. */
export interface ReceivedContent extends Digests {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * The bytes, by content: `blobs/ab/abcd…` holds what has that sha256. Uploads are written to `incoming` first and
 * renamed into place when they are whole and on the disk; what an interrupted run left in `incoming` goes at the start.
 */
export class Blobs {
  readonly #incoming: string;
  readonly #blobs: string;
  readonly #workers = new HashWorkers();

  constructor(dataDirectory: string) {
    this.#incoming = join(dataDirectory, 'incoming');
    this.#blobs = join(dataDirectory, 'blobs');
  }

  /** Makes the folders and clears what uploads that never ended left behind. */
  async prepare(): Promise<void> {
    await mkdir(this.#incoming, { recursive: true });
    await mkdir(this.#blobs, { recursive: true });
    for (const name of await readdir(this.#incoming)) {
      await rm(join(this.#incoming, name), { force: true, recursive: true });
    }
  }

  /** Where the content with this sha256 lies. */
  path(sha256: string): string {
    return join(this.#blobs, sha256.slice(0, 2), sha256);
  }

  /** Takes a stream in, hashing it on the way. Throws what the stream throws, and leaves nothing then. */
  async receive(stream: AsyncIterable<Buffer>): Promise<ReceivedContent> {
    const path = join(this.#incoming, randomUUID());
    const file = await open(path, 'wx');
    const writer = new ContentWriter(file, this.#workers);
    try {
      for await (const chunk of stream) await writer.take(chunk);
      const content = { ...(await writer.finish()), path };
      await file.datasync();
      await file.close();
      return content;
    } catch (error) {
      await writer.abandon();
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Drops received content that is not wanted. */
  async discard(content: ReceivedContent): Promise<void> {
    await rm(content.path, { force: true });
  }

  /** Puts received content in its place; content that is there already stays as it is. */
  async place(content: ReceivedContent): Promise<void> {
    const place = this.path(content.sha256);
    const present = await stat(place).catch(() => null);
    if (present?.size === content.size) return this.discard(content);
    const folder = join(place, '..');
    await mkdir(folder, { recursive: true });
    await rename(content.path, place);
    await syncFolder(folder);
  }

  /** Ends the threads that hash. */
  async stop(): Promise<void> {
    await this.#workers.stop();
  }

  /** Removes content that nothing refers to any more. */
  async remove(sha256: string): Promise<void> {
    await rm(this.path(sha256), { force: true });
  }
}

/** Makes a rename last through a power cut. Windows cannot open folders and does not need it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
