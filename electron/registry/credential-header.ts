import type { Credential } from '../../shared/account.ts';
import { assertNever } from '../../shared/assert-never.ts';

/**
 * The one place where a credential becomes a header. Both forms work on every recorded server (01-auth-schemes);
 * `token` in lower case, since Gitea 1.23 does not know `Token`.
 */
export function authorizationOf(credential: Credential): string {
  switch (credential.kind) {
    case 'token':
      return `token ${credential.token}`;
    case 'password': {
      const login = `${credential.userName}:${credential.password}`;
      return `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
    }
    default:
      return assertNever(credential);
  }
}

/** A text of a server's without the credential, in the forms that it may repeat. */
export function withoutSecrets(text: string, credential: Credential | null): string {
  if (credential === null) return text;
  const secret = credential.kind === 'token' ? credential.token : credential.password;
  const header = authorizationOf(credential).replace(/^\S+ /, '');
  return [header, secret, encodeURIComponent(secret.toWellFormed())]
    .filter((form) => form !== '')
    .reduce((hidden, form) => hidden.replaceAll(form, '[hidden]'), text);
}
