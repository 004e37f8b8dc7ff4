import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import { nameKey } from '../../shared/names.ts';
import { Statements } from '../database/statements.ts';
import { flag } from './rows.ts';

const AccountRow = z.object({
  id: z.number(),
  kind: z.enum(['user', 'organization']),
  name: z.string(),
  email: z.string(),
  loginName: z.string(),
  visibility: z.enum(['public', 'limited', 'private']),
  isAdmin: flag,
  isRestricted: flag,
  isActive: flag,
  prohibitLogin: flag,
  mustChangePassword: flag,
  createdAt: z.number(),
});

/** A user or an organization: whoever can own packages. `createdAt` in seconds since 1970. */
export type Account = z.infer<typeof AccountRow>;

const SecretsRow = z.object({ passwordHash: z.string().nullable(), passcodeSecret: z.string().nullable() });

/** What a user signs in with beside tokens: hashed password, and the base32 secret of a second factor. */
export type SignInSecrets = z.infer<typeof SecretsRow>;

/** What a team may do with its organization's packages; null: it has nothing to do with packages. */
export type TeamRight = 'read' | 'write' | 'owner' | null;

/** The columns of an account that are set when it is made or changed from outside. */
export interface AccountColumns {
  kind: 'user' | 'organization';
  name: string;
  email: string;
  login_name: string;
  visibility: 'public' | 'limited' | 'private';
  password_hash: string | null;
  passcode_secret: string | null;
  is_admin: boolean;
  is_restricted: boolean;
  is_active: boolean;
  prohibit_login: boolean;
  must_change_password: boolean;
}

const accountColumns = `id, kind, name, email, login_name as loginName, visibility, is_admin as isAdmin,
  is_restricted as isRestricted, is_active as isActive, prohibit_login as prohibitLogin,
  must_change_password as mustChangePassword, created_at as createdAt`;
function toSql(value: string | boolean | null): SQLInputValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** Users, and organizations with their teams. */
export class Accounts {
  readonly #statements: Statements;

  constructor(database: DatabaseSync) {
    this.#statements = new Statements(database);
  }

  #account(sql: string, ...values: SQLInputValue[]): Account | null {
    const row = this.#statements.sql(`select ${accountColumns} from account where ${sql}`).get(...values);
    return row === undefined ? null : AccountRow.parse(row);
  }

  /** Finds by name, in any case. */
  find(name: string): Account | null {
    return this.#account('key = ?', nameKey(name));
  }

  findById(id: number): Account | null {
    return this.#account('id = ?', id);
  }

  findByEmail(email: string): Account | null {
    return this.#account("kind = 'user' and lower(email) = ?", nameKey(email));
  }

  /** The account that went by this name before it was renamed [13-renamed-owner]. */
  findByFormerName(name: string): Account | null {
    return this.#account('id = (select account_id from former_name where key = ?)', nameKey(name));
  }

  signInSecrets(id: number): SignInSecrets {
    const row = this.#statements
      .sql(
        'select password_hash as passwordHash, passcode_secret as passcodeSecret from account where id = ?',
      )
      .get(id);
    return SecretsRow.parse(row);
  }

  /** Makes an account; what is left out has the schema's defaults. Throws when the name is taken. */
  create(columns: Pick<AccountColumns, 'kind' | 'name'> & Partial<AccountColumns>, now: number): Account {
    const entries = Object.entries({ ...columns, key: nameKey(columns.name) });
    const names = entries.map(([name]) => name).join(', ');
    const { lastInsertRowid } = this.#statements
      .sql(`insert into account (${names}, created_at) values (${entries.map(() => '?').join(', ')}, ?)`)
      .run(...entries.map(([, value]) => toSql(value)), now);
    return this.#existing(Number(lastInsertRowid));
  }

  #existing(id: number): Account {
    const account = this.findById(id);
    if (account === null) throw new Error(`There is no account ${id}.`);
    return account;
  }

  /** Changes an account. */
  change(id: number, columns: Partial<Omit<AccountColumns, 'kind' | 'name'>>): void {
    for (const [name, value] of Object.entries(columns)) {
      this.#statements.sql(`update account set ${name} = ? where id = ?`).run(toSql(value), id);
    }
  }

  /** Renames an account; requests to the old name are redirected from now on. */
  rename(id: number, name: string): void {
    const account = this.#existing(id);
    this.#statements.sql('delete from former_name where key = ?').run(nameKey(name));
    this.#statements
      .sql(
        'insert into former_name (key, account_id) values (?, ?) on conflict (key) do update set account_id = excluded.account_id',
      )
      .run(nameKey(account.name), id);
    this.#statements.sql('update account set name = ?, key = ? where id = ?').run(name, nameKey(name), id);
  }

  /** Deletes an account with its tokens and packages. What it created elsewhere stays [15-meanwhile]. */
  remove(id: number): void {
    this.#statements.sql('delete from account where id = ?').run(id);
  }

  /** All accounts of a kind, by name. */
  list(kind: 'user' | 'organization'): readonly Account[] {
    const rows = this.#statements
      .sql(`select ${accountColumns} from account where kind = ? order by key`)
      .all(kind);
    return rows.map((row) => AccountRow.parse(row));
  }

  /** The users whose name or e-mail address is like a pattern (lower case, LIKE), by name. */
  searchUsers(pattern: string): readonly Account[] {
    const rows = this.#statements
      .sql(
        `select ${accountColumns} from account where kind = 'user' and (key like ? or lower(email) like ?) order by key`,
      )
      .all(pattern, pattern);
    return rows.map((row) => AccountRow.parse(row));
  }

  /** The organizations that a user is a member of, by name. */
  organizationsOf(userId: number): readonly Account[] {
    const rows = this.#statements
      .sql(
        `select ${accountColumns} from account where id in (select organization_id from team
       join team_member on team_member.team_id = team.id where team_member.user_id = ?) order by key`,
      )
      .all(userId);
    return rows.map((row) => AccountRow.parse(row));
  }

  /** The rights of all teams of an organization that a user is in; empty: no member. */
  teamRights(organizationId: number, userId: number): readonly TeamRight[] {
    const rows = this.#statements
      .sql(
        `select team.packages from team join team_member on team_member.team_id = team.id
       where team.organization_id = ? and team_member.user_id = ?`,
      )
      .all(organizationId, userId);
    return rows.map((row) => z.enum(['read', 'write', 'owner']).nullable().parse(row['packages']));
  }

  /** Makes a team, or changes the right of the one of that name, and answers its id. */
  setTeam(organizationId: number, name: string, right: TeamRight): number {
    const row = this.#statements
      .sql(
        `insert into team (organization_id, name, packages) values (?, ?, ?)
       on conflict (organization_id, name) do update set packages = excluded.packages returning id`,
      )
      .get(organizationId, name, right);
    return Number(row?.['id']);
  }

  addTeamMember(teamId: number, userId: number): void {
    this.#statements
      .sql('insert into team_member (team_id, user_id) values (?, ?) on conflict do nothing')
      .run(teamId, userId);
  }

  /** Takes a user out of all teams of an organization. */
  removeMember(organizationId: number, userId: number): void {
    this.#statements
      .sql(
        'delete from team_member where user_id = ? and team_id in (select id from team where organization_id = ?)',
      )
      .run(userId, organizationId);
  }
}
