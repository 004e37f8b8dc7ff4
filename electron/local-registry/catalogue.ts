import type { DatabaseSync } from 'node:sqlite';
import { nameKey } from '../../shared/names.ts';
import { inTransaction } from '../database/open-database.ts';
import { Statements } from '../database/statements.ts';
import {
  FileRow,
  fileColumns,
  PackageRow,
  type StoredFile,
  type StoredPackage,
  type StoredVersion,
  VersionRow,
  versionColumns,
} from './catalogue-rows.ts';
import type { Page } from './paging.ts';

/** The sha256 of content that nothing refers to any more after a deletion. */
export type ReleasedContent = readonly string[];

/** Which versions to list. `namePattern` is a LIKE pattern for the package's key, `type` an exact type; null is any. */
export interface VersionFilter {
  readonly ownerId: number;
  readonly packageId: number | null;
  readonly type: string | null;
  readonly namePattern: string | null;
}

/** Packages, versions and files: what there is, as one SQLite file keeps it. */
export class Catalogue {
  readonly #database: DatabaseSync;
  readonly #withinSecond: 'asc' | 'desc';
  readonly #statements: Statements;

  constructor(database: DatabaseSync, withinSecond: 'oldest-first' | 'newest-first') {
    this.#database = database;
    this.#statements = new Statements(database);
    this.#withinSecond = withinSecond === 'oldest-first' ? 'asc' : 'desc';
  }

  findPackage(ownerId: number, type: string, name: string): StoredPackage | null {
    const row = this.#statements
      .sql(
        'select id, type, name, repository_id as repositoryId from package where owner_id = ? and type = ? and key = ?',
      )
      .get(ownerId, type, nameKey(name));
    return row === undefined ? null : PackageRow.parse(row);
  }

  findVersion(ownerId: number, type: string, packageName: string, name: string): StoredVersion | null {
    const row = this.#statements
      .sql(
        `select ${versionColumns} from package join version on version.package_id = package.id
       where package.owner_id = ? and package.type = ? and package.key = ? and version.key = ?`,
      )
      .get(ownerId, type, nameKey(packageName), nameKey(name));
    return row === undefined ? null : VersionRow.parse(row);
  }

  /** The version of a package that was created last: not the highest [06-package]. */
  latestVersion(packageId: number): StoredVersion | null {
    const row = this.#statements
      .sql(
        `select ${versionColumns} from version join package on package.id = version.package_id
       where version.package_id = ? order by version.created_at desc, version.id desc limit 1`,
      )
      .get(packageId);
    return row === undefined ? null : VersionRow.parse(row);
  }

  findFile(versionId: number, name: string): StoredFile | null {
    const row = this.#statements
      .sql(
        `select ${fileColumns} from file join blob on blob.id = file.blob_id where file.version_id = ? and file.key = ?`,
      )
      .get(versionId, nameKey(name));
    return row === undefined ? null : FileRow.parse(row);
  }

  /** All files of a version, in the order in which they came [06-detail]. */
  listFiles(versionId: number): readonly StoredFile[] {
    const rows = this.#statements
      .sql(
        `select ${fileColumns} from file join blob on blob.id = file.blob_id where file.version_id = ? order by file.id`,
      )
      .all(versionId);
    return rows.map((row) => FileRow.parse(row));
  }

  /** A page of versions, newest first, and how many there are on all pages [05-order, 05-query]. */
  listVersions(filter: VersionFilter, page: Page): { versions: readonly StoredVersion[]; total: number } {
    const conditions = [filter.packageId === null ? 'version.owner_id = ?' : 'version.package_id = ?'];
    const values: (number | string)[] = [filter.packageId ?? filter.ownerId];
    if (filter.type !== null || filter.namePattern !== null) {
      conditions.push(`version.package_id in (select id from package
        where owner_id = ? and (? is null or type = ?) and (? is null or key like ?))`);
    }
    const choice =
      conditions.length === 1
        ? []
        : [filter.ownerId, filter.type, filter.type, filter.namePattern, filter.namePattern];
    const where = conditions.join(' and ');
    const count = this.#statements
      .sql(`select count(*) as total from version where ${where}`)
      .get(...values, ...choice);
    const order = `order by version.created_at desc, version.id ${this.#withinSecond}`;
    const rows = this.#statements
      .sql(
        `select ${versionColumns} from version join package on package.id = version.package_id
         where version.id in (select id from version where ${where} ${order} limit ? offset ?) ${order}`,
      )
      .all(...values, ...choice, page.size, Math.min((page.page - 1) * page.size, Number.MAX_SAFE_INTEGER));
    return { versions: rows.map((row) => VersionRow.parse(row)), total: Number(count?.['total'] ?? 0) };
  }

  /**
   * Deletes a file, and its version when it was the last one [04-delete]. Answers the content that nothing refers to
   * any more, or null when there is no such file; so do the other deletions.
   */
  deleteFile(versionId: number, fileId: number): ReleasedContent | null {
    return this.#delete('select blob_id from file where id = ?', fileId, () => {
      const { changes } = this.#statements.sql('delete from file where id = ?').run(fileId);
      this.#statements
        .sql(
          'delete from version where id = ? and not exists (select 1 from file where file.version_id = version.id)',
        )
        .run(versionId);
      return changes;
    });
  }

  /** Deletes a version with its files; its package stays and keeps its spelling. */
  deleteVersion(versionId: number): ReleasedContent | null {
    return this.#delete(
      'select blob_id from file where version_id = ?',
      versionId,
      () => this.#statements.sql('delete from version where id = ?').run(versionId).changes,
    );
  }

  /** Deletes a package with everything in it, its spelling too [04-delete-api]. */
  deletePackage(packageId: number): ReleasedContent | null {
    return this.#delete(
      'select blob_id from file join version on version.id = file.version_id where version.package_id = ?',
      packageId,
      () => this.#statements.sql('delete from package where id = ?').run(packageId).changes,
    );
  }

  #delete(blobsOf: string, id: number, remove: () => number | bigint): ReleasedContent | null {
    return inTransaction(this.#database, () => {
      const blobIds = new Set(
        this.#statements
          .sql(blobsOf)
          .all(id)
          .map((row) => Number(row['blob_id'])),
      );
      if (Number(remove()) === 0) return null;
      const unreferenced = this.#statements.sql(
        'select sha256 from blob where id = ? and not exists (select 1 from file where file.blob_id = blob.id)',
      );
      return [...blobIds].flatMap((blobId) => {
        const row = unreferenced.get(blobId);
        return row === undefined ? [] : [String(row['sha256'])];
      });
    });
  }

  /** Links a package to a repository, or unlinks it with null. */
  linkPackage(packageId: number, repositoryId: number | null): void {
    this.#statements.sql('update package set repository_id = ? where id = ?').run(repositoryId, packageId);
  }
}
