import { Credential } from '../../shared/account.ts';
import { t } from '../text/text.ts';

/** What the account dialog's fields hold. */
export interface AccountForm {
  readonly address: string;
  readonly method: 'token' | 'password';
  readonly token: string;
  readonly userName: string;
  readonly password: string;
}

/** What is wrong with a field, in words; null for what is right. */
export interface AccountFormProblems {
  readonly address: string | null;
  readonly token: string | null;
  readonly userName: string | null;
  readonly password: string | null;
}

/** What keeps the form from being sent. The server has the last word on all of it. */
export function problemsOf(form: AccountForm): AccountFormProblems {
  const isToken = form.method === 'token';
  return {
    address: form.address.trim() === '' ? t('accounts.dialog.addressMissing') : null,
    token: isToken ? tokenProblem(form.token.trim()) : null,
    userName: !isToken && form.userName.trim() === '' ? t('accounts.dialog.userNameMissing') : null,
    password: !isToken && form.password === '' ? t('accounts.dialog.passwordMissing') : null,
  };
}

function tokenProblem(token: string): string | null {
  if (token === '') return t('accounts.dialog.tokenMissing');
  return Credential.safeParse({ kind: 'token', token }).success ? null : t('accounts.dialog.tokenRefused');
}

/** The credential that the form describes; blanks around a pasted token are not part of it. */
export function credentialOf(form: AccountForm): Credential {
  return form.method === 'token'
    ? { kind: 'token', token: form.token.trim() }
    : { kind: 'password', userName: form.userName.trim(), password: form.password };
}

/** Whether the address sends credentials in the clear over a network; this computer itself is no network. */
export function isPlainHttp(address: string): boolean {
  const match = /^\s*http:\/\/(\[[^\]]*\]|[^/:\s]*)/i.exec(address);
  const host = match?.[1];
  return host !== undefined && !/^(localhost|127(\.\d+){3}|\[::1\])$/i.test(host);
}
