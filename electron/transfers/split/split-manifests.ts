import { createHash } from 'node:crypto';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import type { Failure } from '../../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { PackageFile } from '../../../shared/package.ts';
import { longestManifest, readManifest, type SplitManifest } from '../../../shared/split-manifest.ts';
import { takeBytes } from '../take-bytes.ts';
import type { TransferClient } from '../transfer-client.ts';

/** What a listing says of the bytes of a manifest. */
export type ListedManifest = Pick<PackageFile, 'size' | 'sha256'>;

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
    listed: ListedManifest,
    signal: AbortSignal,
  ): Promise<Outcome<SplitManifest>> {
    const { fileName } = coordinates;
    const key = `${listed.sha256} ${fileName}`;
    const known = this.#read.get(key);
    if (known !== undefined) return succeeded(known);
    if (listed.size > longestManifest) return { ok: false, failure: splitFileDamaged(fileName) };
    const bytes = await fetchSmall(client, coordinates, listed, signal);
    if (!bytes.ok) return bytes;
    const manifest = readManifest(fileName, bytes.value.toString('latin1'));
    if (manifest === null) return { ok: false, failure: splitFileDamaged(fileName) };
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
  { size, sha256 }: ListedManifest,
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
    : failed('damaged-on-server', { subject: coordinates.fileName.slice(0, 300) });
}
