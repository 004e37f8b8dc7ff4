import { createHash } from 'node:crypto';

/** A registry as curl would use it: what a spec prepares, and what it finds there in the end, goes past the app. */
export class RegistryByHand {
  readonly #url: string;
  readonly #authorization: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#authorization = `token ${token}`;
  }

  /** Publishes one file; throws unless the server answers 201. */
  async put(
    owner: string,
    packageName: string,
    version: string,
    fileName: string,
    bytes: Uint8Array,
  ): Promise<void> {
    const answer = await this.#ask('PUT', registryPath(owner, packageName, version, fileName), bytes);
    if (answer.status !== 201) throw new Error(`PUT ${fileName}: ${answer.status} ${await answer.text()}`);
  }

  /** The bytes of one file, or null where there is none. */
  async get(
    owner: string,
    packageName: string,
    version: string,
    fileName: string,
  ): Promise<Uint8Array | null> {
    const answer = await this.#ask('GET', registryPath(owner, packageName, version, fileName));
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw new Error(`GET ${fileName}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  /** Names and sha256 of a version's files, sorted by name; null where there is no such version. */
  async files(owner: string, packageName: string, version: string): Promise<Map<string, string> | null> {
    const answer = await this.#ask(
      'GET',
      `/api/v1/packages/${segments(owner, 'generic', packageName, version)}/files`,
    );
    if (answer.status === 404) return null;
    const rows: unknown = await answer.json();
    if (!Array.isArray(rows)) throw new Error(`Files of ${packageName} ${version}: ${answer.status}`);
    const files = rows.map((row: { name: string; sha256: string }) => [row.name, row.sha256] as const);
    return new Map(files.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** The versions of one package, in any order. */
  async versions(owner: string, packageName: string): Promise<string[]> {
    const versions: string[] = [];
    for (let page = 1; ; page += 1) {
      const query = `type=generic&q=${encodeURIComponent(packageName)}&page=${page}`;
      const answer = await this.#ask('GET', `/api/v1/packages/${encodeURIComponent(owner)}?${query}`);
      const rows: unknown = await answer.json();
      if (!Array.isArray(rows) || rows.length === 0) return versions;
      for (const row of rows) if (row.name === packageName) versions.push(row.version);
    }
  }

  /** The names of an owner's packages that begin with `prefix`. */
  async packagesNamed(owner: string, prefix: string): Promise<string[]> {
    const names = new Set<string>();
    for (let page = 1; ; page += 1) {
      const query = `type=generic&q=${encodeURIComponent(prefix)}&page=${page}`;
      const answer = await this.#ask('GET', `/api/v1/packages/${encodeURIComponent(owner)}?${query}`);
      const rows: unknown = await answer.json();
      if (!Array.isArray(rows) || rows.length === 0) return [...names];
      for (const row of rows) if (String(row.name).startsWith(prefix)) names.add(row.name);
    }
  }

  /** The names of an owner's repositories, as far as one page goes. */
  async repositories(owner: string): Promise<string[]> {
    const answer = await this.#ask('GET', `/api/v1/users/${segments(owner)}/repos`);
    const rows: unknown = await answer.json();
    return Array.isArray(rows) ? rows.map((row: { name: string }) => row.name) : [];
  }

  /** `owner/name` of the repository that a version's package is linked to; null for none. */
  async linkedRepository(owner: string, packageName: string, version: string): Promise<string | null> {
    const path = `/api/v1/packages/${segments(owner, 'generic', packageName, version)}`;
    const row: { repository?: { full_name: string } | null } = await (await this.#ask('GET', path)).json();
    return row.repository?.full_name ?? null;
  }

  /** Whether the server links packages through its API. */
  async offersLinks(owner: string, packageName: string): Promise<boolean> {
    const path = `/api/v1/packages/${segments(owner, 'generic', packageName)}/-/unlink`;
    return (await this.#ask('GET', path)).status === 405;
  }

  async deleteFile(owner: string, packageName: string, version: string, fileName: string): Promise<void> {
    await this.#ask('DELETE', registryPath(owner, packageName, version, fileName));
  }

  async deleteVersion(owner: string, packageName: string, version: string): Promise<void> {
    await this.#ask('DELETE', `/api/packages/${segments(owner, 'generic', packageName, version)}`);
  }

  async deletePackage(owner: string, packageName: string): Promise<void> {
    for (const version of await this.versions(owner, packageName)) {
      await this.deleteVersion(owner, packageName, version);
    }
  }

  #ask(method: string, path: string, body?: Uint8Array): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method,
      headers: { authorization: this.#authorization, 'content-type': 'application/octet-stream' },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
  }
}

function segments(...names: string[]): string {
  return names.map((name) => encodeURIComponent(name)).join('/');
}

function registryPath(owner: string, packageName: string, version: string, fileName: string): string {
  return `/api/packages/${segments(owner, 'generic', packageName, version, fileName)}`;
}

/** Lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
