import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { AccountId } from '../../../shared/account.ts';
import type { ListingChanges } from '../../../shared/listing.ts';
import { nameKey } from '../../../shared/names.ts';
import { Owner } from '../../../shared/owner.ts';
import { PackageVersion } from '../../../shared/package.ts';
import { inTransaction } from '../../database/open-database.ts';
import { Statements } from '../../database/statements.ts';

/** Each migration takes the file from one version to the next; released ones are never changed. */
export const listingMigrations = [
  `
  create table listing (
    id integer primary key,
    account_id text not null,
    owner_key text not null,
    sequence integer not null default 0,
    total integer not null default 0,
    -- Rows of the server's that could not be read when it was complete last.
    unreadable integer not null default 0,
    -- Milliseconds since 1970; null when it never was complete.
    complete_at integer,
    opened_at integer not null,
    unique (account_id, owner_key)
  ) strict;
  create table version (
    listing_id integer not null references listing (id) on delete cascade,
    id integer not null,
    sequence integer not null,
    type text not null,
    owner text not null,
    package_name text not null,
    version text not null,
    created_at integer,
    creator text,
    repository text,
    primary key (listing_id, id)
  ) strict, without rowid;
  create index version_by_sequence on version (listing_id, sequence);
  create table gone (
    listing_id integer not null references listing (id) on delete cascade,
    sequence integer not null,
    id integer not null,
    primary key (listing_id, sequence, id)
  ) strict, without rowid;
  -- JSON of all owners of an account, in their order.
  create table owners (account_id text primary key, list text not null) strict, without rowid;
  `,
  `
  -- Versions whose files are known.
  create table looked (
    listing_id integer not null,
    version_id integer not null,
    looked_at integer not null,
    is_damaged integer not null,
    primary key (listing_id, version_id),
    foreign key (listing_id, version_id) references version (listing_id, id) on delete cascade
  ) strict, without rowid;
  create table file (
    listing_id integer not null,
    version_id integer not null,
    id integer not null,
    name text not null,
    size integer not null,
    sha256 text not null,
    primary key (listing_id, version_id, id),
    foreign key (listing_id, version_id) references version (listing_id, id) on delete cascade
  ) strict, without rowid;
  create index file_by_hash on file (listing_id, sha256);
  create index version_by_package on version (listing_id, lower(package_name));
  `,
  `
  -- What a version comes to stands with it, so that no file is read to sum 100,000 of them up.
  alter table looked add column files integer not null default 0;
  alter table looked add column bytes integer not null default 0;
  -- To be looked at again; what is known stays until then.
  alter table looked add column is_outdated integer not null default 0;
  update looked set files = known.files, bytes = known.bytes
    from (select listing_id, version_id, count(*) as files, cast(min(total(size), 9007199254740991) as integer) as bytes
      from file group by listing_id, version_id) as known
    where known.listing_id = looked.listing_id and known.version_id = looked.version_id;
  create index looked_outdated on looked (listing_id, version_id) where is_outdated = 1;
  drop index file_by_hash;
  create index file_by_hash on file (listing_id, sha256, size);
  create index file_by_size on file (listing_id, size);
  `,
];

/** A listing that is kept, by its number in the cache. */
export type ListingId = number;

/** What is known of a listing as a whole. */
export const KeptListing = z.object({
  sequence: z.int(),
  loaded: z.int(),
  total: z.int(),
  unreadable: z.int(),
  completeAt: z.number().nullable(),
});
export type KeptListing = z.infer<typeof KeptListing>;

const SequenceRow = z.object({ sequence: z.int() });
const IdRow = z.object({ id: z.int() });

/** The last listings of owners, kept on the disk so that they can be shown at once and without the server. */
export class ListingCache {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;

