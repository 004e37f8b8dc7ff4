import { nameKey } from '../../../shared/names.ts';
import { writesRepositories } from '../access.ts';
import type { Account } from '../accounts.ts';
import { type Answer, apiError, created, json, noContent } from '../answer.ts';
import type { Call, Handler } from '../call.ts';
import type { VersionFilter } from '../catalogue.ts';
import type { StoredPackage, StoredVersion } from '../catalogue-rows.ts';
import { pageHeaders, requestedPage } from '../paging.ts';
import { queryTrimmed } from '../query.ts';
import { removeContent } from '../removal.ts';
import { fileObject, versionObject } from '../representations.ts';
import type { Route } from '../router.ts';
import { requireApiAccess, requirePublicOwner, requireScopes, requireSignIn } from './guards.ts';
import { apiAccount } from './owners.ts';

const requirePackageScope = requireScopes('package');

/**
 * Runs a handler behind the checks of the package API, in the order of each server [02-check-order]. The older one
 * looks at scope, owner, version and right before it asks for a sign-in, the newer asks first.
 */
function checked<T extends StoredPackage | StoredVersion | null>(
  needed: 'read' | 'write',
  find: (call: Call, owner: Account) => { found: T } | { missing: string },
  handle: (call: Call, owner: Account, found: T) => Answer | Promise<Answer>,
): Handler {
  return (call) => {
    const { dialect, baseUrl } = call.registry;
    const early = (dialect.asksSignInFirst ? requireSignIn(call) : null) ?? requirePackageScope(call);
    if (early !== null) return early;
    const { account: owner, answer } = apiAccount(call, call.parameter('owner'));
    if (owner === undefined) return answer;
    const subject = find(call, owner);
    if ('missing' in subject) return apiError(404, subject.missing, baseUrl);
    const refusal =
      requireApiAccess(call, owner, 'read') ??
      requirePublicOwner(call, owner) ??
      requireSignIn(call) ??
      (needed === 'write' ? requireApiAccess(call, owner, 'write') : null);
    return refusal ?? handle(call, owner, subject.found);
  };
}

function nothingToFind(): { found: null } {
  return { found: null };
}

function findPackage(call: Call, owner: Account): { found: StoredPackage } | { missing: string } {
  const { catalogue, dialect } = call.registry;
  const found = catalogue.findPackage(owner.id, call.parameter('type'), call.parameter('name'));
  return found === null ? { missing: dialect.packageNotFound } : { found };
}

function findVersion(call: Call, owner: Account): { found: StoredVersion } | { missing: string } {
  const { catalogue, dialect } = call.registry;
  const found = catalogue.findVersion(
    owner.id,
    call.parameter('type'),
    call.parameter('name'),
    call.parameter('version'),
  );
  return found === null ? { missing: dialect.versionNotFound } : { found };
}

/** The LIKE pattern of a search: `%` at either end means that none is added at both [05-query]. */
function likePattern(text: string): string {
  const key = nameKey(text);
  return key.startsWith('%') || key.endsWith('%') ? key : `%${key}%`;
}

function answerVersions(call: Call, owner: Account, filter: VersionFilter): Answer {
  const { registry, target, visitor } = call;
  const page = requestedPage(target, registry.settings);
  const { versions, total } = registry.catalogue.listVersions(filter, page);
  return json(
    200,
    versions.map((version) => versionObject(registry, owner, version, visitor.account)),
    pageHeaders(target, page, total, registry.baseUrl),
  );
}

const listOwner = checked('read', nothingToFind, (call, owner) => {
  const type = queryTrimmed(call.target.query, 'type');
  const name = queryTrimmed(call.target.query, 'q');
  return answerVersions(call, owner, {
    ownerId: owner.id,
    packageId: null,
    type: type === '' || type === 'all' ? null : type,
    namePattern: name === '' ? null : likePattern(name),
  });
});

const listPackage = checked('read', findPackage, (call, owner, found) =>
  answerVersions(call, owner, { ownerId: owner.id, packageId: found.id, type: null, namePattern: null }),
);

const showLatest = checked('read', findPackage, (call, owner, found) => {
  const { registry, visitor } = call;
  const latest = registry.catalogue.latestVersion(found.id);
  // What the server's own formatting makes of an error that is not there [06-package].
  if (latest === null) return apiError(404, '%!s(<nil>)', registry.baseUrl);
  return json(200, versionObject(registry, owner, latest, visitor.account));
});

const showVersion = checked('read', findVersion, (call, owner, version) =>
  json(200, versionObject(call.registry, owner, version, call.visitor.account)),
);

const listFiles = checked('read', findVersion, ({ registry }, _owner, version) =>
  json(
    200,
    registry.catalogue.listFiles(version.id).map((file) => fileObject(registry, file)),
  ),
);

const deleteVersion = checked('write', findVersion, (call, _owner, version) =>
  removeContent(
    call.registry,
    apiError(404, call.registry.dialect.versionNotFound, call.registry.baseUrl),
    () => call.registry.catalogue.deleteVersion(version.id),
  ),
);

const deletePackage = checked('write', findPackage, (call, _owner, found) =>
  removeContent(
    call.registry,
    apiError(404, call.registry.dialect.packageNotFound, call.registry.baseUrl),
    () => call.registry.catalogue.deletePackage(found.id),
  ),
);

const link = checked('write', findPackage, (call, owner, found) => {
  const { registry, visitor } = call;
  const name = call.parameter('repository');
  const repository = registry.repositories.find(owner.id, name);
  if (repository === null) {
    const message = `repository does not exist [id: 0, uid: ${owner.id}, owner_name: , name: ${name}]`;
    return apiError(404, message, registry.baseUrl);
  }
  if (found.repositoryId !== null) return apiError(400, 'invalid argument', registry.baseUrl);
  if (visitor.account === null || !writesRepositories(registry, owner.id, visitor.account)) {
    return apiError(403, 'permission denied', registry.baseUrl);
  }
  registry.catalogue.linkPackage(found.id, repository.id);
  return created;
});

const unlink = checked('write', findPackage, (call, owner, found) => {
  const { registry, visitor } = call;
  if (found.repositoryId === null) return apiError(400, 'invalid argument', registry.baseUrl);
  if (visitor.account === null || !writesRepositories(registry, owner.id, visitor.account)) {
    return apiError(403, 'permission denied', registry.baseUrl);
  }
  registry.catalogue.linkPackage(found.id, null);
  return noContent;
});

const owner = 'api/v1/packages/{owner}';
const wholePackage = `${owner}/{type}/{name}`;

const commonRoutes: readonly Route[] = [
  { path: owner, methods: { GET: listOwner } },
  { path: `${wholePackage}/{version}`, methods: { GET: showVersion, DELETE: deleteVersion } },
  { path: `${wholePackage}/{version}/files`, methods: { GET: listFiles } },
];

/** What only the newer server has [06-package, 07-link, 04-delete-api]. */
const wholePackageRoutes: readonly Route[] = [
  { path: wholePackage, methods: { GET: listPackage, DELETE: deletePackage } },
  { path: `${wholePackage}/-/latest`, methods: { GET: showLatest } },
  { path: `${wholePackage}/-/link/{repository}`, methods: { POST: link } },
  { path: `${wholePackage}/-/unlink`, methods: { POST: unlink } },
];

/** The listing API. */
export function packageRoutes(hasPackageEndpoints: boolean): readonly Route[] {
  return hasPackageEndpoints ? [...commonRoutes, ...wholePackageRoutes] : commonRoutes;
}
