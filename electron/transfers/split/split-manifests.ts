import { createHash } from 'node:crypto';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import type { Failure } from '../../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { PackageFile } from '../../../shared/package.ts';
import { longestManifest, readManifest, type SplitManifest } from '../../../shared/split-manifest.ts';
import { takeBytes } from '../take-bytes.ts';
import type { TransferClient } from '../transfer-client.ts';

/** Manifests that are kept in memory: most are some kilobytes. */
const mostKept = 50;

/** Fetches and reads the manifests of split files; each state of one is fetched once. */
export class SplitManifests {
  readonly #read = new Map<string, SplitManifest>();

  /**
   * Reads a manifest as it is listed. `split-file-damaged` for a text that is none; else fails as downloads do, without
   * being patient.
   */
  async read(
    client: Pick<TransferClient, 'openDownload'>,
    coordinates: FileCoordinates,
    file: PackageFile,
    signal: AbortSignal,
  ): Promise<Outcome<SplitManifest>> {
    const key = `${file.sha256} ${file.fileName}`;
    const known = this.#read.get(key);
    if (known !== undefined) return succeeded(known);
    if (file.size > longestManifest) return { ok: false, failure: splitFileDamaged(file.fileName) };
    const bytes = await fetchSmall(client, coordinates, file, signal);
    if (!bytes.ok) return bytes;
    const manifest = readManifest(file.fileName, bytes.value.toString('latin1'));
    if (manifest === null) return { ok: false, failure: splitFileDamaged(file.fileName) };
    const [oldest] = this.#read.keys();
    if (this.#read.size >= mostKept && oldest !== undefined) this.#read.delete(oldest);
    this.#read.set(key, manifest);
    return succeeded(manifest);
  }
}

/** `name` is that of the part or manifest that is to blame. */
export function splitFileDamaged(name: string): Failure {
  return { reason: 'split-file-damaged', subject: name.slice(0, 300) };
}

/** All bytes of a small file, which are those that are listed. */
async function fetchSmall(
  client: Pick<TransferClient, 'openDownload'>,
  coordinates: FileCoordinates,
  { fileName, size, sha256 }: PackageFile,
  signal: AbortSignal,
): Promise<Outcome<Buffer>> {
  const opened = await client.openDownload({ coordinates, signal });
  if (!opened.ok) return opened;
  const chunks: Buffer[] = [];
  const broken = await takeBytes(opened.value.body, size, async (chunk) => {
    chunks.push(Buffer.from(chunk));
  });
  if (signal.aborted) return failed('cancelled');
  if (broken !== null) return { ok: false, failure: broken };
  const bytes = Buffer.concat(chunks);
  const received = createHash('sha256').update(bytes).digest('hex');
  return received === sha256
    ? succeeded(bytes)
    : failed('damaged-on-server', { subject: fileName.slice(0, 300) });
}
