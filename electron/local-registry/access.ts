import type { Account } from './accounts.ts';
import type { Registry } from './registry.ts';

/** What somebody may do with an owner's packages; each level holds the ones before it. */
export type AccessLevel = 'none' | 'read' | 'write';

/** Whether a user is in any team of an organization. */
export function isMember(registry: Registry, organization: Account, user: Account): boolean {
  return registry.accounts.teamRights(organization.id, user.id).length > 0;
}

/** Whether somebody may know of an organization: the rule behind `/orgs/{o}` and behind its packages [01-discovery, 03-visibility]. */
export function seesOrganization(registry: Registry, organization: Account, viewer: Account | null): boolean {
  if (viewer === null) return organization.visibility === 'public';
  if (viewer.isAdmin || viewer.id === organization.id) return true;
  const isOpen = organization.visibility === 'public' && !registry.settings.signInRequired;
  if (isOpen && registry.dialect.restrictedReadPublicOrganizations) return true;
  const hidden = organization.visibility === 'private' || viewer.isRestricted;
  return !hidden || isMember(registry, organization, viewer);
}

function accessToOrganization(
  registry: Registry,
  organization: Account,
  viewer: Account | null,
): AccessLevel {
  if (viewer !== null) {
    const rights = registry.accounts.teamRights(organization.id, viewer.id);
    if (rights.includes('owner') || rights.includes('write')) return 'write';
    if (rights.length > 0) return 'read';
  }
  return seesOrganization(registry, organization, viewer) ? 'read' : 'none';
}

function accessToUser(owner: Account, viewer: Account | null): AccessLevel {
  if (viewer?.id === owner.id) return 'write';
  const hidden = owner.visibility === 'private' || (owner.visibility === 'limited' && viewer === null);
  return hidden ? 'none' : 'read';
}

/**
 * What somebody (null: nobody signed in) may do with an owner's packages [03-visibility, 02-publish-rights]. A token's
 * scopes limit this further and are judged apart.
 */
export function accessTo(registry: Registry, owner: Account, viewer: Account | null): AccessLevel {
  if (viewer === null && registry.settings.signInRequired) return 'none';
  if (viewer?.isAdmin === true) return 'write';
  if (viewer !== null && (!viewer.isActive || viewer.prohibitLogin)) return 'none';
  return owner.kind === 'organization'
    ? accessToOrganization(registry, owner, viewer)
    : accessToUser(owner, viewer);
}

/** Whether a level is enough. */
export function suffices(held: AccessLevel, needed: 'read' | 'write'): boolean {
  return held === 'write' || held === needed;
}

/** Whether somebody may see a user's page: private ones see each other within an organization [01-discovery]. */
export function seesUser(registry: Registry, user: Account, viewer: Account | null): boolean {
  if (viewer !== null && (viewer.isAdmin || viewer.id === user.id)) return true;
  if (user.visibility === 'public') return true;
  if (viewer === null || viewer.isRestricted) return false;
  if (user.visibility === 'limited') return true;
  const shared = new Set(registry.accounts.organizationsOf(viewer.id).map(({ id }) => id));
  if (shared.has(user.id)) return true;
  return registry.accounts.organizationsOf(user.id).some(({ id }) => shared.has(id));
}

/** Whether somebody may write packages in an owner's repositories: the owner, owners of the organization, site admins [07-link]. */
export function writesRepositories(registry: Registry, ownerId: number, viewer: Account): boolean {
  if (viewer.isAdmin || viewer.id === ownerId) return true;
  return registry.accounts.teamRights(ownerId, viewer.id).includes('owner');
}
