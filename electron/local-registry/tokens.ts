import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { formatScopes, parseScopes, type TokenScopes } from './scopes.ts';
import { hashTokenSecret, newTokenSecret } from './secrets.ts';

const TokenRow = z.object({
  id: z.number(),
  userId: z.number(),
  name: z.string(),
  lastEight: z.string(),
  scopes: z.string().transform((text) => {
    const scopes = parseScopes(text.split(','));
    if ('unknown' in scopes) throw new Error(`The catalogue holds an unknown scope: ${scopes.unknown}`);
    return scopes;
  }),
  createdAt: z.number(),
});

/** An access token. Its secret is known only to whoever made it: here only the hash is kept. */
export type AccessToken = z.infer<typeof TokenRow>;

const columns = 'id, user_id as userId, name, last_eight as lastEight, scopes, created_at as createdAt';

/** The access tokens of all users. */
export class Tokens {
  readonly #database: DatabaseSync;
  readonly #bySecret: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#bySecret = database.prepare(`select ${columns} from access_token where secret_hash = ?`);
  }

  /** Makes a token, in place of the one that has its name. `secret` is for fixtures; otherwise it is drawn at random. */
  issue(
    userId: number,
    name: string,
    scopes: TokenScopes,
    now: number,
    secret: string = newTokenSecret(),
  ): { readonly token: AccessToken; readonly secret: string } {
    const row = this.#database
      .prepare(
        `insert into access_token (user_id, name, secret_hash, last_eight, scopes, created_at) values (?, ?, ?, ?, ?, ?)
         on conflict (user_id, name) do update set secret_hash = excluded.secret_hash,
         last_eight = excluded.last_eight, scopes = excluded.scopes, created_at = excluded.created_at
         returning ${columns}`,
      )
      .get(userId, name, hashTokenSecret(secret), secret.slice(-8), formatScopes(scopes).join(','), now);
    return { token: TokenRow.parse(row), secret };
  }

  findBySecret(secret: string): AccessToken | null {
    const row = this.#bySecret.get(hashTokenSecret(secret));
    return row === undefined ? null : TokenRow.parse(row);
  }

  /** The tokens of a user, newest first. */
  list(userId: number): readonly AccessToken[] {
    const rows = this.#database
      .prepare(`select ${columns} from access_token where user_id = ? order by id desc`)
      .all(userId);
    return rows.map((row) => TokenRow.parse(row));
  }

  remove(id: number): void {
    this.#database.prepare('delete from access_token where id = ?').run(id);
  }
}
