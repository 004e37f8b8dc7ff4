import { Readable } from 'node:stream';
import type { RegistryClient } from '../../electron/registry/registry-client.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { bodyBytes, type RecordedRequest } from './recordings.ts';

/** An endpoint that the client uses, by what it is for. */
export type Endpoint =
  | 'version'
  | 'user'
  | 'organizations'
  | 'owner'
  | 'owner-versions'
  | 'package-versions'
  | 'version-detail'
  | 'files'
  | 'delete-version'
  | 'delete-package'
  | 'repositories'
  | 'link'
  | 'unlink'
  | 'publish'
  | 'download'
  | 'delete-file';

const endpoints: readonly (readonly [method: string, path: RegExp, endpoint: Endpoint])[] = [
  ['GET', /^\/api\/v1\/version$/, 'version'],
  ['GET', /^\/api\/v1\/user$/, 'user'],
  ['GET', /^\/api\/v1\/user\/orgs$/, 'organizations'],
  ['GET', /^\/api\/v1\/users\/(?!search$)[^/]+$/, 'owner'],
  ['GET', /^\/api\/v1\/users\/[^/]+\/repos$/, 'repositories'],
  ['POST', /^\/api\/v1\/packages\/[^/]+\/generic\/[^/]+\/-\/link\/[^/]+$/, 'link'],
  ['POST', /^\/api\/v1\/packages\/[^/]+\/generic\/[^/]+\/-\/unlink$/, 'unlink'],
  ['GET', /^\/api\/v1\/packages\/[^/]+$/, 'owner-versions'],
  ['GET', /^\/api\/v1\/packages\/[^/]+\/generic\/[^/]+$/, 'package-versions'],
  ['DELETE', /^\/api\/v1\/packages\/[^/]+\/generic\/[^/]+$/, 'delete-package'],
  ['GET', /^\/api\/v1\/packages\/[^/]+\/generic\/[^/]+\/[^/]+$/, 'version-detail'],
  ['DELETE', /^\/api\/v1\/packages\/[^/]+\/generic\/[^/]+\/[^/]+$/, 'delete-version'],
  ['GET', /^\/api\/v1\/packages\/[^/]+\/generic\/[^/]+\/[^/]+\/files$/, 'files'],
  ['PUT', /^\/api\/packages\/[^/]+\/generic\/[^/]+\/[^/]+\/[^/]+$/, 'publish'],
  ['GET', /^\/api\/packages\/[^/]+\/generic\/[^/]+\/[^/]+\/[^/]+$/, 'download'],
  ['DELETE', /^\/api\/packages\/[^/]+\/generic\/[^/]+\/[^/]+\/[^/]+$/, 'delete-file'],
];

/** Which of the client's endpoints a recorded request was for; null for all others. */
export function endpointOf({ method, path }: RecordedRequest, subPath: string): Endpoint | null {
  const [plain = ''] = path.slice(path.startsWith(`${subPath}/`) ? subPath.length : 0).split('?');
  return endpoints.find(([verb, pattern]) => verb === method && pattern.test(plain))?.[2] ?? null;
}

/** Names of the requests that play answers back; the failures' subjects come from them. */
export const asked = {
  owner: 'ada',
  packageName: 'tool',
  version: '1.0',
  fileName: 'a.txt',
  repository: 'tea',
} as const;

/** Large enough for the client to ask with Expect before it sends. */
const askingSize = 1024 * 1024;

/** The first byte that a recorded request wanted, if that is something the client would ask for. */
export function startOf({ headers }: RecordedRequest): number {
  return Number(/^bytes=(\d+)-$/.exec(headers['range'] ?? '')?.[1] ?? 0);
}

/** Has the client ask for `endpoint`; bodies of downloads are read to their end. */
export async function callClient(
  client: RegistryClient,
  endpoint: Endpoint,
  request: RecordedRequest,
): Promise<Outcome<unknown>> {
  const signal = new AbortController().signal;
  switch (endpoint) {
    case 'version':
      return client.getServerVersion();
    case 'user':
      return client.getUser();
    case 'organizations':
      return client.listOrganizations();
    case 'owner':
      return client.getOwner(asked.owner);
    case 'owner-versions':
      return client.listVersions(asked.owner, pageOf(request));
    case 'package-versions':
      return client.listPackageVersions(asked, pageOf(request));
    case 'version-detail':
      return client.getVersion(asked);
    case 'files':
      return client.listFiles(asked);
    case 'delete-version':
      return client.deleteVersion(asked);
    case 'delete-package':
      return client.deletePackage(asked);
    case 'repositories':
      return client.listRepositories(asked.owner, pageOf(request));
    case 'link':
      return client.linkPackage(asked, asked.repository);
    case 'unlink':
      return client.unlinkPackage(asked);
    case 'delete-file':
      return client.deleteFile(asked);
    case 'publish': {
      const isEmpty = bodyBytes(request.body).length === 0;
      const size = isEmpty ? 0 : request.headers['expect'] === undefined ? 3 : askingSize;
      const openBody = () => Readable.from(isEmpty ? [] : [Buffer.alloc(size, 1)], { objectMode: false });
      return client.publishFile({ coordinates: asked, size, openBody, signal });
    }
    case 'download': {
      const opened = await client.openDownload({ coordinates: asked, start: startOf(request), signal });
      if (!opened.ok) return opened;
      const { body, start, size } = opened.value;
      return { ok: true, value: { start, size, bytes: Buffer.concat(await body.toArray()) } };
    }
    default:
      return assertNever(endpoint);
  }
}

/** The page that a recorded request got: unreadable numbers mean the first. */
export function pageOf({ path }: RecordedRequest): number {
  const page = Number(new URL(path, 'http://any.invalid').searchParams.get('page') ?? 1);
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}
