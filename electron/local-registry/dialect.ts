import { assertNever } from '../../shared/assert-never.ts';
import { escapePathSegment } from './percent-encoding.ts';

/** The two behaviours that were recorded: Gitea 1.23.6 and 1.26-dev. */
export type ServerVersion = '1.23' | '1.26';

/** Why credentials were refused. The older server tells them apart, the newer does not. */
export type CredentialProblem =
  | { readonly kind: 'unknown-token' }
  | { readonly kind: 'unknown-user'; readonly name: string }
  | { readonly kind: 'unknown-email'; readonly email: string }
  | { readonly kind: 'no-password'; readonly id: number; readonly name: string }
  | { readonly kind: 'wrong-password'; readonly id: number; readonly name: string }
  | { readonly kind: 'prohibited'; readonly id: number; readonly name: string }
  | { readonly kind: 'wrong-passcode' };

/**
 * Where the two servers differ. Everything else is the same for both; each field names the recording that shows
 * the difference.
 */
export interface Dialect {
  /** What `/api/v1/version` says [01-discovery]. */
  readonly version: string;
  /** The name of a file's size in a listing of files [06-detail]. */
  readonly sizeField: 'Size' | 'size';
  /** Whether a file answers HEAD [03-download]. */
  readonly answersHead: boolean;
  /** Order of versions that were created within one second [05-order]. */
  readonly withinSecond: 'oldest-first' | 'newest-first';
  /** Whether there are endpoints for a whole package: versions, latest, delete, link [06-package, 07-link]. */
  readonly hasPackageEndpoints: boolean;
  /** Whether the API asks for a sign-in before it looks at anything else [02-check-order]. */
  readonly asksSignInFirst: boolean;
  /** Whether `Token` with a capital, and blanks around the value, are understood [01-auth-schemes]. */
  readonly readsSchemesLoosely: boolean;
  /** Whether restricted users read public organizations [03-visibility]. */
  readonly restrictedReadPublicOrganizations: boolean;
  /** Whether a member's permissions follow the rights of the teams [01-discovery]. */
  readonly permissionsFollowTeams: boolean;
  /** The texts of the API for a version, a package and anything else that is not there [06-detail, 06-package]. */
  readonly versionNotFound: string;
  readonly packageNotFound: string;
  readonly tokenNotFound: string;
  /** The body of an internal error, for everybody but a site admin [02-publish]. */
  readonly internalError: string;
  /** The body of the registry's 401 for wrong credentials [01-auth-schemes]. */
  readonly registryBadCredentials: string;
  /** The same on the API. */
  readonly apiBadCredentials: (problem: CredentialProblem) => string;
  /** Whether access tokens tell when they were made and used [01-new-token]. */
  readonly tokensHaveDates: boolean;
  /** An e-mail address for those who may not see the real one [01-discovery]. */
  readonly placeholderEmail: (id: number, name: string) => string;
  /** What downloads carry beside the headers both servers send [03-download]. */
  readonly downloadHeaders: (fileName: string) => Readonly<Record<string, string>>;
}

function olderBadCredentials(problem: CredentialProblem): string {
  switch (problem.kind) {
    case 'unknown-token':
      return 'user does not exist [uid: 0, name: ]';
    case 'unknown-user':
      return `user does not exist [uid: 0, name: ${problem.name}]`;
    case 'unknown-email':
      return `Email address does not exist [email: ${problem.email}]`;
    case 'no-password':
      return `user's password isn't set [uid: ${problem.id}, name: ${problem.name}]`;
    case 'wrong-password':
      return `user's password is invalid [uid: ${problem.id}, name: ${problem.name}]`;
    case 'prohibited':
      return `user is not allowed login [uid: ${problem.id}, name: ${problem.name}]`;
    case 'wrong-passcode':
      return 'invalid provided OTP';
    default:
      return assertNever(problem);
  }
}

const older: Dialect = {
  version: '1.23.6',
  sizeField: 'Size',
  answersHead: false,
  withinSecond: 'oldest-first',
  hasPackageEndpoints: false,
  asksSignInFirst: false,
  readsSchemesLoosely: false,
  restrictedReadPublicOrganizations: false,
  permissionsFollowTeams: true,
  versionNotFound: 'package does not exist',
  packageNotFound: 'package does not exist',
  tokenNotFound: "The target couldn't be found.",
  internalError: '',
  registryBadCredentials: 'authGroup.Verify\n',
  apiBadCredentials: olderBadCredentials,
  tokensHaveDates: false,
  placeholderEmail: (_id, name) => `${name.toLowerCase()}@noreply.localhost`,
  downloadHeaders: (fileName) => ({
    'access-control-expose-headers': 'Content-Disposition',
    'cache-control': 'private, max-age=300',
    'content-disposition': `attachment; filename="${fileName}"; filename*=UTF-8''${escapePathSegment(fileName)}`,
  }),
};

const newer: Dialect = {
  version: '1.26.0-dev',
  sizeField: 'size',
  answersHead: true,
  withinSecond: 'newest-first',
  hasPackageEndpoints: true,
  asksSignInFirst: true,
  readsSchemesLoosely: true,
  restrictedReadPublicOrganizations: true,
  permissionsFollowTeams: false,
  versionNotFound: 'GetVersionByNameAndVersion: package does not exist',
  packageNotFound: 'GetPackageByName: package does not exist',
  tokenNotFound: 'not found',
  internalError: 'internal server error',
  registryBadCredentials: 'Failed to authenticate user\n',
  apiBadCredentials: () => 'invalid username, password or token',
  tokensHaveDates: true,
  placeholderEmail: (id, name) => `${id}+${name.toLowerCase()}@noreply.localhost`,
  downloadHeaders: () => ({
    'cache-control': 'max-age=0, private, must-revalidate, no-transform',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  }),
};

/** The dialect of each server version. */
export const dialects: Readonly<Record<ServerVersion, Dialect>> = { '1.23': older, '1.26': newer };
