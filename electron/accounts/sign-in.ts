import type { Credential, SignInCheck } from '../../shared/account.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { RegistryClient } from '../registry/registry-client.ts';

/**
 * Asks a server whom a credential belongs to. A token without `read:user` is good for packages all the same
 * (01-token-scopes); one without `read:package` is good for nothing here and fails with `missing-scope`.
 */
export async function signIn(client: RegistryClient, credential: Credential): Promise<Outcome<SignInCheck>> {
  const version = await client.getServerVersion();
  // Servers that let nobody in without a sign-in say so even here (10-sign-in-required); the user decides then.
  if (!version.ok && version.failure.reason !== 'sign-in-required') {
    const { reason } = version.failure;
    const isNoRegistry = reason === 'not-offered' || reason === 'not-found';
    return isNoRegistry ? failed('unexpected-answer', { subject: hostOf(client.serverUrl) }) : version;
  }
  const user = await client.getUser();
  const canAskForUser = user.ok;
  if (!user.ok && user.failure.reason !== 'missing-scope') return user;
  const userName = user.ok ? user.value.name : nameIn(credential);
  if (user.ok) {
    const packages = await client.listVersions(user.value.name, 1);
    if (!packages.ok && packages.failure.reason === 'missing-scope') return packages;
  }
  return succeeded({
    serverUrl: client.serverUrl,
    serverVersion: version.ok ? version.value : null,
    userName,
    canAskForUser,
    isEncrypted: client.serverUrl.startsWith('https:'),
  });
}

function nameIn(credential: Credential): string | null {
  return credential.kind === 'password' ? credential.userName : null;
}

export function hostOf(serverUrl: string): string {
  return URL.parse(serverUrl)?.host ?? serverUrl;
}
