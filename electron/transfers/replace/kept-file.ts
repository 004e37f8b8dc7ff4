import { dirname, join } from 'node:path';
import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import type { PackageFile } from '../../../shared/package.ts';
import { safeFileName } from '../../../shared/safe-file-name.ts';
import type { LocalFileReference } from '../../local-files/local-file-reference.ts';
import { verifiedFile } from '../../local-files/verified-file.ts';
import { Download, type DownloadParts } from '../download.ts';
import { compareLocal } from '../find-same-file.ts';
import { diskFailure, syncFolder } from '../part-file.ts';
import type { TransferEnd, TransferReport } from '../transfer-job.ts';

/** The bytes of a file that is to be replaced, in a folder of their own. */
export class KeptFile {
  readonly #parts: DownloadParts;
  readonly #parent: string;
  readonly #folder: string;

  /** `parent` holds the folders of all of them, `holder` is this one's name. */
  constructor(parts: DownloadParts, parent: string, holder: string) {
    this.#parts = parts;
    this.#parent = parent;
    this.#folder = join(parent, holder);
  }

  path(fileName: string): string {
    return join(this.#folder, safeFileName(fileName));
  }

  /**
   * Fetches the listed file as a download does: room is looked for first, all bytes are compared with the listing, and
   * they are on the disk, with the folders around them, when this is done. What an earlier run brought is not fetched
   * again.
   */
  async fetch(
    accountId: AccountId,
    coordinates: FileCoordinates,
    listed: PackageFile,
    report: TransferReport,
    signal: AbortSignal,
  ): Promise<TransferEnd> {
    const { disk, hashes } = this.#parts;
    const path = this.path(listed.fileName);
    try {
      await disk.mkdir(this.#folder, { recursive: true });
      // Nothing else belongs into this folder: what differs is what a power cut left.
      const there = await compareLocal(path, listed, hashes, signal);
      if (there === 'differs' || there === 'unreadable') {
        await disk.rm(path, { recursive: true, force: true });
      }
      const download = new Download(this.#parts, {
        accountId,
        coordinates: { ...coordinates, fileName: listed.fileName },
        folder: this.#folder,
        safeName: safeFileName(listed.fileName),
        size: listed.size,
        partHolder: 'replaced',
        origin: accountId,
        takesWhatIsThere: true,
      });
      const end = await download.run(report, signal);
      for (const folder of [this.#parent, dirname(this.#parent)]) await syncFolder(disk, folder);
      return end;
    } catch (error) {
      const failure = diskFailure(error, listed.fileName);
      if (failure === null || failure.ok) throw error;
      return { kind: 'failed', failure: failure.failure };
    }
  }

  /** The kept file once it is known to hold the very bytes. Fails as `openLocalFile` does. */
  async verified(
    fileName: string,
    sha256: string,
    signal: AbortSignal,
  ): Promise<Outcome<LocalFileReference>> {
    return verifiedFile(this.path(fileName), { sha256, subject: fileName }, this.#parts.hashes, signal);
  }

  async remove(): Promise<void> {
    await this.#parts.disk.rm(this.#folder, { recursive: true, force: true });
  }
}
