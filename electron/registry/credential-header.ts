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
