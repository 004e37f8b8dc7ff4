/** What an address of a registry is about. */
export interface RegistryPlace {
  readonly owner: string;
  /** `generic`, `npm` …; null for all of the owner's packages. */
  readonly type: string | null;
  readonly packageName: string | null;
  readonly version: string | null;
  /** By name as in a download's address, or by the server's id as in the links of its web pages. */
  readonly file: { readonly name: string } | { readonly id: number } | null;
}

/** The first web address in a text, such as that of a copied `curl` line; null where there is none. */
export function findAddress(text: string): URL | null {
  const [found = ''] = /https?:\/\/[^\s'"<>|\\]+/i.exec(text) ?? [];
  return found === '' ? null : URL.parse(found);
}

/** Whether an address lies below a server's root URL. `http` and `https` are one: people copy either. */
export function isBelow(address: URL, serverUrl: string): boolean {
  return pathBelow(address, serverUrl) !== null;
}

function pathBelow(address: URL, serverUrl: string): string | null {
  const root = URL.parse(serverUrl);
  if (root === null || portOf(address) !== portOf(root)) return null;
  if (address.hostname !== root.hostname) return null;
  const beginning = root.pathname.replace(/\/$/, '');
  return address.pathname.startsWith(`${beginning}/`) ? address.pathname.slice(beginning.length + 1) : null;
}

/** The default ports of the two schemes count as one. */
function portOf({ port }: URL): string {
  return port === '80' || port === '443' ? '' : port;
}

/**
 * What an address of this server is about: the web page of an owner, a package, a version or a file, as the web pages
 * and the API's `html_url` have it (recording 05-list), or the address that a file is fetched from. Null for any other.
 */
export function parseRegistryAddress(address: URL, serverUrl: string): RegistryPlace | null {
  const segments = pathBelow(address, serverUrl)?.replace(/\/$/, '').split('/').map(decoded);
  if (segments === undefined || segments.some((segment) => segment === null || segment === '')) return null;
  const names = segments.filter((segment) => segment !== null);
  const [first, second, ...rest] = names;
  if (first === 'api' && second === 'packages') {
    const [owner, type, packageName, version, fileName, more] = rest;
    if (owner === undefined || type !== 'generic' || packageName === undefined || more !== undefined)
      return null;
    const file = fileName === undefined ? null : { name: fileName };
    return { owner, type, packageName, version: version ?? null, file };
  }
  if (first === 'api' && second === 'v1') {
    const [word, owner, type, packageName, version] = rest;
    if (word !== 'packages' || owner === undefined) return null;
    return placeOf(owner, type, packageName, version, null);
  }
  const [word, type, packageName, version, files, id] = rest;
  if (first === undefined || second !== '-' || word !== 'packages') return null;
  return placeOf(first, type, packageName, version, files === 'files' ? (id ?? null) : null);
}

function placeOf(
  owner: string,
  type: string | undefined,
  packageName: string | undefined,
  version: string | undefined,
  fileId: string | null,
): RegistryPlace {
  const file = fileId !== null && /^\d{1,15}$/.test(fileId) ? { id: Number(fileId) } : null;
  if (type === undefined || packageName === undefined)
    return { owner, type: null, packageName: null, version: null, file: null };
  // The web pages have a sub-page of this name beside the versions.
  const isVersion = version !== undefined && version !== 'versions' && version !== '-';
  return { owner, type, packageName, version: isVersion ? version : null, file };
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
