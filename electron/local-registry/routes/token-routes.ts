import { z } from 'zod';
import type { Account } from '../accounts.ts';
import { type Answer, apiError, apiNotFound, json, noContent } from '../answer.ts';
import type { Call } from '../call.ts';
import { formatTime } from '../representations.ts';
import type { Route } from '../router.ts';
import { formatScopes, parseScopes } from '../scopes.ts';
import type { AccessToken } from '../tokens.ts';
import { withUser } from './account-routes.ts';

const NewToken = z.object({ name: z.string(), scopes: z.array(z.string()).default([]) });

const largestRequest = 1024 * 1024;

async function readJson(call: Call): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of call.body()) {
    size += chunk.length;
    if (size > largestRequest) return null;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return null;
  }
}

/** Tokens are a matter between a user and his password: no token may make, list or revoke one [01-new-token]. */
function refuse(call: Call, account: Account): Answer | null {
  const { visitor, registry } = call;
  if (visitor.account === null || (visitor.account.id !== account.id && !visitor.account.isAdmin)) {
    return apiError(403, 'doer should be the site admin or be same as the contextUser', registry.baseUrl);
  }
  return visitor.signedInBy === 'password' ? null : apiError(401, 'auth required', registry.baseUrl);
}

function tokenObject(call: Call, token: AccessToken, secret: string, times: string): object {
  return {
    id: token.id,
    name: token.name,
    sha1: secret,
    token_last_eight: token.lastEight,
    scopes: formatScopes(token.scopes),
    ...(call.registry.dialect.tokensHaveDates ? { created_at: times, last_used_at: times } : {}),
  };
}

const create = withUser(['user'], async (call, account) => {
  const { registry } = call;
  const refusal = refuse(call, account);
  if (refusal !== null) return refusal;
  const { success, data } = NewToken.safeParse(await readJson(call));
  if (!success || data.name === '') return apiError(422, '[Name]: Required', registry.baseUrl);
  if (registry.tokens.list(account.id).some(({ name }) => name === data.name)) {
    return apiError(400, 'access token name has been used already', registry.baseUrl);
  }
  const scopes = parseScopes(data.scopes);
  if ('unknown' in scopes) {
    const message = `invalid access token scope provided: invalid access token scope: ${scopes.unknown}`;
    return apiError(400, message, registry.baseUrl);
  }
  if (formatScopes(scopes).length === 0) {
    return apiError(400, 'access token must have a scope', registry.baseUrl);
  }
  const { token, secret } = registry.tokens.issue(account.id, data.name, scopes, registry.now());
  return json(201, tokenObject(call, token, secret, '0001-01-01T00:00:00Z'));
});

const list = withUser(['user'], (call, account) => {
  const refusal = refuse(call, account);
  if (refusal !== null) return refusal;
  const tokens = call.registry.tokens.list(account.id);
  return json(
    200,
    tokens.map((token) => tokenObject(call, token, '', formatTime(token.createdAt))),
    { 'x-total-count': String(tokens.length) },
  );
});

/** Revokes a token by its id or its name. */
const revoke = withUser(['user'], (call, account) => {
  const { registry } = call;
  const refusal = refuse(call, account);
  if (refusal !== null) return refusal;
  const wanted = call.parameter('token');
  const token = registry.tokens
    .list(account.id)
    .find(({ id, name }) => name === wanted || String(id) === wanted);
  if (token === undefined) return apiNotFound(registry.dialect.tokenNotFound, null, registry.baseUrl);
  registry.tokens.remove(token.id);
  return noContent;
});

/** Making, listing and revoking access tokens [01-new-token]. */
export const tokenRoutes: readonly Route[] = [
  { path: 'api/v1/users/{user}/tokens', methods: { GET: list, POST: create } },
  { path: 'api/v1/users/{user}/tokens/{token}', methods: { DELETE: revoke } },
];
