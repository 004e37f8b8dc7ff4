import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { PackageFile } from '../../../shared/package.ts';
import { findPartProblem, type SplitManifest } from '../../../shared/split-manifest.ts';
import type { DownloadSource, FoundDownload } from '../download-source.ts';
import { type FetchParts, FileFetch } from '../file-fetch.ts';
import type { PartFile } from '../part-file.ts';
import { newPiece, StreamHash } from '../stream-hash.ts';
import type { TransferClient } from '../transfer-client.ts';
import type { TransferReport } from '../transfer-job.ts';
import { type SplitManifests, splitFileDamaged } from './split-manifests.ts';

export interface SplitFetchParts extends FetchParts {
  readonly manifests: SplitManifests;
}

const hashedAtOnce = 1024 * 1024;

/**
 * A file that a version holds in parts, joined. Each part is fetched to where it belongs in the whole and checked by
 * itself, so that a broken download goes on in the part where it broke; in the end the whole is read once more from
 * this disk and held against the manifest.
 */
export class SplitFileSource implements DownloadSource {
  readonly #parts: SplitFetchParts;
  readonly #accountId: AccountId;
  readonly #coordinates: FileCoordinates;

  /** `coordinates` are those of the manifest. */
  constructor(parts: SplitFetchParts, accountId: AccountId, coordinates: FileCoordinates) {
    this.#parts = parts;
    this.#accountId = accountId;
    this.#coordinates = coordinates;
  }

  async find(
    client: TransferClient,
    how: 'recent' | 'fresh',
    signal: AbortSignal,
  ): Promise<Outcome<FoundDownload>> {
    const { listings, manifests } = this.#parts;
    const { fileName } = this.#coordinates;
    const listed = await listings[how](client, this.#accountId, this.#coordinates, signal);
    if (!listed.ok) return listed;
    const { files } = listed.value;
    const file = files.find((each) => each.fileName === fileName);
    if (file === undefined) return failed('not-found', { subject: fileName.slice(0, 300) });
    const read = await manifests.read(client, this.#coordinates, file, signal);
    if (!read.ok) return read;
    const manifest = read.value;
    const problem = findPartProblem(manifest, files);
    if (problem !== null) return { ok: false, failure: splitFileDamaged(problem.name) };
    return succeeded({
      state: { id: file.id, size: manifest.size, sha256: manifest.sha256 },
      fetch: (part, report, until) => this.#fetch(client, manifest, files, part, report, until),
    });
  }

  async #fetch(
    client: TransferClient,
    manifest: SplitManifest,
    files: readonly PackageFile[],
    whole: PartFile,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    const byName = new Map(files.map((file) => [file.fileName, file]));
    let start = 0;
    for (const { name, size } of manifest.parts) {
      const file = byName.get(name);
      if (file === undefined) return { ok: false, failure: splitFileDamaged(name) };
      const from = {
        client,
        accountId: this.#accountId,
        coordinates: { ...this.#coordinates, fileName: name },
        file,
      };
      const fetched = await new FileFetch(this.#parts, from, partReport(report, start), signal).into(
        whole,
        start,
      );
      if (!fetched.ok) return fetched;
      start += size;
    }
    report.state('verifying');
    const sha256 = await sha256OfPart(whole, manifest.size, signal);
    if (signal.aborted) return failed('cancelled');
    if (sha256 === manifest.sha256) return succeeded(undefined);
    return failed('damaged-on-server', {
      subject: `sha256 in the manifest ${manifest.sha256}, of the joined parts ${sha256}`,
    });
  }
}

/** What a part says of itself, said of the whole; only the whole is verified in the end. */
function partReport(report: TransferReport, start: number): TransferReport {
  return {
    ...report,
    transferred: (bytes) => report.transferred(start + bytes),
    state: (state) => {
      if (state !== 'verifying') report.state(state);
    },
  };
}

async function sha256OfPart(part: PartFile, size: number, signal: AbortSignal): Promise<string> {
  const hash = new StreamHash(size);
  const piece = newPiece(hashedAtOnce);
  try {
    await part.readAgain(signal, async (chunk) => {
      chunk.copy(piece.bytes);
      await hash.update(piece, chunk.length);
    });
    return await hash.digest();
  } finally {
    await hash.end();
  }
}