  /** `database` was opened with `listingMigrations`. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new Statements(database);
    // What a power cut takes from a cache is read again.
    database.exec('pragma synchronous = normal');
    database.exec('delete from gone');
  }

  /** The listing of an owner, begun empty when it is new. `now` is milliseconds since 1970. */
  open(accountId: AccountId, owner: string, now: number): ListingId {
    const row = this.#statements
      .sql(
        `insert into listing (account_id, owner_key, opened_at) values (?, ?, ?)
         on conflict (account_id, owner_key) do update set opened_at = excluded.opened_at returning id`,
      )
      .get(accountId, nameKey(owner), now);
    return IdRow.parse(row).id;
  }

  /** The listing of an owner, whether somebody looks at it or not; begun empty when it is new. */
  idOf(accountId: AccountId, owner: string): ListingId {
    const row = this.#statements
      .sql('select id from listing where account_id = ? and owner_key = ?')
      .get(accountId, nameKey(owner));
    return row === undefined ? this.open(accountId, owner, 0) : IdRow.parse(row).id;
  }

  read(listing: ListingId): KeptListing {
    const row = this.#statements
      .sql(
        `select sequence, total, unreadable, complete_at as completeAt,
           (select count(*) from version where listing_id = listing.id) as loaded
         from listing where id = ?`,
      )
      .get(listing);
    return KeptListing.parse(row);
  }

  knows(listing: ListingId, versionId: number): boolean {
    return (
      this.#statements
        .sql('select 1 from version where listing_id = ? and id = ?')
        .get(listing, versionId) !== undefined
    );
  }

