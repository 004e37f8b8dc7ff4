import type { DatabaseSync } from 'node:sqlite';
import { DatabaseInUse, openDatabase } from '../database/open-database.ts';

/**
 * Everything the registry knows, apart from the bytes. Times are whole seconds since 1970, as the servers keep them.
 * `key` columns hold names as they are compared: in lower case, by Unicode.
 *
 * A `blob` row is written before its content is put in place and a `file` row after; a blob that no file refers to is
 * therefore rubbish, whatever interrupted its life, and is cleared away at the next start.
 */
const schema = `
create table account (
  id integer primary key autoincrement,
  kind text not null check (kind in ('user', 'organization')),
  name text not null,
  key text not null unique,
  email text not null default '',
  login_name text not null default '',
  visibility text not null default 'public' check (visibility in ('public', 'limited', 'private')),
  password_hash text,
  passcode_secret text,
  is_admin integer not null default 0,
  is_restricted integer not null default 0,
  is_active integer not null default 1,
  prohibit_login integer not null default 0,
  must_change_password integer not null default 0,
  created_at integer not null
) strict;
create table former_name (
  key text primary key,
  account_id integer not null references account(id) on delete cascade
) strict, without rowid;
create table team (
  id integer primary key autoincrement,
  organization_id integer not null references account(id) on delete cascade,
  name text not null,
  packages text check (packages in ('read', 'write', 'owner')),
  unique (organization_id, name)
) strict;
create table team_member (
  team_id integer not null references team(id) on delete cascade,
  user_id integer not null references account(id) on delete cascade,
  primary key (team_id, user_id)
) strict, without rowid;
create index team_member_by_user on team_member (user_id);
create table access_token (
  id integer primary key autoincrement,
  user_id integer not null references account(id) on delete cascade,
  name text not null,
  secret_hash text not null unique,
  last_eight text not null,
  scopes text not null,
  created_at integer not null,
  unique (user_id, name)
) strict;
create table repository (
  id integer primary key autoincrement,
  owner_id integer not null references account(id) on delete cascade,
  name text not null,
  key text not null,
  is_private integer not null default 0,
  created_at integer not null,
  unique (owner_id, key)
) strict;
create table package (
  id integer primary key autoincrement,
  owner_id integer not null references account(id) on delete cascade,
  type text not null,
  name text not null,
  key text not null,
  repository_id integer references repository(id) on delete set null,
  unique (owner_id, type, key)
) strict;
create table version (
  id integer primary key autoincrement,
  package_id integer not null references package(id) on delete cascade,
  owner_id integer not null,
  name text not null,
  key text not null,
  creator_id integer not null,
  created_at integer not null,
  unique (package_id, key)
) strict;
create index version_by_age on version (owner_id, created_at, id);
create index version_by_package_age on version (package_id, created_at, id);
create table blob (
  id integer primary key autoincrement,
  sha256 text not null unique,
  size integer not null,
  md5 text not null,
  sha1 text not null,
  sha512 text not null
) strict;
create table file (
  id integer primary key autoincrement,
  version_id integer not null references version(id) on delete cascade,
  name text not null,
  key text not null,
  blob_id integer not null references blob(id),
  created_at integer not null,
  unique (version_id, key)
) strict;
create index file_by_blob on file (blob_id);
`;

/** The data directory is in use by another run of the registry. */
export class RegistryInUse extends Error {}

/**
 * Opens the catalogue's file and keeps everybody else out until it is closed: a second run would take the first
 * one's uploads for leftovers. Throws `RegistryInUse`, and as `openDatabase` does.
 */
export function openCatalogue(path: string): DatabaseSync {
  try {
    return openDatabase(path, { name: 'The registry', migrations: [schema], use: 'alone' });
  } catch (error) {
    if (error instanceof DatabaseInUse) throw new RegistryInUse(error.message, { cause: error });
    throw error;
  }
}
