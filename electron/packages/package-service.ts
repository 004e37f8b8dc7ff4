import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates, PackageCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { FileSnippet, PackageFile, VersionFiles, WebTarget } from '../../shared/package.ts';
import type { FilesCopy } from '../../shared/receipt.ts';
import type { SplitManifest } from '../../shared/split-manifest.ts';
import type { AccountService } from '../accounts/account-service.ts';
import { fileUrl } from '../registry/endpoints.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { type ListedManifest, SplitManifests } from '../transfers/split/split-manifests.ts';
import { filesCopy } from './files-copy.ts';
import { fileSnippet } from './snippets.ts';
import { webPage } from './web-pages.ts';

/** The files of versions, and what can be copied about them. */
export class PackageService {
  readonly #accounts: AccountService;
  readonly #manifests = new SplitManifests();

  constructor(accounts: AccountService) {
    this.#accounts = accounts;
  }

  async listFiles(accountId: AccountId, version: VersionCoordinates): Promise<Outcome<VersionFiles>> {
    return this.#with(accountId, (client) => client.listFiles(version));
  }

  /** The version that the server calls the latest; null where it calls none so. */
  async latest(accountId: AccountId, coordinates: PackageCoordinates): Promise<Outcome<string | null>> {
    return this.#with(accountId, async (client) => {
      const latest = await client.getLatestVersion(coordinates);
      if (latest.ok) return succeeded(latest.value.version);
      const { reason } = latest.failure;
      return reason === 'not-offered' || reason === 'not-found' ? succeeded(null) : latest;
    });
  }

  /** What a split file is made of. `listed` is what the listing says of its manifest. */
  async readSplit(
    accountId: AccountId,
    manifest: FileCoordinates,
    listed: ListedManifest,
  ): Promise<Outcome<SplitManifest>> {
    return this.#with(accountId, (client) =>
      this.#manifests.read(client, manifest, listed, new AbortController().signal),
    );
  }

  /** The address of a page on the account's server, for the browser. */
  async webPageOf(accountId: AccountId, target: WebTarget): Promise<Outcome<string>> {
    const serverUrl = await this.#accounts.serverUrlOf(accountId);
    return serverUrl.ok ? webPage(serverUrl.value, target) : serverUrl;
  }

  /** Text for the clipboard about one file. Only the checksum line asks the server. */
  async snippetOf(
    accountId: AccountId,
    file: FileCoordinates,
    snippet: FileSnippet,
  ): Promise<Outcome<string>> {
    const serverUrl = await this.#accounts.serverUrlOf(accountId);
    if (!serverUrl.ok) return serverUrl;
    const url = fileUrl(serverUrl.value, file, 'read');
    if (!url.ok) return url;
    const { fileName } = file;
    if (snippet !== 'sha256')
      return succeeded(fileSnippet(snippet, { url: url.value, fileName, sha256: '' }));
    const listed = await this.listFiles(accountId, file);
    if (!listed.ok) return listed;
    const found = findFile(listed.value, fileName);
    if (found === undefined) return failed('not-found', { subject: fileName.slice(0, 300) });
    return succeeded(
      fileSnippet(snippet, { url: url.value, fileName: found.fileName, sha256: found.sha256 }),
    );
  }

  /** Text for the clipboard about all files of a version. Fails as `filesCopy` does, and as the listing. */
  async filesCopyOf(
    accountId: AccountId,
    version: VersionCoordinates,
    copy: FilesCopy,
  ): Promise<Outcome<string>> {
    const serverUrl = await this.#accounts.serverUrlOf(accountId);
    if (!serverUrl.ok) return serverUrl;
    const listed = await this.listFiles(accountId, version);
    return listed.ok ? filesCopy(copy, serverUrl.value, version, listed.value.files) : listed;
  }

  async #with<T>(
    accountId: AccountId,
    ask: (client: RegistryClient) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const client = await this.#accounts.clientFor(accountId);
    return client.ok ? ask(client.value) : client;
  }
}

/** Names are one without regard to case, as on the server. */
function findFile({ files }: VersionFiles, fileName: string): PackageFile | undefined {
  return files.find((file) => nameKey(file.fileName) === nameKey(fileName));
}
