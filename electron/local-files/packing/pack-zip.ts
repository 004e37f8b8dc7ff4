import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { openEntry, type PackEntry, PackingFailed } from './pack-entry.ts';

/**
 * The bytes of a zip file of plain files, in the order given, with 64-bit sizes where they are needed. The same
 * files make the same bytes. Throws `PackingFailed`. `signal` stops the reading at once: what compresses well gives
 * bytes seldom.
 */
export async function* zipOf(
  entries: readonly PackEntry[],
  onRead: (bytes: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  for (const { path } of entries) refuseForeign(path);
  const zip = new ZipFile();
  const out = new PassThrough();
  zip.outputStream.pipe(out);
  zip.on('error', (error) => out.destroy(error));
  const stopping = new AbortController();
  const filling = fill(zip, entries, onRead, AbortSignal.any([signal, stopping.signal])).catch(
    (error: unknown) => {
      out.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  );
  try {
    yield* bytesOf(out);
  } finally {
    stopping.abort();
    out.destroy();
    await filling;
  }
}

async function* bytesOf(stream: Readable): AsyncGenerator<Buffer, void> {
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk;
}

async function fill(
  zip: ZipFile,
  entries: readonly PackEntry[],
  onRead: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const entry of entries) {
    await using open = await openEntry(entry, onRead);
    const { size, mode, modifiedAt: mtime } = open;
    const body = new PassThrough();
    zip.addReadStream(body, entry.path, { size, mode, mtime });
    // One file at a time is open: the next is added when this one was read.
    await pipeline(Readable.from(open.read()), body, { signal });
  }
  zip.end();
}

/** In a zip file a backslash is a folder, and a colon a drive. */
function refuseForeign(path: string): void {
  if (/\\|^[A-Za-z]:/.test(path)) {
    throw new PackingFailed({ reason: 'invalid-file-name', subject: path.slice(-300) });
  }
}
