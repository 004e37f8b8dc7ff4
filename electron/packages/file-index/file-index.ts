import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import { nameKey } from '../../../shared/names.ts';
import type { VersionFiles } from '../../../shared/package.ts';
import type { Duplicate, FoundFile, FoundFiles, StorageSummary, UsedSpace } from '../../../shared/storage.ts';
import { inTransaction } from '../../database/open-database.ts';
import { Statements } from '../../database/statements.ts';
import type { ListingId } from '../listing/listing-cache.ts';

const VersionRow = z.object({ id: z.int(), owner: z.string(), packageName: z.string(), version: z.string() });

/** A version of a listing whose files are not known yet. */
export type UnknownVersion = z.infer<typeof VersionRow>;

const KnownRow = z.object({
  known: z.int(),
  total: z.int(),
  damaged: z.int(),
  oldestAt: z.number().nullable(),
});
const SpaceRow = z.object({
  packageName: z.string(),
  version: z.string().nullable(),
  versions: z.int(),
  files: z.int(),
  bytes: z.int(),
});
const FileRow = z.object({
  owner: z.string(),
  packageName: z.string(),
  version: z.string(),
  fileName: z.string(),
  size: z.int(),
  sha256: z.string(),
});
const DuplicateRow = z.object({ sha256: z.string(), size: z.int(), count: z.int() });

/** Rows of the largest files, and of duplicates. */
const mostListed = 200;
/** Places that are told of one duplicate. */
const mostPlaces = 20;
const mostFound = 200;

const fileColumns = `version.owner, version.package_name as packageName, version.version, file.name as fileName,
  file.size, file.sha256`;
const fileTables = `file join version on version.listing_id = file.listing_id and version.id = file.version_id`;

/** The files of the versions in the kept listings: what takes up space, and where bytes and names are. */
export class FileIndex {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;

  /** `database` was opened with `listingMigrations`. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new Statements(database);
  }

  /** Generic versions whose files are not known, newest first. */
  unknown(listing: ListingId, limit: number): readonly UnknownVersion[] {
    return this.#statements
      .sql(
        `select id, owner, package_name as packageName, version from version
         where listing_id = ?1 and type = 'generic'
           and not exists (select 1 from looked where looked.listing_id = ?1 and looked.version_id = version.id)
         order by created_at desc, id desc limit ?2`,
      )
      .all(listing, limit)
      .map((row) => VersionRow.parse(row));
  }

