import { z } from 'zod';
import { Failure } from './failure.ts';

export const AccountId = z.string().regex(/^[a-z0-9-]{1,64}$/);
export type AccountId = z.infer<typeof AccountId>;

/** How the account stands with its server. Being offline is not being signed out. */
export const AccountState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unchecked') }),
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('needs-credential'), failure: Failure }),
  z.strictObject({ kind: z.literal('offline'), failure: Failure }),
]);
export type AccountState = z.infer<typeof AccountState>;

/** A server together with a user name. Its credential stays in main. */
export const Account = z.strictObject({
  id: AccountId,
  /** `built-in` is the registry that comes with the app. */
  kind: z.enum(['server', 'built-in']),
  /** What the user calls it; at first the server's host. */
  label: z.string().min(1).max(100),
  /** Root URL with a sub-path and without a slash at its end. */
  serverUrl: z.string().max(2048),
  /** Null where the token may not ask whom it belongs to. */
  userName: z.string().nullable(),
  /** As the server says it, such as `1.26.4` or `16.0.1+gitea-1.22.0`. Null until it was asked. */
  serverVersion: z.string().nullable(),
  /** `saved` is sealed by the system's keyring; `session` is forgotten when the app quits. */
  credentialKept: z.enum(['saved', 'session']),
  state: AccountState,
});
export type Account = z.infer<typeof Account>;

/** Only what a header can carry: printable ASCII. */
const Token = z.string().regex(/^[\x21-\x7e]{1,1024}$/);

/** The secret of an account. It goes from the window to main once and never comes back. */
export const Credential = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('token'), token: Token }),
  z.strictObject({
    kind: z.literal('password'),
    userName: z.string().min(1).max(255),
    password: z.string().min(1).max(1024),
  }),
]);
export type Credential = z.infer<typeof Credential>;

/** What signing in found out about a server and a credential before anything is saved. */
export const SignInCheck = z.strictObject({
  serverUrl: z.string(),
  serverVersion: z.string().nullable(),
  userName: z.string().nullable(),
  /** A token without `read:user` can list and publish but not name its owner or find its organizations. */
  canAskForUser: z.boolean(),
  /** `http:` sends the credential in the clear. */
  isEncrypted: z.boolean(),
});
export type SignInCheck = z.infer<typeof SignInCheck>;
