import { accessTo, suffices } from '../access.ts';
import type { Account } from '../accounts.ts';
import { type Answer, apiError, layerText, reqPackageAccess } from '../answer.ts';
import type { Call, Guard } from '../call.ts';
import { allows, formatScopes, type RequiredScope, type ScopeCategory } from '../scopes.ts';

/** The methods that need the writing half of a scope. */
function isWriting(method: string): boolean {
  return ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method);
}

/** The API: a token must hold the scopes for these categories; passwords hold all [01-token-scopes]. */
export function requireScopes(...categories: readonly ScopeCategory[]): Guard {
  return (call) => {
    const { scopes } = call.visitor;
    const level = isWriting(call.method) ? 'write' : 'read';
    const required = categories.map((category): RequiredScope => `${level}:${category}`);
    if (scopes === null || allows(scopes, required)) return null;
    const message = `token does not have at least one of required scope(s), required=[${required.join(' ')}], token scope=${formatScopes(scopes).join(',')}`;
    return apiError(403, message, call.registry.baseUrl);
  };
}

/** The API: somebody must be signed in. */
export function requireSignIn(call: Call): Answer | null {
  return call.visitor.account === null ? apiError(401, 'token is required', call.registry.baseUrl) : null;
}

/** The API: the right to an owner's packages. */
export function requireApiAccess(call: Call, owner: Account, needed: 'read' | 'write'): Answer | null {
  if (suffices(accessTo(call.registry, owner, call.visitor.account), needed)) return null;
  return apiError(403, 'user should have specific permission or be a site admin', call.registry.baseUrl);
}

/** The API: a `public-only` token is kept from private owners; limited ones count as public [05-visibility]. */
export function requirePublicOwner(call: Call, owner: Account): Answer | null {
  if (call.visitor.scopes?.publicOnly !== true || owner.visibility !== 'private') return null;
  return apiError(403, 'token scope is limited to public packages', call.registry.baseUrl);
}

/** The registry: scope, `public-only` and right, in this order [03-visibility, 02-check-order]. */
export function requireRegistryAccess(call: Call, owner: Account, needed: 'read' | 'write'): Answer | null {
  const { scopes, account } = call.visitor;
  if (scopes !== null && !allows(scopes, [`${needed}:package`])) return reqPackageAccess;
  if (scopes?.publicOnly === true && owner.visibility === 'private') return layerText(403, 'reqToken\n');
  return suffices(accessTo(call.registry, owner, account), needed) ? null : reqPackageAccess;
}
