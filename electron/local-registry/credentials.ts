import type { Account } from './accounts.ts';
import type { CredentialProblem } from './dialect.ts';
import { type Query, queryText } from './query.ts';
import type { Registry } from './registry.ts';
import type { TokenScopes } from './scopes.ts';
import { isPasscode, isPassword } from './secrets.ts';

/** Who asks: nobody (`account` null), or a user by token (with its scopes) or by password (`scopes` null). */
export interface Visitor {
  readonly account: Account | null;
  readonly scopes: TokenScopes | null;
  readonly signedInBy: 'nothing' | 'token' | 'password';
}

/** Either somebody, or credentials that are refused, or a header in no form that is known. */
export type Identification =
  | { readonly kind: 'visitor'; readonly visitor: Visitor }
  | { readonly kind: 'refused'; readonly problem: CredentialProblem }
  | { readonly kind: 'unreadable' };

/** What a request says about who it comes from. */
export interface Claim {
  readonly authorization: string;
  /** X-Gitea-OTP. */
  readonly passcode: string;
  readonly query: Query;
}

/** Nobody: also how the API takes a header that it cannot read. */
export const nobody: Visitor = { account: null, scopes: null, signedInBy: 'nothing' };

function byToken(registry: Registry, secret: string): Identification | null {
  const token = registry.tokens.findBySecret(secret);
  const account = token === null ? null : registry.accounts.findById(token.userId);
  if (token === null || account === null) return null;
  return { kind: 'visitor', visitor: { account, scopes: token.scopes, signedInBy: 'token' } };
}

function byPassword(registry: Registry, login: string, password: string, passcode: string): Identification {
  const name = login.trim();
  const isEmail = name.includes('@');
  const account = isEmail ? registry.accounts.findByEmail(name) : registry.accounts.find(name);
  if (account === null) {
    return {
      kind: 'refused',
      problem: isEmail ? { kind: 'unknown-email', email: login } : { kind: 'unknown-user', name: login },
    };
  }
  const { id } = account;
  const { passwordHash, passcodeSecret } = registry.accounts.signInSecrets(id);
  if (passwordHash === null)
    return { kind: 'refused', problem: { kind: 'no-password', id, name: account.name } };
  if (!isPassword(password, passwordHash)) {
    return { kind: 'refused', problem: { kind: 'wrong-password', id, name: account.name } };
  }
  if (account.prohibitLogin)
    return { kind: 'refused', problem: { kind: 'prohibited', id, name: account.name } };
  if (passcodeSecret !== null && !isPasscode(passcode, passcodeSecret, registry.now())) {
    return { kind: 'refused', problem: { kind: 'wrong-passcode' } };
  }
  return { kind: 'visitor', visitor: { account, scopes: null, signedInBy: 'password' } };
}

interface BasicPair {
  readonly user: string;
  readonly password: string;
}

/** `user:password` in strict base64 (RFC 7617); null when it is not. */
function readBasicPair(encoded: string): BasicPair | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded)) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * Reads a Basic header's pair. The older server takes one that cannot be read for an empty user, the newer for no
 * header at all [01-auth-schemes: `Basic !!!`].
 */
function readBasic(registry: Registry, header: string): BasicPair | null {
  if (registry.dialect.readsSchemesLoosely) {
    const [scheme, encoded, ...rest] = header.trim().split(/\s+/);
    if (scheme?.toLowerCase() !== 'basic' || encoded === undefined || rest.length > 0) return null;
    return readBasicPair(encoded);
  }
  const [, encoded] = /^basic (.*)$/is.exec(header) ?? [];
  return encoded === undefined ? null : (readBasicPair(encoded) ?? { user: '', password: '' });
}

/** The token of a `token T` or `Bearer T` header. Only the newer server reads `Token` [01-auth-schemes]. */
function readTokenHeader(registry: Registry, header: string): string | null {
  const [scheme = '', secret, ...rest] = header.trim().split(/\s+/);
  if (secret === undefined || rest.length > 0) return null;
  const isToken = registry.dialect.readsSchemesLoosely
    ? scheme.toLowerCase() === 'token'
    : scheme === 'token';
  return isToken || scheme.toLowerCase() === 'bearer' ? secret : null;
}

function basic(registry: Registry, pair: BasicPair, passcode: string): Identification | null {
  const secretIsUser = pair.password === '' || pair.password === 'x-oauth-basic';
  const found = byToken(registry, secretIsUser ? pair.user : pair.password);
  if (found !== null) return found;
  if (!registry.settings.passwordSignInEnabled) return null;
  return byPassword(registry, pair.user, pair.password, passcode);
}

/**
 * Finds out who asks, from a token in the query (which beats the header), a token or a name with password in the
 * header. Wrong credentials are refused and never taken for nobody [01-auth-schemes].
 */
export function identify(registry: Registry, claim: Claim): Identification {
  const inQuery = queryText(claim.query, 'token') || queryText(claim.query, 'access_token');
  const secret =
    registry.settings.queryTokensEnabled && inQuery !== ''
      ? inQuery
      : readTokenHeader(registry, claim.authorization);
  if (secret !== null) {
    return byToken(registry, secret) ?? { kind: 'refused', problem: { kind: 'unknown-token' } };
  }
  const pair = readBasic(registry, claim.authorization);
  const found = pair === null ? null : basic(registry, pair, claim.passcode);
  if (found !== null) return found;
  return claim.authorization === '' ? { kind: 'visitor', visitor: nobody } : { kind: 'unreadable' };
}
