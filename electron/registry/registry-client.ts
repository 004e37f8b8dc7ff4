import type { z } from 'zod';
import type { Credential } from '../../shared/account.ts';
import type { FileCoordinates, PackageCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageVersion, VersionFiles, VersionPage } from '../../shared/package.ts';
import { type Clock, systemClock } from '../clock.ts';
import { Agents } from './agents.ts';
import { ByteRate, type ByteRates } from './byte-rate.ts';
import { type ChangeRequest, sendChange } from './change-request.ts';
import { authorizationOf } from './credential-header.ts';
import { type EndedUpload, watchUpload } from './ended-upload.ts';
import { api, fileUrl } from './endpoints.ts';
import type { Network } from './exchange.ts';
import { getJson, type JsonAnswer } from './json-requests.ts';
import { type OpenDownloadRequest, type OpenedDownload, openDownload } from './open-download.ts';
import { pagePosition, rowsPerPage } from './pages.ts';
import { type PublishFileRequest, publishFile } from './publish-file.ts';
import type { Asked } from './refused-answer.ts';
import { defaultLimits, type RequestLimits } from './request-limits.ts';
import {
  OrganizationAnswer,
  type OwnerAnswer,
  RepositoryAnswer,
  RowsAnswer,
  readableRows,
  readVersionFiles,
  ServerVersionAnswer,
  UserAnswer,
  VersionAnswer,
} from './schemas.ts';

export interface RegistryClientParts {
  /** Root URL with a sub-path and without a slash at its end, as `parseServerAddress` makes it. */
  readonly serverUrl: string;
  /** Null asks as anybody. */
  readonly credential: Credential | null;
  /** Hears of each settled request to the server: null for a success. */
  readonly onSettled?: (failure: Failure | null) => void;
  /** Hears how each upload went. */
  readonly onUpload?: (upload: EndedUpload) => void;
  readonly agents?: Agents;
  readonly clock?: Clock;
  /** Shared by all clients that must keep to the limits together; left out, there are none. */
  readonly rates?: ByteRates;
  readonly limits?: RequestLimits;
}

const deletion = { method: 'DELETE', done: 204 } as const;

/** Names of repositories, and the page that follows. */
export interface RepositoryPage {
  readonly names: readonly string[];
  readonly nextPage: number | null;
}

interface PageQuery {
  readonly page: number;
  readonly type?: string;
  readonly q?: string;
}

/** Which versions of an owner to list; without it, all types and names. */
export interface VersionFilter {
  readonly type: string;
  /** Part of the package name; `_` and `%` are wildcards on the server (05-query), so the answer may hold more. */
  readonly packageName: string;
}

/**
 * The API of one Gitea or Forgejo server, as one account sees it. Expected refusals are values, and no error, value or
 * failure ever holds the credential.
 */
export class RegistryClient {
  readonly serverUrl: string;
  readonly #network: Network;
  readonly #authorization: Readonly<Record<string, string>>;
  readonly #credential: Credential | null;
  readonly #onSettled: (failure: Failure | null) => void;
  readonly #onUpload: (upload: EndedUpload) => void;

