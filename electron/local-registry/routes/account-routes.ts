import { nameKey } from '../../../shared/names.ts';
import { seesUser } from '../access.ts';
import type { Account } from '../accounts.ts';
import { type Answer, apiError, apiNotFound, json } from '../answer.ts';
import { type Call, guarded, type Handler } from '../call.ts';
import { pageHeaders, requestedPage } from '../paging.ts';
import { queryNumber, queryTrimmed } from '../query.ts';
import { regardOf, repositoryObject, seesRepository, userObject } from '../representations.ts';
import type { Route } from '../router.ts';
import type { ScopeCategory } from '../scopes.ts';
import { requireScopes, requireSignIn } from './guards.ts';
import { apiAccount } from './owners.ts';

/** Cuts one page out of a whole list and answers it. */
export function answerPage<T>(
  call: Call,
  items: readonly T[],
  toObject: (item: T) => object,
  wrap: (objects: readonly object[]) => unknown = (objects) => objects,
): Answer {
  const page = requestedPage(call.target, call.registry.settings);
  const start = (page.page - 1) * page.size;
  const objects = items.slice(start, start + page.size).map(toObject);
  return json(200, wrap(objects), pageHeaders(call.target, page, items.length, call.registry.baseUrl));
}

/** Users are hidden by their visibility before anything else is looked at [01-discovery]. */
export function hiddenUser(call: Call, account: Account): Answer | null {
  if (account.kind === 'organization') return null;
  const viewer = call.visitor.account;
  const hidden =
    account.visibility === 'private'
      ? viewer === null || (viewer.id !== account.id && !viewer.isAdmin)
      : account.visibility === 'limited' && viewer === null;
  return hidden ? apiNotFound('Visit Project', null, call.registry.baseUrl) : null;
}

function publicOnly(call: Call, account: Account): Answer | null {
  if (call.visitor.scopes?.publicOnly !== true) return null;
  if (account.kind === 'organization' || account.visibility === 'public') return null;
  return apiError(403, 'token scope is limited to public users', call.registry.baseUrl);
}

/** Runs what is about the user of the path. */
export function withUser(
  categories: readonly ScopeCategory[],
  handle: (call: Call, account: Account) => Answer | Promise<Answer>,
): Handler {
  return guarded([requireScopes(...categories)], (call) => {
    const { account, answer } = apiAccount(call, call.parameter('user'));
    if (account === undefined) return answer;
    return publicOnly(call, account) ?? hiddenUser(call, account) ?? handle(call, account);
  });
}

const showSelf = guarded([requireScopes('user'), requireSignIn], ({ registry, visitor }) => {
  if (visitor.account === null) throw new Error('Nobody is signed in.');
  return json(200, userObject(registry, visitor.account, 'self'));
});

const showUser = withUser(['user'], (call, account) => {
  const { registry, visitor } = call;
  if (!seesUser(registry, account, visitor.account)) {
    const message = `user does not exist [uid: 0, name: ${call.parameter('user')}]`;
    return apiNotFound('GetUserByName', [message], registry.baseUrl);
  }
  return json(200, userObject(registry, account, regardOf(account, visitor.account)));
});

/** Whom a search may show: restricted users find nobody but themselves, nobody finds public users only. */
function isFindable(call: Call, account: Account): boolean {
  const { account: viewer, scopes } = call.visitor;
  if (scopes?.publicOnly === true && account.visibility !== 'public') return false;
  if (viewer === null) return account.visibility === 'public';
  if (viewer.isAdmin || viewer.id === account.id) return true;
  return !viewer.isRestricted && account.visibility !== 'private';
}

const searchUsers = guarded([requireScopes('user')], (call) => {
  const { registry, visitor, target } = call;
  const text = nameKey(queryTrimmed(target.query, 'q'));
  const id = queryNumber(target.query, 'uid');
  const pattern = text.startsWith('%') || text.endsWith('%') ? text : `%${text}%`;
  const found = registry.accounts
    .searchUsers(pattern)
    .filter((account) => isFindable(call, account) && (id <= 0 || account.id === id));
  return answerPage(
    call,
    found,
    (account) => userObject(registry, account, regardOf(account, visitor.account)),
    (data) => ({ data, ok: true }),
  );
});

function answerRepositories(call: Call, owners: readonly Account[]): Answer {
  const { registry, visitor } = call;
  const repositories = owners
    .flatMap((owner) => registry.repositories.ofOwner(owner.id).map((repository) => ({ owner, repository })))
    .filter(({ owner, repository }) => seesRepository(registry, owner, repository, visitor.account))
    .sort((left, right) => (left.repository.name < right.repository.name ? -1 : 1));
  return answerPage(call, repositories, ({ owner, repository }) =>
    repositoryObject(registry, owner, repository, visitor.account),
  );
}

const listOwnRepositories = guarded(
  [requireScopes('user'), requireSignIn, requireScopes('repository')],
  (call) => {
    const { registry, visitor } = call;
    if (visitor.account === null) throw new Error('Nobody is signed in.');
    const { id } = visitor.account;
    const owned = registry.accounts
      .organizationsOf(id)
      .filter((organization) => registry.accounts.teamRights(organization.id, id).includes('owner'));
    return answerRepositories(call, [visitor.account, ...owned]);
  },
);

const listRepositories = withUser(['user'], (call, account) => {
  return requireScopes('repository')(call) ?? answerRepositories(call, [account]);
});

/** Users and their repositories, as far as the app needs them. */
export const accountRoutes: readonly Route[] = [
  { path: 'api/v1/user', methods: { GET: showSelf } },
  { path: 'api/v1/user/repos', methods: { GET: listOwnRepositories } },
  { path: 'api/v1/users/search', methods: { GET: searchUsers } },
  { path: 'api/v1/users/{user}', methods: { GET: showUser } },
  { path: 'api/v1/users/{user}/repos', methods: { GET: listRepositories } },
];
