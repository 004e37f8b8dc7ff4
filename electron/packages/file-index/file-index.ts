import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import { nameKey } from '../../../shared/names.ts';
import type { VersionFiles } from '../../../shared/package.ts';
import type { FoundFile, FoundFiles, StorageSummary, UsedSpace } from '../../../shared/storage.ts';
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
const NumberedFileRow = FileRow.extend({ versionId: z.int(), id: z.int() });
const DuplicateRow = z.object({
  sha256: z.string(),
  size: z.int(),
  count: z.int(),
  groups: z.int(),
  wasted: z.int(),
});

/** Rows of the largest files, and of duplicates. */
const mostListed = 200;
/** Places that are told of one duplicate. */
const mostPlaces = 20;
const mostFound = 200;

const fileColumns = `version.owner, version.package_name as packageName, version.version, file.name as fileName,
  file.size, file.sha256`;
const fileTables = `file join version on version.listing_id = file.listing_id and version.id = file.version_id`;

/** SQL: a sum that stays a number that JavaScript counts with, whatever sizes a server claims. */
function summed(column: string): string {
  return `cast(min(total(${column}), ${Number.MAX_SAFE_INTEGER}) as integer)`;
}

/** The files of the versions in the kept listings: what takes up space, and where bytes and names are. */
export class FileIndex {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;

  /** `database` was opened with `listingMigrations`. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new Statements(database);
  }

  /**
   * Generic versions whose files are not known, newest first: those with an id below one. Servers number versions as they
   * come, and in the order of the key none is looked at twice.
   */
  unknown(listing: ListingId, below: number, limit: number): readonly UnknownVersion[] {
    return this.#statements
      .sql(
        `select id, owner, package_name as packageName, version from version
         where listing_id = ?1 and id < ?2 and type = 'generic'
           and not exists (select 1 from looked where looked.listing_id = ?1 and looked.version_id = version.id
             and is_outdated = 0)
         order by id desc limit ?3`,
      )
      .all(listing, below, limit)
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
      const bytes = (files?.files ?? []).reduce((sum, { size }) => sum + size, 0);
      this.#statements
        .sql(
          `insert or replace into looked (listing_id, version_id, looked_at, is_damaged, files, bytes)
           values (?, ?, ?, ?, ?, ?)`,
        )
        .run(
          listing,
          versionId,
          now,
          files === null || files.damagedRows > 0 ? 1 : 0,
          files?.files.length ?? 0,
          Math.min(bytes, Number.MAX_SAFE_INTEGER),
        );
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
        this.#statements
          .sql('update looked set is_outdated = 1 where listing_id = ? and version_id = ?')
          .run(listing, id);
    });
  }

  /** All of it has to be looked at again. What is known stays until then. */
  forgetAll(listing: ListingId): void {
    this.#statements.sql('update looked set is_outdated = 1 where listing_id = ?').run(listing);
  }

  state(listing: ListingId): z.infer<typeof KnownRow> {
    const row = this.#statements
      .sql(
        `select (select count(*) from version where listing_id = ?1 and type = 'generic') as total,
           count(*) - coalesce(sum(is_outdated), 0) as known, coalesce(sum(is_damaged), 0) as damaged,
           min(looked_at) as oldestAt
         from looked where listing_id = ?1`,
      )
      .get(listing);
    return KnownRow.parse(row);
  }

  summary(listing: ListingId): StorageSummary {
    const packages = this.packages(listing);
    return {
      packages: [...packages],
      files: packages.reduce((sum, each) => sum + each.files, 0),
      bytes: Math.min(
        packages.reduce((sum, each) => sum + each.bytes, 0),
        Number.MAX_SAFE_INTEGER,
      ),
      largest: this.#files(
        `select ${fileColumns}
         from (select * from file where listing_id = ? order by size desc limit ${mostListed}) as file
         join version on version.listing_id = file.listing_id and version.id = file.version_id
         order by file.size desc, version.package_name`,
        listing,
      ),
      ...this.#duplicates(listing),
    };
  }

  /** What each package takes up, most bytes first. */
  packages(listing: ListingId): readonly UsedSpace[] {
    return this.#spaces(listing, 'lower(version.package_name)', 'null', null);
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

  /** Files after one, in the order of their versions. */
  filesAfter(
    listing: ListingId,
    after: { readonly versionId: number; readonly id: number },
    limit: number,
  ): z.infer<typeof NumberedFileRow>[] {
    return this.#statements
      .sql(
        `select file.version_id as versionId, file.id, ${fileColumns} from ${fileTables}
         where file.listing_id = ? and (file.version_id, file.id) > (?, ?)
         order by file.version_id, file.id limit ?`,
      )
      .all(listing, after.versionId, after.id, limit)
      .map((row) => NumberedFileRow.parse(row));
  }

  #spaces(
    listing: ListingId,
    group: 'lower(version.package_name)' | 'version.id',
    version: 'null' | 'version.version',
    packageName: string | null,
  ): UsedSpace[] {
    return this.#statements
      .sql(
        `select max(version.package_name) as packageName, ${version} as version, count(*) as versions,
           coalesce(sum(looked.files), 0) as files, ${summed('looked.bytes')} as bytes
         from version left join looked on looked.listing_id = version.listing_id and looked.version_id = version.id
         where version.listing_id = ?1 and version.type = 'generic'
           and (?2 is null or lower(version.package_name) = ?2)
         group by ${group} order by bytes desc, packageName`,
      )
      .all(listing, packageName === null ? null : nameKey(packageName))
      .map((row) => SpaceRow.parse(row));
  }

  /** What is there several times, and how much of that there is beyond the rows that are told. */
  #duplicates(listing: ListingId): Pick<StorageSummary, 'duplicates' | 'duplicated'> {
    const rows = this.#statements
      .sql(
        `select sha256, size, count, count(*) over () as groups, cast(min(total((count - 1.0) * size) over (), ${Number.MAX_SAFE_INTEGER}) as integer) as wasted
         from (select sha256, max(size) as size, count(*) as count from file
           where listing_id = ? and size > 0 group by sha256 having count(*) > 1)
         order by (count - 1.0) * size desc limit ${mostListed}`,
      )
      .all(listing)
      .map((row) => DuplicateRow.parse(row));
    const duplicates = rows.map(({ sha256, size, count }) => ({
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
    const [first] = rows;
    return { duplicates, duplicated: { groups: first?.groups ?? 0, bytes: first?.wasted ?? 0 } };
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