  constructor(parts: RegistryClientParts) {
    this.serverUrl = parts.serverUrl;
    const clock = parts.clock ?? systemClock;
    this.#network = {
      agents: parts.agents ?? new Agents(),
      clock,
      rates: parts.rates ?? {
        upload: new ByteRate(clock, () => null),
        download: new ByteRate(clock, () => null),
      },
      limits: parts.limits ?? defaultLimits,
    };
    this.#credential = parts.credential;
    this.#authorization =
      parts.credential === null ? {} : { authorization: authorizationOf(parts.credential) };
    this.#onSettled = parts.onSettled ?? (() => undefined);
    this.#onUpload = parts.onUpload ?? (() => undefined);
  }

  /** Closes the connections; requests that run fail with `interrupted`. */
  destroy(): void {
    this.#network.agents.destroy();
  }

  /** As the server says it, such as `1.26.4`. */
  async getServerVersion(): Promise<Outcome<string>> {
    const answer = await this.#get(api.version(this.serverUrl), ServerVersionAnswer, {});
    return answer.ok ? succeeded(answer.value.value.version) : answer;
  }

  /** The user whose credential this is. Tokens without `read:user` get `missing-scope`. */
  async getUser(): Promise<Outcome<OwnerAnswer>> {
    const answer = await this.#get(api.user(this.serverUrl), UserAnswer, {});
    return answer.ok ? succeeded(answer.value.value) : answer;
  }

  /** The user's organizations, by name. Needs `read:user` and `read:organization`. */
  async listOrganizations(): Promise<Outcome<readonly OwnerAnswer[]>> {
    const found = new Map<number, OwnerAnswer>();
    for (let page: number | null = 1; page !== null; ) {
      const rows = await this.#getRows(api.organizations(this.serverUrl), {}, { page });
      if (!rows.ok) return rows;
      const organizations = readableRows(OrganizationAnswer, rows.value.rows);
      const known = found.size;
      for (const organization of organizations) found.set(organization.id, organization);
      // A page that brings nothing new comes from a server that turns in circles.
      page = found.size === known ? null : rows.value.nextPage;
    }
    return succeeded([...found.values()]);
  }

  /** A user or organization by name; what is hidden from the account is `owner-not-found`. Needs `read:user`. */
  async getOwner(owner: string): Promise<Outcome<OwnerAnswer>> {
    const answer = await this.#get(api.owner(this.serverUrl, owner), UserAnswer, { owner });
    if (answer.ok) return succeeded(answer.value.value);
    if (answer.failure.reason !== 'not-found') return answer;
    return {
      ok: false,
      failure: { ...answer.failure, reason: 'owner-not-found', subject: owner.slice(0, 300) },
    };
  }

  /** One page of an owner's versions, newest first, of all types unless filtered. Always needs a sign-in. */
  async listVersions(
    owner: string,
    page: number,
    options: { readonly filter?: VersionFilter; readonly signal?: AbortSignal } = {},
  ): Promise<Outcome<VersionPage>> {
    const { filter, signal } = options;
    const query = { page, ...(filter === undefined ? {} : { type: filter.type, q: filter.packageName }) };
    return this.#getVersions(api.ownersVersions(this.serverUrl, owner), { owner }, query, signal);
  }

  /** One page of a package's versions; `not-offered` before Gitea 1.26 and by Forgejo (06-package). */
  async listPackageVersions(coordinates: PackageCoordinates, page: number): Promise<Outcome<VersionPage>> {
    return this.#getVersions(api.package(this.serverUrl, coordinates, 'read'), coordinates, { page });
  }

  /** The version of a package that the server calls its latest: that created last. `not-offered` before Gitea 1.26 (06-package). */
  async getLatestVersion({ owner, packageName }: PackageCoordinates): Promise<Outcome<PackageVersion>> {
    const url = api.packageLatest(this.serverUrl, { owner, packageName });
    const answer = await this.#get(url, VersionAnswer, { owner, packageName });
    return answer.ok ? succeeded(answer.value.value) : answer;
  }

  async getVersion(coordinates: VersionCoordinates): Promise<Outcome<PackageVersion>> {
    const url = api.packageVersion(this.serverUrl, coordinates, 'read');
    const answer = await this.#get(url, VersionAnswer, coordinates);
    return answer.ok ? succeeded(answer.value.value) : answer;
  }

  /** All files of a version: servers do not page them. A version that is not there is `not-found`. */
  async listFiles(coordinates: VersionCoordinates, signal?: AbortSignal): Promise<Outcome<VersionFiles>> {
    const answer = await this.#get(api.files(this.serverUrl, coordinates), RowsAnswer, coordinates, signal);
    return answer.ok ? succeeded(readVersionFiles(answer.value.value)) : answer;
  }

  /** Success means that the server answered 201 after all bytes; whether it can give them back is another question. */
  async publishFile(request: PublishFileRequest): Promise<Outcome<undefined>> {
    const url = fileUrl(this.serverUrl, request.coordinates, 'change');
    if (!url.ok) return url;
    const asked = this.#asked('registry', request.coordinates);
    const upload = await watchUpload(this.#network.clock, this.serverUrl, request, (watched) =>
      publishFile(this.#network, url.value, this.#authorization, asked, watched),
    );
    this.#onUpload(upload);
    return this.#settle(upload.outcome);
  }

  /** Opens a file's bytes. The body must be read or destroyed. */
  async openDownload(request: OpenDownloadRequest): Promise<Outcome<OpenedDownload>> {
    const url = fileUrl(this.serverUrl, request.coordinates, 'read');
    if (!url.ok) return url;
    const asked = this.#asked('registry', request.coordinates);
    const opened = await openDownload(this.#network, url.value, this.#authorization, asked, request);
    // The storage behind the server may be out of reach while the server is not.
    const host = URL.parse(this.serverUrl)?.host ?? '';
    const isAboutServer = opened.ok || opened.failure.subject?.startsWith(host) !== false;
    return isAboutServer ? this.#settle(opened) : opened;
  }

  /** Deletes one file; with the last one the server deletes the version. What is not there is `not-found`. */
  async deleteFile(coordinates: FileCoordinates): Promise<Outcome<undefined>> {
    const url = fileUrl(this.serverUrl, coordinates, 'change');
    return this.#change(deletion, url, 'registry', coordinates);
  }

  /** Deletes a version with its files. What is not there is `not-found`. */
  async deleteVersion(coordinates: VersionCoordinates): Promise<Outcome<undefined>> {
    const url = api.packageVersion(this.serverUrl, coordinates, 'change');
    return this.#change(deletion, url, 'api', coordinates);
  }

  /** Deletes a package with all its versions; `not-offered` before Gitea 1.26 and by Forgejo (04-delete-api). */
  async deletePackage(coordinates: PackageCoordinates): Promise<Outcome<undefined>> {
    return this.#change(deletion, api.package(this.serverUrl, coordinates, 'change'), 'api', coordinates);
  }

  /** Names of an owner's repositories that the account may see. Needs `read:user` and `read:repository` (01-discovery). */
  async listRepositories(owner: string, page: number): Promise<Outcome<RepositoryPage>> {
    const rows = await this.#getRows(api.repositories(this.serverUrl, owner), { owner }, { page });
    if (!rows.ok) return rows;
    const names = readableRows(RepositoryAnswer, rows.value.rows).map(({ name }) => name);
    return succeeded({ names, nextPage: rows.value.nextPage });
  }

  /** Whether packages can be linked to repositories: Gitea 1.23 cannot, 1.26 can (07-link). */
  async offersLinks(coordinates: PackageCoordinates): Promise<Outcome<boolean>> {
    const asked = await this.#get(api.packageUnlink(this.serverUrl, coordinates), RowsAnswer, coordinates);
    // Where it is there, it is there for POST only.
    if (asked.ok || asked.failure.reason !== 'not-offered') return asked.ok ? succeeded(false) : asked;
    return succeeded(asked.failure.status === 405);
  }

  /**
   * Links a package to a repository of its owner. A repository that is not there, or not to be seen, is `not-found`; a
   * package that has a link already `changed-on-server`.
   */
  async linkPackage(
    { owner, packageName }: PackageCoordinates,
    repository: string,
  ): Promise<Outcome<undefined>> {
    const url = api.packageLink(this.serverUrl, { owner, packageName }, repository);
    const linked = await this.#change({ method: 'POST', done: 201 }, url, 'api', { owner, packageName });
    const isAboutRepository = !linked.ok && linked.failure.serverWords?.startsWith('repository ') === true;
    return isAboutRepository
      ? { ok: false, failure: { ...linked.failure, subject: repository.slice(0, 300) } }
      : linked;
  }

  /** Takes a package's link away; one that has none is `changed-on-server`. */
  async unlinkPackage({ owner, packageName }: PackageCoordinates): Promise<Outcome<undefined>> {
    const url = api.packageUnlink(this.serverUrl, { owner, packageName });
    return this.#change({ method: 'POST', done: 204 }, url, 'api', { owner, packageName });
  }

  /** Whether a request can name this version at all; some names fold away on the wire. */
  canChange(coordinates: VersionCoordinates): boolean {
    return api.packageVersion(this.serverUrl, coordinates, 'change').ok;
  }

  async #getVersions(
    url: Outcome<string>,
    about: Partial<FileCoordinates>,
    query: PageQuery,
    signal?: AbortSignal,
  ): Promise<Outcome<VersionPage>> {
    const rows = await this.#getRows(url, about, query, signal);
    if (!rows.ok) return rows;
    const { total, nextPage } = rows.value;
    return succeeded({ versions: [...readableRows(VersionAnswer, rows.value.rows)], total, nextPage });
  }

  async #getRows(
    url: Outcome<string>,
    about: Partial<FileCoordinates>,
    query: PageQuery,
    signal?: AbortSignal,
  ) {
    if (!url.ok) return url;
    const parameters = new URLSearchParams({ limit: String(rowsPerPage) });
    for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
    const answer = await this.#get(
      succeeded(`${url.value}?${parameters.toString()}`),
      RowsAnswer,
      about,
      signal,
    );
    if (!answer.ok) return answer;
    const { value: rows, headers } = answer.value;
    return succeeded({ rows, ...pagePosition(headers, query.page, rows.length) });
  }

  async #get<T>(
    url: Outcome<string>,
    schema: z.ZodType<T>,
    about: Partial<FileCoordinates>,
    signal?: AbortSignal,
  ): Promise<Outcome<JsonAnswer<T>>> {
    if (!url.ok) return url;
    const request = {
      url: url.value,
      schema,
      headers: this.#authorization,
      asked: this.#asked('api', about),
      signal,
    };
    return this.#settle(await getJson(this.#network, request));
  }

  async #change(
    change: Pick<ChangeRequest, 'method' | 'done'>,
    url: Outcome<string>,
    endpoint: Asked['endpoint'],
    about: Partial<FileCoordinates>,
  ): Promise<Outcome<undefined>> {
    if (!url.ok) return url;
    const asked = this.#asked(endpoint, about);
    const request = { ...change, url: url.value, headers: this.#authorization, asked };
    return this.#settle(await sendChange(this.#network, request));
  }

  #asked(endpoint: Asked['endpoint'], about: Partial<FileCoordinates>): Asked {
    const { serverUrl } = this;
    return { endpoint, serverUrl, credential: this.#credential, about };
  }

  #settle<T>(outcome: Outcome<T>): Outcome<T> {
    this.#onSettled(outcome.ok ? null : outcome.failure);
    return outcome;
  }
}
