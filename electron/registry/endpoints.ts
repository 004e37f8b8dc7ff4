import type { FileCoordinates, PackageCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import type { FailureReason } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';

/** What a segment of a path stands for; it decides the failure when the segment cannot be sent. */
type Part = 'owner' | 'packageName' | 'version' | 'fileName' | 'repository';

const refusals: Readonly<Record<Part, FailureReason>> = {
  owner: 'owner-not-found',
  packageName: 'invalid-package-name',
  version: 'invalid-version',
  fileName: 'invalid-file-name',
  repository: 'not-found',
};

/** Fixed words in front of a segment. This client publishes to and changes packages of the type `generic` only. */
const inFrontOf: Readonly<Record<Part, string>> = {
  owner: '',
  packageName: '/generic',
  version: '',
  fileName: '',
  repository: '/-/link',
};

/**
 * Whether a request only looks or also changes something. Servers take versions such as `a/../b`; some proxies
 * decode the slashes and fold the dots, and a delete would hit `b`.
 */
type Purpose = 'read' | 'change';

/** One path segment, percent-encoded once; of the unreserved characters of RFC 3986 only. Null for half a surrogate pair. */
export function encodeSegment(segment: string): string | null {
  if (!segment.isWellFormed()) return null;
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function isDots(segment: string): boolean {
  return segment === '.' || segment === '..';
}

/**
 * Whether a segment would fold away on the wire, taking its parent along: URL parsers drop `.`, `..` and `%2e`
 * (recording 02-names-version). An empty segment makes the path one segment shorter (02-slashes).
 */
function foldsAway(segment: string, purpose: Purpose): boolean {
  if (segment === '') return true;
  // Twice, since some proxies decode what they pass on.
  if (isDots(decode(decode(segment)))) return true;
  return purpose === 'change' && decode(segment).split(/[/\\]/).some(isDots);
}

/** Joins root, fixed beginning and segments to a URL that arrives exactly as meant, or fails. */
function build(
  serverUrl: string,
  beginning: string,
  parts: readonly (readonly [Part, string])[],
  ending: string,
  purpose: Purpose,
): Outcome<string> {
  let path = beginning;
  for (const [part, segment] of parts) {
    const encoded = foldsAway(segment, purpose) ? null : encodeSegment(segment);
    if (encoded === null) return failed(refusals[part], { subject: segment.toWellFormed().slice(0, 300) });
    path += `${inFrontOf[part]}/${encoded}`;
  }
  const href = `${serverUrl}${path}${ending}`;
  const root = URL.parse(serverUrl);
  const url = URL.parse(href);
  const meant = `${root?.pathname.replace(/\/$/, '') ?? ''}${path}${ending}`;
  // The segments that a server will decode must be the intended ones, or the request must not go out at all.
  if (url === null || url.pathname !== meant || url.origin !== root?.origin || url.href !== href) {
    return failed('invalid-request');
  }
  return succeeded(href);
}

function packageParts({ owner, packageName }: PackageCoordinates): (readonly [Part, string])[] {
  return [
    ['owner', owner],
    ['packageName', packageName],
  ];
}

function versionParts(coordinates: VersionCoordinates): (readonly [Part, string])[] {
  return [...packageParts(coordinates), ['version', coordinates.version]];
}

/** The JSON API's URLs below a server's root. */
export const api = {
  version: (serverUrl: string) => build(serverUrl, '/api/v1/version', [], '', 'read'),
  user: (serverUrl: string) => build(serverUrl, '/api/v1/user', [], '', 'read'),
  organizations: (serverUrl: string) => build(serverUrl, '/api/v1/user/orgs', [], '', 'read'),
  owner: (serverUrl: string, owner: string) =>
    build(serverUrl, '/api/v1/users', [['owner', owner]], '', 'read'),
  ownersVersions: (serverUrl: string, owner: string) =>
    build(serverUrl, '/api/v1/packages', [['owner', owner]], '', 'read'),
  package: (serverUrl: string, coordinates: PackageCoordinates, purpose: Purpose) =>
    build(serverUrl, '/api/v1/packages', packageParts(coordinates), '', purpose),
  packageLatest: (serverUrl: string, coordinates: PackageCoordinates) =>
    build(serverUrl, '/api/v1/packages', packageParts(coordinates), '/-/latest', 'read'),
  packageLink: (serverUrl: string, coordinates: PackageCoordinates, repository: string) =>
    build(
      serverUrl,
      '/api/v1/packages',
      [...packageParts(coordinates), ['repository', repository]],
      '',
      'change',
    ),
  packageUnlink: (serverUrl: string, coordinates: PackageCoordinates) =>
    build(serverUrl, '/api/v1/packages', packageParts(coordinates), '/-/unlink', 'change'),
  repositories: (serverUrl: string, owner: string) =>
    build(serverUrl, '/api/v1/users', [['owner', owner]], '/repos', 'read'),
  packageVersion: (serverUrl: string, coordinates: VersionCoordinates, purpose: Purpose) =>
    build(serverUrl, '/api/v1/packages', versionParts(coordinates), '', purpose),
  files: (serverUrl: string, coordinates: VersionCoordinates) =>
    build(serverUrl, '/api/v1/packages', versionParts(coordinates), '/files', 'read'),
} as const;

/** Where a file's bytes are published, fetched and deleted. */
export function fileUrl(serverUrl: string, coordinates: FileCoordinates, purpose: Purpose): Outcome<string> {
  const parts: (readonly [Part, string])[] = [
    ...versionParts(coordinates),
    ['fileName', coordinates.fileName],
  ];
  return build(serverUrl, '/api/packages', parts, '', purpose);
}
