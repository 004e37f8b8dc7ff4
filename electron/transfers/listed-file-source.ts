import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import type { DownloadSource, FoundDownload } from './download-source.ts';
import { type FetchParts, FileFetch, listedNow } from './file-fetch.ts';
import type { TransferClient } from './transfer-client.ts';

/** One file of a version as it is listed. */
export class ListedFileSource implements DownloadSource {
  readonly #parts: FetchParts;
  readonly #accountId: AccountId;
  readonly #coordinates: FileCoordinates;

  constructor(parts: FetchParts, accountId: AccountId, coordinates: FileCoordinates) {
    this.#parts = parts;
    this.#accountId = accountId;
    this.#coordinates = coordinates;
  }

  async find(
    client: TransferClient,
    how: 'recent' | 'fresh',
    signal: AbortSignal,
  ): Promise<Outcome<FoundDownload>> {
    const parts = this.#parts;
    const accountId = this.#accountId;
    const coordinates = this.#coordinates;
    const listed = await listedNow(parts.listings, client, accountId, coordinates, { how, signal });
    if (!listed.ok) return listed;
    const file = listed.value;
    return succeeded({
      state: file,
      fetch: (part, report, until) =>
        new FileFetch(parts, { client, accountId, coordinates, file }, report, until).into(part, 0),
    });
  }
}