  /** Takes a page in. Only what differs from what is kept counts as changed. */
  put(listing: ListingId, versions: readonly PackageVersion[], total: number): void {
    inTransaction(this.#database, () => {
      const sequence = this.#nextSequence(listing);
      for (const each of versions) {
        this.#statements
          .sql(
            `insert into version
               (listing_id, id, sequence, type, owner, package_name, version, created_at, creator, repository)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             on conflict (listing_id, id) do update set sequence = excluded.sequence, type = excluded.type,
               owner = excluded.owner, package_name = excluded.package_name, version = excluded.version,
               created_at = excluded.created_at, creator = excluded.creator, repository = excluded.repository
             where (type, owner, package_name, version, created_at, creator, repository) is not
               (excluded.type, excluded.owner, excluded.package_name, excluded.version, excluded.created_at,
                excluded.creator, excluded.repository)`,
          )
          .run(
            listing,
            each.id,
            sequence,
            each.type,
            each.owner,
            each.packageName,
            each.version,
            each.createdAt,
            each.creator,
            each.repository,
          );
      }
      this.#statements.sql('update listing set total = ? where id = ?').run(total, listing);
    });
  }

  /** All that the server has was read at `now`: what is not among `seen` is gone there. */
  complete(listing: ListingId, seen: ReadonlySet<number> | null, now: number): void {
    if (seen !== null) {
      const kept = this.#ids('select id from version where listing_id = ?', listing);
      this.remove(
        listing,
        kept.filter((id) => !seen.has(id)),
      );
      const { total, loaded } = this.read(listing);
      this.#statements
        .sql('update listing set unreadable = ? where id = ?')
        .run(Math.max(0, total - loaded), listing);
    }
    this.#statements.sql('update listing set complete_at = ? where id = ?').run(now, listing);
  }

  remove(listing: ListingId, versionIds: readonly number[]): void {
    if (versionIds.length === 0) return;
    inTransaction(this.#database, () => {
      const sequence = this.#nextSequence(listing);
      for (const id of versionIds) {
        this.#statements.sql('delete from version where listing_id = ? and id = ?').run(listing, id);
        this.#statements
          .sql('insert into gone (listing_id, sequence, id) values (?, ?, ?)')
          .run(listing, sequence, id);
      }
    });
  }

  /** The kept versions of a generic package, or one of them. */
  find(listing: ListingId, packageName: string, version: string | null): readonly number[] {
    const key = nameKey(packageName);
    // SQLite lowers ASCII only, so names are compared here.
    return this.#statements
      .sql("select id, package_name, version from version where listing_id = ? and type = 'generic'")
      .all(listing)
      .filter(
        (row) =>
          nameKey(String(row['package_name'])) === key &&
          (version === null || nameKey(String(row['version'])) === nameKey(version)),
      )
      .map((row) => IdRow.parse(row).id);
  }

  /** Versions are linked to a repository, or with null to none. */
  setRepository(listing: ListingId, versionIds: readonly number[], repository: string | null): void {
    if (versionIds.length === 0) return;
    inTransaction(this.#database, () => {
      const sequence = this.#nextSequence(listing);
      for (const id of versionIds) {
        this.#statements
          .sql('update version set sequence = ?, repository = ? where listing_id = ? and id = ?')
          .run(sequence, repository, listing, id);
      }
    });
  }

  /** What changed after a sequence: about `limit` versions, all of one sequence together. */
  changes(listing: ListingId, after: number, limit: number): ListingChanges {
    const { sequence: newest } = this.read(listing);
    const last = this.#statements
      .sql(
        'select sequence from version where listing_id = ? and sequence > ? order by sequence limit 1 offset ?',
      )
      .get(listing, after, limit - 1);
    const sequence = last === undefined ? newest : SequenceRow.parse(last).sequence;
    const rows = this.#statements
      .sql(
        `select id, type, owner, package_name as packageName, version, created_at as createdAt, creator, repository
         from version where listing_id = ? and sequence > ? and sequence <= ?`,
      )
      .all(listing, after, sequence);
    return {
      versions: rows.map((row) => PackageVersion.parse(row)),
      removedIds: this.#ids(
        'select id from gone where listing_id = ? and sequence > ? and sequence <= ?',
        listing,
        after,
        sequence,
      ),
      sequence,
      hasMore: sequence < newest,
    };
  }

  /** Keeps whose packages an account shows. */
  keepOwners(accountId: AccountId, owners: readonly Owner[]): void {
    this.#statements
      .sql('insert or replace into owners (account_id, list) values (?, ?)')
      .run(accountId, JSON.stringify(owners));
  }

  /** The owners that were kept last; null where none were. */
  keptOwners(accountId: AccountId): Owner[] | null {
    const row = this.#statements.sql('select list from owners where account_id = ?').get(accountId);
    return row === undefined ? null : z.array(Owner).parse(JSON.parse(String(row['list'])));
  }

  /** Names of owners whose list was there once, the one opened last first, at most `limit`. */
  recentOwners(accountId: AccountId, limit: number): readonly string[] {
    return this.#statements
      .sql(
        `select coalesce((select owner from version where listing_id = listing.id limit 1), owner_key) as name
         from listing where account_id = ? and complete_at is not null and opened_at > 0
         order by opened_at desc limit ?`,
      )
      .all(accountId, limit)
      .map((row) => String(row['name']));
  }

  /** An owner's list is forgotten at the next start, unless it is opened before. */
  forgetRecent(accountId: AccountId, owner: string): void {
    this.#statements
      .sql('update listing set opened_at = 0 where account_id = ? and owner_key = ?')
      .run(accountId, nameKey(owner));
  }

  forgetAccount(accountId: AccountId): void {
    this.#statements.sql('delete from owners where account_id = ?').run(accountId);
    this.#statements.sql('delete from listing where account_id = ?').run(accountId);
  }

  /** Forgets listings that nobody opened since. `before` is milliseconds since 1970. */
  forgetUnopened(before: number): void {
    this.#statements.sql('delete from listing where opened_at < ?').run(before);
  }

  close(): void {
    this.#database.close();
  }

  #nextSequence(listing: ListingId): number {
    const row = this.#statements
      .sql('update listing set sequence = sequence + 1 where id = ? returning sequence')
      .get(listing);
    return SequenceRow.parse(row).sequence;
  }

  #ids(sql: string, ...values: number[]): number[] {
    return this.#statements
      .sql(sql)
      .all(...values)
      .map((row) => IdRow.parse(row).id);
  }
}
