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
import { listedFile } from '../transfers/listed-files.ts';
import { type ListedManifest, SplitManifests } from '../transfers/split/split-manifests.ts';
import { filesCopy } from './files-copy.ts';
import { deleteListedVersions, listPackage } from './package-deletion.ts';
import { fileSnippet } from './snippets.ts';
import { webPage } from './web-pages.ts';

/** An owner whose packages changed. */
export interface PackageChange {
  readonly accountId: AccountId;
  readonly owner: string;
  /** The version, or with null all of the package, that is known to be gone. */
  readonly deleted: { readonly packageName: string; readonly version: string | null } | null;
}

/** What was on screen when the user decided to delete a file. */
export interface SeenFile {
  readonly id: number;
  readonly sha256: string;
}

/**
 * Listing and deleting on the server. Each deletion lists again just before and goes no further than what the user
 * saw; between that and the deletion itself there is a moment that no server lets anybody close.
 */
export class PackageService {
  readonly #accounts: AccountService;
  readonly #onChanged: (change: PackageChange) => void;
  readonly #manifests = new SplitManifests();

  constructor(accounts: AccountService, onChanged: (change: PackageChange) => void) {
    this.#accounts = accounts;
    this.#onChanged = onChanged;
  }

  async listFiles(accountId: AccountId, version: VersionCoordinates): Promise<Outcome<VersionFiles>> {
    return this.#with(accountId, (client) => client.listFiles(version));
  }

  /** Deletes a file that still is what was seen. One that is gone already is a success. */
  async deleteFile(accountId: AccountId, file: FileCoordinates, seen: SeenFile): Promise<Outcome<undefined>> {
    return this.#with(accountId, async (client) => {
      const listed = await client.listFiles(file);
      if (!listed.ok) return this.#deleted(accountId, file.owner, null, listed);
      const found = findFile(listed.value, file.fileName);
      if (found === undefined && listed.value.damagedRows > 0) return changedOnServer(file.fileName);
      if (found === undefined) return this.#deleted(accountId, file.owner, null, succeeded(undefined));
      if (found.id !== seen.id || found.sha256 !== seen.sha256) return changedOnServer(file.fileName);
      return this.#deleted(accountId, file.owner, null, await client.deleteFile(file));
    });
  }

  /**
   * Deletes files that still are what was seen, in the order given; nothing goes when one of them is not. Those that are
   * gone already are left out. A failure on the way leaves the rest in place.
   */
  async deleteFiles(
    accountId: AccountId,
    version: VersionCoordinates,
    seen: readonly (SeenFile & { readonly fileName: string })[],
  ): Promise<Outcome<undefined>> {
    return this.#with(accountId, async (client) => {
      const listed = await client.listFiles(version);
      if (!listed.ok) return this.#deleted(accountId, version.owner, null, listed);
      const there: string[] = [];
      for (const { fileName, id, sha256 } of seen) {
        const found = listedFile(listed.value, fileName);
        const isHidden = found === null && listed.value.damagedRows > 0;
        const isOther = found !== null && (found.id !== id || found.sha256 !== sha256);
        if (isHidden || isOther) return changedOnServer(fileName);
        if (found !== null) there.push(fileName);
      }
      try {
        for (const fileName of there) {
          const deleted = await client.deleteFile({ ...version, fileName });
          if (!deleted.ok && deleted.failure.reason !== 'not-found') return deleted;
        }
        return succeeded(undefined);
      } finally {
        this.#onChanged({ accountId, owner: version.owner, deleted: null });
      }
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

  /** Deletes a version whose files still are those that were seen. One that is gone already is a success. */
  async deleteVersion(
    accountId: AccountId,
    version: VersionCoordinates,
    seenFileIds: readonly number[],
  ): Promise<Outcome<undefined>> {
    const { owner, ...gone } = version;
    return this.#with(accountId, async (client) => {
      const listed = await client.listFiles(version);
      if (!listed.ok) return this.#deleted(accountId, owner, gone, listed);
      const seen = new Set(seenFileIds);
      const ids = listed.value.files.map(({ id }) => id);
      if (ids.length !== seen.size || !ids.every((id) => seen.has(id)))
        return changedOnServer(version.version);
      return this.#deleted(accountId, owner, gone, await client.deleteVersion(version));
    });
  }

  /**
   * Deletes a package with all its versions. One that was not seen stops it before anything goes. A failure on the
   * way leaves the rest in place; the newest versions go last.
   */
  async deletePackage(
    accountId: AccountId,
    coordinates: PackageCoordinates,
    seenVersionIds: readonly number[],
  ): Promise<Outcome<{ deletedVersions: number }>> {
    return this.#with(accountId, async (client) => {
      const listed = await listPackage(client, coordinates);
      if (!listed.ok) return listed;
      const seen = new Set(seenVersionIds);
      if (!listed.value.versions.every(({ id }) => seen.has(id)))
        return changedOnServer(coordinates.packageName);
      const deleted = await deleteListedVersions(client, coordinates, listed.value);
      const gone = { packageName: coordinates.packageName, version: null };
      this.#onChanged({ accountId, owner: coordinates.owner, deleted: deleted.ok ? gone : null });
      return deleted;
    });
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

  /** What is not there any more was deleted as well, and the list on screen is out of date either way. */
  #deleted(
    accountId: AccountId,
    owner: string,
    deleted: PackageChange['deleted'],
    outcome: Outcome<unknown>,
  ): Outcome<undefined> {
    if (!outcome.ok && outcome.failure.reason !== 'not-found') return outcome;
    this.#onChanged({ accountId, owner, deleted });
    return succeeded(undefined);
  }
}

/** Names are one without regard to case, as on the server. */
function findFile({ files }: VersionFiles, fileName: string): PackageFile | undefined {
  return files.find((file) => nameKey(file.fileName) === nameKey(fileName));
}

function changedOnServer(name: string): Outcome<never> {
  return failed('changed-on-server', { subject: name.slice(0, 300) });
}
