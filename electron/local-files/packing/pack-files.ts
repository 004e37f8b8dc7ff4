import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { assertNever } from '../../../shared/assert-never.ts';
import type { ArchiveFormat } from '../../../shared/naming-rule.ts';
import { failed, type Outcome } from '../../../shared/outcome.ts';
import { type DiskCalls, diskFailure } from '../../transfers/part-file.ts';
import { type LocalFileReference, referenceTo } from '../local-file-reference.ts';
import { type PackEntry, PackingFailed } from './pack-entry.ts';
import { tarOf } from './pack-tar.ts';
import { zipOf } from './pack-zip.ts';

/** The byte of a gzip header that names the system it was written on, and "unknown". */
const systemByte = { position: 9, unknown: 255 };

export interface Packing {
  readonly disk: Pick<DiskCalls, 'open'>;
  readonly signal: AbortSignal;
  /** Told of each piece that was read. */
  readonly onRead: (bytes: number) => void;
}

/**
 * Writes an archive to a new file. The same files, with the same times, make the same bytes on every system. Fails
 * with what is wrong with a file, `local-file-changed` among it, with `disk-full` or another no of the disk, or with
 * `cancelled`; what was written stays for the caller to remove.
 */
export async function packFiles(
  entries: readonly PackEntry[],
  format: ArchiveFormat,
  target: string,
  packing: Packing,
): Promise<Outcome<LocalFileReference>> {
  const sorted = entries.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  try {
    await using handle = await packing.disk.open(target, 'wx');
    await write(sorted, format, handle, packing);
    await handle.sync();
  } catch (error) {
    if (error instanceof PackingFailed) return { ok: false, failure: error.failure };
    if (packing.signal.aborted) return failed('cancelled');
    const failure = diskFailure(error, basename(target));
    if (failure === null) throw error;
    return failure;
  }
  return referenceTo(target);
}

async function write(
  entries: readonly PackEntry[],
  format: ArchiveFormat,
  handle: FileHandle,
  { signal, onRead }: Packing,
): Promise<void> {
  const writing = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const bytes of source) await writeAll(handle, bytes);
  };
  switch (format) {
    case 'zip':
      return pipeline(zipOf(entries, onRead, signal), writing, { signal });
    case 'tar.gz':
      await pipeline(tarOf(entries, onRead), createGzip(), writing, { signal });
      await handle.write(Uint8Array.of(systemByte.unknown), 0, 1, systemByte.position);
      return undefined;
    default:
      return assertNever(format);
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await handle.write(bytes, written)).bytesWritten;
  }
}
