import type { FileHandle } from 'node:fs/promises';
import type { Failure } from '../../../shared/failure.ts';
import {
  checkUnchanged,
  type LocalFileReference,
  localFileFailure,
  openLocalFile,
} from '../local-file-reference.ts';

const readBytes = 256 * 1024;

/** A file of an archive. */
export interface PackEntry {
  /** Its path in the archive, with `/` between. */
  readonly path: string;
  readonly reference: LocalFileReference;
}

/** How packing is stopped from within its streams; the failure is told to whoever asked for it. */
export class PackingFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** An entry whose file is open. */
export interface OpenEntry extends AsyncDisposable {
  readonly size: number;
  readonly modifiedAt: Date;
  /** Only whether it can be run is kept: all else depends on who packs. */
  readonly mode: number;
  /** The bytes, exactly as many as the size; throws `PackingFailed` when the file is not what it was. */
  read(): AsyncGenerator<Buffer, void>;
}

/** Opens the file of an entry; `onRead` is told of each piece. Throws `PackingFailed`. */
export async function openEntry(
  { reference }: PackEntry,
  onRead: (bytes: number) => void,
): Promise<OpenEntry> {
  const opened = await openLocalFile(reference);
  if (!opened.ok) throw new PackingFailed(opened.failure);
  const handle = opened.value;
  const { size, modifiedAt } = reference.identity;
  const stats = await handle.stat();
  return {
    size,
    modifiedAt: new Date(Number(modifiedAt / 1_000_000n)),
    mode: (stats.mode & 0o100) === 0 ? 0o644 : 0o755,
    read: () => readAll(handle, reference, onRead),
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

async function* readAll(
  handle: FileHandle,
  reference: LocalFileReference,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  const { size } = reference.identity;
  let position = 0;
  while (position < size) {
    const { bytesRead, buffer } = await readSome(handle, reference, position, size - position);
    if (bytesRead === 0) break;
    position += bytesRead;
    onRead(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
  const unchanged = await checkUnchanged(handle, reference);
  if (!unchanged.ok) throw new PackingFailed(unchanged.failure);
  // Files of the kernel, as in /proc, say that they are empty and are not.
  const more = await readSome(handle, reference, size, 1);
  if (position !== size || more.bytesRead > 0) throw new PackingFailed({ reason: 'local-file-changed' });
}

/** Memory of its own each time: what compresses keeps it for as long as it likes. */
async function readSome(handle: FileHandle, { path }: LocalFileReference, position: number, most: number) {
  const buffer = Buffer.allocUnsafe(Math.min(readBytes, most));
  try {
    return await handle.read(buffer, 0, buffer.length, position);
  } catch (error) {
    const failure = localFileFailure(error, path);
    if (failure === null || failure.ok) throw error;
    throw new PackingFailed(failure.failure);
  }
}
