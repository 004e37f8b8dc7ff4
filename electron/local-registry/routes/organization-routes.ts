import { seesOrganization } from '../access.ts';
import type { Account, TeamRight } from '../accounts.ts';
import { type Answer, apiError, apiNotFound, json } from '../answer.ts';
import { type Call, guarded } from '../call.ts';
import { organizationObject } from '../representations.ts';
import type { Route } from '../router.ts';
import { answerPage, hiddenUser } from './account-routes.ts';
import { requireScopes, requireSignIn } from './guards.ts';
import { apiAccount, redirectToAccount } from './owners.ts';

const hiddenOrganization = 'HasOrgOrUserVisible';

function answerOrganizations(call: Call, organizations: readonly Account[]): Answer {
  return answerPage(call, organizations, (organization) => organizationObject(call.registry, organization));
}

/** All organizations that the visitor may know of. No scope is asked for here, as recorded in 01-token-scopes. */
function listAll(call: Call): Answer {
  const viewer = call.visitor.account;
  const visible = call.registry.accounts.list('organization').filter((organization) => {
    if (viewer === null) return organization.visibility === 'public';
    if (viewer.isAdmin) return true;
    if (organization.visibility === 'private') return false;
    return !viewer.isRestricted || call.registry.accounts.teamRights(organization.id, viewer.id).length > 0;
  });
  return answerOrganizations(call, visible);
}

const listOwn = guarded([requireSignIn, requireScopes('user', 'organization')], (call) => {
  const { account } = call.visitor;
  return answerOrganizations(
    call,
    account === null ? [] : call.registry.accounts.organizationsOf(account.id),
  );
});

/** Memberships are not public, so only the user and site admins see them. */
const listOfUser = guarded([requireScopes('user', 'organization')], (call) => {
  const { account, answer } = apiAccount(call, call.parameter('user'));
  if (account === undefined) return answer;
  const refusal = hiddenUser(call, account) ?? requireSignIn(call);
  if (refusal !== null) return refusal;
  const viewer = call.visitor.account;
  const shown = viewer !== null && (viewer.isAdmin || viewer.id === account.id);
  return answerOrganizations(call, shown ? call.registry.accounts.organizationsOf(account.id) : []);
});

const show = guarded([requireScopes('organization')], (call) => {
  const { registry, visitor } = call;
  const name = call.parameter('organization');
  const organization = registry.accounts.find(name);
  if (organization === null || organization.kind === 'user') {
    const renamed = registry.accounts.findByFormerName(name);
    if (renamed !== null) return redirectToAccount(call, renamed, name);
    return apiNotFound('GetOrgByName', [`user redirect does not exist [name: ${name}]`], registry.baseUrl);
  }
  if (visitor.scopes?.publicOnly === true && organization.visibility !== 'public') {
    return apiError(403, 'token scope is limited to public orgs', registry.baseUrl);
  }
  if (!seesOrganization(registry, organization, visitor.account)) {
    return apiNotFound(hiddenOrganization, null, registry.baseUrl);
  }
  return json(200, organizationObject(registry, organization));
});

function permissions(call: Call, rights: readonly TeamRight[]): object {
  const isOwner = rights.includes('owner');
  const byTeams = call.registry.dialect.permissionsFollowTeams;
  return {
    is_owner: isOwner,
    is_admin: isOwner,
    can_write: isOwner || (byTeams && rights.includes('write')),
    can_read: isOwner || (byTeams && rights.length > 0),
    can_create_repository: isOwner,
  };
}

const showPermissions = guarded([requireScopes('user', 'organization')], (call) => {
  const { registry } = call;
  const { account, answer } = apiAccount(call, call.parameter('user'));
  if (account === undefined) return answer;
  const refusal = hiddenUser(call, account) ?? requireSignIn(call);
  if (refusal !== null) return refusal;
  const name = call.parameter('organization');
  const organization = registry.accounts.find(name);
  if (organization === null) {
    const renamed = registry.accounts.findByFormerName(name);
    if (renamed !== null) return redirectToAccount(call, renamed, name);
    return apiNotFound('GetUserByName', [`user does not exist [uid: 0, name: ${name}]`], registry.baseUrl);
  }
  if (!seesOrganization(registry, organization, account)) {
    return apiNotFound(hiddenOrganization, null, registry.baseUrl);
  }
  return json(200, permissions(call, registry.accounts.teamRights(organization.id, account.id)));
});

/** Organizations, and what users are in them [01-discovery]. */
export const organizationRoutes: readonly Route[] = [
  { path: 'api/v1/orgs', methods: { GET: listAll } },
  { path: 'api/v1/orgs/{organization}', methods: { GET: show } },
  { path: 'api/v1/user/orgs', methods: { GET: listOwn } },
  { path: 'api/v1/users/{user}/orgs', methods: { GET: listOfUser } },
  { path: 'api/v1/users/{user}/orgs/{organization}/permissions', methods: { GET: showPermissions } },
];