  /** Takes in what a version is made of; null where its files cannot be listed. `now` is milliseconds since 1970. */
  put(listing: ListingId, versionId: number, files: VersionFiles | null, now: number): void {
    inTransaction(this.#database, () => {
      const isListed = this.#statements
        .sql('select 1 from version where listing_id = ? and id = ?')
        .get(listing, versionId);
      if (isListed === undefined) return;
      this.#statements
        .sql('delete from file where listing_id = ? and version_id = ?')
        .run(listing, versionId);
      this.#statements
        .sql(
          'insert or replace into looked (listing_id, version_id, looked_at, is_damaged) values (?, ?, ?, ?)',
        )
        .run(listing, versionId, now, files === null || files.damagedRows > 0 ? 1 : 0);
      const insert = this.#statements.sql(
        'insert or replace into file (listing_id, version_id, id, name, size, sha256) values (?, ?, ?, ?, ?, ?)',
      );
      for (const { id, fileName, size, sha256 } of files?.files ?? [])
        insert.run(listing, versionId, id, fileName, size, sha256);
    });
  }

  /** The kept versions of these names: their ids. */
  idsOf(
    listing: ListingId,
    versions: readonly Pick<VersionCoordinates, 'packageName' | 'version'>[],
  ): number[] {
    // SQLite lowers ASCII only, and generic package names are ASCII; versions are compared here.
    const find = this.#statements.sql(
      `select id, version from version
       where listing_id = ? and type = 'generic' and lower(package_name) = ?`,
    );
    return versions.flatMap(({ packageName, version }) =>
      find
        .all(listing, nameKey(packageName))
        .filter((row) => nameKey(String(row['version'])) === nameKey(version))
        .map((row) => Number(row['id'])),
    );
  }

  /** What these versions are made of has to be looked at again. */
  forget(listing: ListingId, versionIds: readonly number[]): void {
    inTransaction(this.#database, () => {
      for (const id of versionIds)
        this.#statements.sql('delete from looked where listing_id = ? and version_id = ?').run(listing, id);
    });
  }

  /** All of it has to be looked at again. What is known stays until then. */
  forgetAll(listing: ListingId): void {
    this.#statements.sql('delete from looked where listing_id = ?').run(listing);
  }

  state(listing: ListingId): z.infer<typeof KnownRow> {
    const row = this.#statements
      .sql(
        `select (select count(*) from version where listing_id = ?1 and type = 'generic') as total,
           count(*) as known, coalesce(sum(is_damaged), 0) as damaged, min(looked_at) as oldestAt
         from looked where listing_id = ?1`,
      )
      .get(listing);
    return KnownRow.parse(row);
  }

  summary(listing: ListingId): StorageSummary {
    const packages = this.#spaces(listing, 'lower(version.package_name)', 'null', null);
    return {
      packages: [...packages],
      files: packages.reduce((sum, each) => sum + each.files, 0),
      bytes: packages.reduce((sum, each) => sum + each.bytes, 0),
      largest: this.#files(
        `select ${fileColumns}
         from (select * from file where listing_id = ? order by size desc limit ${mostListed}) as file
         join version on version.listing_id = file.listing_id and version.id = file.version_id
         order by file.size desc, version.package_name`,
        listing,
      ),
      duplicates: this.#duplicates(listing),
    };
  }

  /** What each version takes up, of one package or with null of all; most bytes first. */
  versions(listing: ListingId, packageName: string | null): readonly UsedSpace[] {
    return this.#spaces(listing, 'version.id', 'version.version', packageName);
  }

  /** Files whose name holds `text`, or whose sha256 begins with it, newest versions first. */
  find(listing: ListingId, text: string): FoundFiles {
    const wanted = text.trim().toLowerCase();
    if (wanted === '') return { files: [], hasMore: false };
    const isHash = /^[0-9a-f]{6,64}$/.test(wanted);
    const pattern = `%${wanted.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const found = this.#files(
      `select ${fileColumns} from ${fileTables}
       where file.listing_id = ?1 and (lower(file.name) like ?2 escape '\\' or (?3 <> '' and file.sha256 >= ?3
         and file.sha256 < ?3 || 'g'))
       order by version.created_at desc, file.name limit ${mostFound + 1}`,
      listing,
      pattern,
      isHash ? wanted : '',
    );
    return { files: found.slice(0, mostFound), hasMore: found.length > mostFound };
  }

  #spaces(
    listing: ListingId,
    group: 'lower(version.package_name)' | 'version.id',
    version: 'null' | 'version.version',
    packageName: string | null,
  ): UsedSpace[] {
    return this.#statements
      .sql(
        `with used as materialized (
           select version_id, count(*) as files, sum(size) as bytes from file where listing_id = ?1 group by version_id
         )
         select max(version.package_name) as packageName, ${version} as version, count(*) as versions,
           coalesce(sum(used.files), 0) as files, coalesce(sum(used.bytes), 0) as bytes
         from version left join used on used.version_id = version.id
         where version.listing_id = ?1 and version.type = 'generic'
           and (?2 is null or lower(version.package_name) = ?2)
         group by ${group} order by bytes desc, packageName`,
      )
      .all(listing, packageName === null ? null : nameKey(packageName))
      .map((row) => SpaceRow.parse(row));
  }

  #duplicates(listing: ListingId): Duplicate[] {
    return this.#statements
      .sql(
        `select sha256, max(size) as size, count(*) as count from file where listing_id = ? and size > 0
         group by sha256 having count(*) > 1 order by (count(*) - 1) * max(size) desc limit ${mostListed}`,
      )
      .all(listing)
      .map((row) => DuplicateRow.parse(row))
      .map(({ sha256, size, count }) => ({
        sha256,
        size,
        count,
        places: this.#files(
          `select ${fileColumns}
           from (select * from file indexed by file_by_hash where listing_id = ? and sha256 = ? limit ${mostPlaces}) as file
           join version on version.listing_id = file.listing_id and version.id = file.version_id`,
          listing,
          sha256,
        ).map(({ coordinates }) => coordinates),
      }));
  }

  #files(sql: string, ...values: (number | string)[]): FoundFile[] {
    return this.#statements
      .sql(sql)
      .all(...values)
      .map((row) => {
        const { size, sha256, ...coordinates } = FileRow.parse(row);
        return { coordinates, size, sha256 };
      });
  }
}
