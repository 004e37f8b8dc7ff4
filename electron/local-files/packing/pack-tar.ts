import { Header, Pax } from 'tar';
import { openEntry, type PackEntry } from './pack-entry.ts';

const block = 512;

/** A tar file ends with two empty blocks. */
const ending = Buffer.alloc(2 * block);

/**
 * The bytes of a tar file of plain files, in the order given: POSIX headers without users, groups and times of
 * access, so that the same files make the same bytes. Throws `PackingFailed`.
 */
export async function* tarOf(
  entries: readonly PackEntry[],
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  for (const entry of entries) {
    await using open = await openEntry(entry, onRead);
    yield headerOf(entry.path, open.size, open.mode, open.modifiedAt);
    yield* open.read();
    const rest = open.size % block;
    if (rest > 0) yield Buffer.alloc(block - rest);
  }
  yield ending;
}

function headerOf(path: string, size: number, mode: number, modifiedAt: Date): Buffer {
  const mtime = new Date(Math.floor(modifiedAt.getTime() / 1000) * 1000);
  const header = new Header({ path, size, mode, mtime, type: 'File' });
  const bytes = Buffer.alloc(block);
  // Long or foreign names and more than 8 GiB have a header of their own before this one.
  if (!header.encode(bytes)) return bytes;
  return Buffer.concat([new Pax({ path, size, mtime }).encode(), bytes]);
}
