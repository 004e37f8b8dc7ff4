import { createHash } from 'node:crypto';
import { nameKey } from '../../shared/names.ts';
import { seesOrganization, writesRepositories } from './access.ts';
import type { Account } from './accounts.ts';
import type { StoredFile, StoredVersion } from './catalogue-rows.ts';
import { escapePathSegment } from './percent-encoding.ts';
import type { Registry } from './registry.ts';
import type { Repository } from './repositories.ts';
import { newerRepositoryFields, olderRepositoryFields, repositoryFields } from './repository-fields.ts';

const never = '0001-01-01T00:00:00Z';
const epoch = '1970-01-01T00:00:00Z';

/** A moment as the API writes it: whole seconds, UTC. */
export function formatTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function avatarUrl(registry: Registry, account: Account): string {
  const digest = createHash('sha256')
    .update(nameKey(account.email || account.name))
    .digest('hex');
  return `${registry.baseUrl}/avatars/${digest}`;
}

/** How much of an account is shown: all to itself and site admins, the e-mail address to whoever is signed in [01-discovery]. */
export type Regard = 'self' | 'signed-in' | 'anonymous';

/** How `viewer` regards an account. */
export function regardOf(account: Account, viewer: Account | null): Regard {
  if (viewer === null) return 'anonymous';
  return viewer.isAdmin || viewer.id === account.id ? 'self' : 'signed-in';
}

/** A user object; organizations are shown as one too. */
export function userObject(registry: Registry, account: Account, regard: Regard): object {
  const inside = regard === 'self';
  return {
    id: account.id,
    login: account.name,
    login_name: inside ? account.loginName : '',
    source_id: 0,
    full_name: '',
    email:
      regard === 'anonymous' ? registry.dialect.placeholderEmail(account.id, account.name) : account.email,
    avatar_url: avatarUrl(registry, account),
    html_url: `${registry.baseUrl}/${escapePathSegment(account.name)}`,
    language: '',
    is_admin: inside && account.isAdmin,
    last_login: inside ? epoch : never,
    created: formatTime(account.createdAt),
    restricted: account.isRestricted,
    active: inside && account.isActive,
    prohibit_login: inside && account.prohibitLogin,
    location: '',
    website: '',
    description: '',
    visibility: account.visibility,
    followers_count: 0,
    following_count: 0,
    starred_repos_count: 0,
    username: account.name,
  };
}

/** Who stands for an account that was deleted [15-meanwhile]. */
function ghostObject(registry: Registry): object {
  const ghost: Account = {
    id: -1,
    kind: 'user',
    name: 'Ghost',
    email: '',
    loginName: '',
    visibility: 'public',
    isAdmin: false,
    isRestricted: false,
    isActive: false,
    prohibitLogin: false,
    mustChangePassword: false,
    createdAt: 0,
  };
  const avatar_url = `${registry.baseUrl}/assets/img/avatar_default.png`;
  return { ...userObject(registry, ghost, 'signed-in'), avatar_url };
}

/** An organization as `/orgs` shows it. */
export function organizationObject(registry: Registry, organization: Account): object {
  return {
    id: organization.id,
    name: organization.name,
    full_name: '',
    email: '',
    avatar_url: avatarUrl(registry, organization),
    description: '',
    website: '',
    location: '',
    visibility: organization.visibility,
    repo_admin_change_team_access: false,
    username: organization.name,
  };
}

/** Whether somebody may see a repository. */
export function seesRepository(
  registry: Registry,
  owner: Account,
  repository: Repository,
  viewer: Account | null,
): boolean {
  if (viewer !== null && writesRepositories(registry, owner.id, viewer)) return true;
  if (repository.isPrivate) return false;
  if (owner.kind === 'organization') return seesOrganization(registry, owner, viewer);
  return owner.visibility === 'public' || (owner.visibility === 'limited' && viewer !== null);
}

/** A repository object [07-link]. */
export function repositoryObject(
  registry: Registry,
  owner: Account,
  repository: Repository,
  viewer: Account | null,
): object {
  const fullName = `${owner.name}/${repository.name}`;
  const url = `${registry.baseUrl}/${fullName}`;
  const apiUrl = `${registry.baseUrl}/api/v1/repos/${fullName}`;
  const writes = viewer !== null && writesRepositories(registry, owner.id, viewer);
  return {
    ...repositoryFields,
    ...(registry.dialect.hasPackageEndpoints ? newerRepositoryFields : olderRepositoryFields),
    id: repository.id,
    owner: userObject(registry, owner, 'signed-in'),
    name: repository.name,
    full_name: fullName,
    private: repository.isPrivate,
    languages_url: `${apiUrl}/languages`,
    html_url: url,
    url: apiUrl,
    ssh_url: `git@localhost:${fullName}.git`,
    clone_url: `${url}.git`,
    created_at: formatTime(repository.createdAt),
    updated_at: formatTime(repository.createdAt),
    permissions: { admin: writes, push: writes, pull: true },
  };
}

function linkedRepository(
  registry: Registry,
  owner: Account,
  version: StoredVersion,
  viewer: Account | null,
): object | null {
  if (version.repositoryId === null) return null;
  const repository = registry.repositories.findById(version.repositoryId);
  if (repository === null || !seesRepository(registry, owner, repository, viewer)) return null;
  return repositoryObject(registry, owner, repository, viewer);
}

/** An entry of a package list: one version [05-list]. The link for people has the names in lower case. */
export function versionObject(
  registry: Registry,
  owner: Account,
  version: StoredVersion,
  viewer: Account | null,
): object {
  const creator = registry.accounts.findById(version.creatorId);
  const path = [version.type, nameKey(version.packageName), nameKey(version.name)]
    .map(escapePathSegment)
    .join('/');
  return {
    id: version.id,
    owner: userObject(registry, owner, regardOf(owner, viewer)),
    repository: linkedRepository(registry, owner, version, viewer),
    creator:
      creator === null ? ghostObject(registry) : userObject(registry, creator, regardOf(creator, viewer)),
    type: version.type,
    name: version.packageName,
    version: version.name,
    html_url: `${registry.baseUrl}/${escapePathSegment(owner.name)}/-/packages/${path}`,
    created_at: formatTime(version.createdAt),
  };
}

/** A file of a version [06-detail]. */
export function fileObject(registry: Registry, file: StoredFile): object {
  return {
    id: file.id,
    [registry.dialect.sizeField]: file.size,
    name: file.name,
    md5: file.md5,
    sha1: file.sha1,
    sha256: file.sha256,
    sha512: file.sha512,
  };
}
