import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { nameKey } from '../../shared/names.ts';
import type { ReceivedContent } from './blobs.ts';
import type { Page } from './paging.ts';
import { inTransaction } from './schema.ts';

const PackageRow = z.object({
  id: z.number(),
  type: z.string(),
  name: z.string(),
  repositoryId: z.number().nullable(),
});

/** A package: it keeps the spelling of its first upload, also after its last version went [04-delete]. */
export type StoredPackage = z.infer<typeof PackageRow>;

const VersionRow = z.object({
  id: z.number(),
  packageId: z.number(),
  ownerId: z.number(),
  type: z.string(),
  packageName: z.string(),
  name: z.string(),
  creatorId: z.number(),
  repositoryId: z.number().nullable(),
  createdAt: z.number(),
});

/** A version of a package. */
export type StoredVersion = z.infer<typeof VersionRow>;

const FileRow = z.object({
  id: z.number(),
  name: z.string(),
  createdAt: z.number(),
  size: z.number(),
  md5: z.string(),
  sha1: z.string(),
  sha256: z.string(),
  sha512: z.string(),
});

/** A file of a version, with the hashes of its content. */
export type StoredFile = z.infer<typeof FileRow>;

/** What is published: whose, what, under which names, by whom, when (seconds since 1970). */
export interface Publication {
  readonly ownerId: number;
  readonly creatorId: number;
  readonly type: string;
  readonly packageName: string;
  readonly versionName: string;
  readonly fileName: string;
  readonly now: number;
}

/** The limits that a publication must keep; null is no limit. */
export interface PublicationLimits {
  readonly fileSize: number | null;
  readonly ownerSize: number | null;
  readonly ownerVersions: number | null;
}

/** Why a publication was refused. */
export type PublicationProblem = 'file-exists' | 'file-too-large' | 'owner-full' | 'too-many-versions';

/** The sha256 of content that nothing refers to any more after a deletion. */
export type ReleasedContent = readonly string[];

/** Which versions to list. `namePattern` is a LIKE pattern for the package's key, `type` an exact type; null is any. */
export interface VersionFilter {
  readonly ownerId: number;
  readonly packageId: number | null;
  readonly type: string | null;
  readonly namePattern: string | null;
}

class PublicationRefused extends Error {
  readonly problem: PublicationProblem;

  constructor(problem: PublicationProblem) {
    super(problem);
    this.problem = problem;
  }
}

const versionColumns = `version.id, version.package_id as packageId, version.owner_id as ownerId, package.type,
  package.name as packageName, version.name, version.creator_id as creatorId,
  package.repository_id as repositoryId, version.created_at as createdAt`;
const fileColumns = `file.id, file.name, file.created_at as createdAt,
  blob.size, blob.md5, blob.sha1, blob.sha256, blob.sha512`;

/** Packages, versions and files: what there is, as one SQLite file keeps it. */
export class Catalogue {
  readonly #database: DatabaseSync;
  readonly #withinSecond: 'asc' | 'desc';
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, withinSecond: 'oldest-first' | 'newest-first') {
    this.#database = database;
    this.#withinSecond = withinSecond === 'oldest-first' ? 'asc' : 'desc';
  }

  #sql(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  findPackage(ownerId: number, type: string, name: string): StoredPackage | null {
    const row = this.#sql(
      'select id, type, name, repository_id as repositoryId from package where owner_id = ? and type = ? and key = ?',
    ).get(ownerId, type, nameKey(name));
    return row === undefined ? null : PackageRow.parse(row);
  }

  findVersion(ownerId: number, type: string, packageName: string, name: string): StoredVersion | null {
    const row = this.#sql(
      `select ${versionColumns} from package join version on version.package_id = package.id
       where package.owner_id = ? and package.type = ? and package.key = ? and version.key = ?`,
    ).get(ownerId, type, nameKey(packageName), nameKey(name));
    return row === undefined ? null : VersionRow.parse(row);
  }

  /** The version of a package that was created last: not the highest [06-package]. */
  latestVersion(packageId: number): StoredVersion | null {
    const row = this.#sql(
      `select ${versionColumns} from version join package on package.id = version.package_id
       where version.package_id = ? order by version.created_at desc, version.id desc limit 1`,
    ).get(packageId);
    return row === undefined ? null : VersionRow.parse(row);
  }

  findFile(versionId: number, name: string): StoredFile | null {
    const row = this.#sql(
      `select ${fileColumns} from file join blob on blob.id = file.blob_id where file.version_id = ? and file.key = ?`,
    ).get(versionId, nameKey(name));
    return row === undefined ? null : FileRow.parse(row);
  }

  /** All files of a version, in the order in which they came [06-detail]. */
  listFiles(versionId: number): readonly StoredFile[] {
    const rows = this.#sql(
      `select ${fileColumns} from file join blob on blob.id = file.blob_id where file.version_id = ? order by file.id`,
    ).all(versionId);
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
    const count = this.#sql(`select count(*) as total from version where ${where}`).get(...values, ...choice);
    const rows = this.#sql(
      `select ${versionColumns} from version join package on package.id = version.package_id where ${where}
       order by version.created_at desc, version.id ${this.#withinSecond} limit ? offset ?`,
    ).all(...values, ...choice, page.size, Math.min((page.page - 1) * page.size, Number.MAX_SAFE_INTEGER));
    return { versions: rows.map((row) => VersionRow.parse(row)), total: Number(count?.['total'] ?? 0) };
  }

  /**
   * Notes that content is about to be put in its place, so that it is found and cleared away should nothing come
   * to refer to it. Not waited for on the disk: the commit that follows is.
   */
  announceBlob(content: ReceivedContent): void {
    this.#database.exec('pragma synchronous = normal');
    try {
      this.#sql(
        `insert into blob (sha256, size, md5, sha1, sha512) values (?, ?, ?, ?, ?) on conflict (sha256) do nothing`,
      ).run(content.sha256, content.size, content.md5, content.sha1, content.sha512);
    } finally {
      this.#database.exec('pragma synchronous = full');
    }
  }

  /**
   * Adds a file to its version, making version and package as needed, in one step: a refused one leaves nothing.
   * The checks come in the order recorded in 08-*: number of versions, size of the file, size of the owner, then
   * whether the file is there. The content must be in its place.
   */
  publish(publication: Publication, sha256: string, limits: PublicationLimits): PublicationProblem | null {
    try {
      inTransaction(this.#database, () => this.#insert(publication, sha256, limits));
      return null;
    } catch (error) {
      if (error instanceof PublicationRefused) return error.problem;
      throw error;
    }
  }

  #insert(publication: Publication, sha256: string, limits: PublicationLimits): void {
    const { ownerId, type, packageName, versionName, fileName, now } = publication;
    this.#sql(
      'insert into package (owner_id, type, name, key) values (?, ?, ?, ?) on conflict (owner_id, type, key) do nothing',
    ).run(ownerId, type, packageName, nameKey(packageName));
    const { id: packageId } = PackageRow.parse(this.findPackage(ownerId, type, packageName));
    const { changes: versionsMade } = this.#sql(
      `insert into version (package_id, owner_id, name, key, creator_id, created_at) values (?, ?, ?, ?, ?, ?)
       on conflict (package_id, key) do nothing`,
    ).run(packageId, ownerId, versionName, nameKey(versionName), publication.creatorId, now);
    const versionId = this.#number(
      'select id from version where package_id = ? and key = ?',
      packageId,
      nameKey(versionName),
    );
    const blob = this.#sql('select id, size from blob where sha256 = ?').get(sha256);
    const size = Number(blob?.['size']);
    if (Number(versionsMade) > 0 && limits.ownerVersions !== null) {
      const count = this.#number('select count(*) from version where owner_id = ?', ownerId);
      if (count > limits.ownerVersions) throw new PublicationRefused('too-many-versions');
    }
    if (limits.fileSize !== null && size > limits.fileSize) throw new PublicationRefused('file-too-large');
    if (limits.ownerSize !== null && this.#ownerSize(ownerId) + size > limits.ownerSize) {
      throw new PublicationRefused('owner-full');
    }
    const { changes } = this.#sql(
      `insert into file (version_id, name, key, blob_id, created_at) values (?, ?, ?, ?, ?)
       on conflict (version_id, key) do nothing`,
    ).run(versionId, fileName, nameKey(fileName), Number(blob?.['id']), now);
    if (Number(changes) === 0) throw new PublicationRefused('file-exists');
  }

  #number(sql: string, ...values: (number | string)[]): number {
    return Number(Object.values(this.#sql(sql).get(...values) ?? {})[0]);
  }

  #ownerSize(ownerId: number): number {
    return this.#number(
      `select coalesce(sum(blob.size), 0) from version join file on file.version_id = version.id
       join blob on blob.id = file.blob_id where version.owner_id = ?`,
      ownerId,
    );
  }

  /**
   * Deletes a file, and its version when it was the last one [04-delete]. Answers the content that nothing refers to
   * any more, or null when there is no such file; so do the other deletions.
   */
  deleteFile(versionId: number, fileId: number): ReleasedContent | null {
    return this.#delete('select blob_id from file where id = ?', fileId, () => {
      const { changes } = this.#sql('delete from file where id = ?').run(fileId);
      this.#sql(
        'delete from version where id = ? and not exists (select 1 from file where file.version_id = version.id)',
      ).run(versionId);
      return changes;
    });
  }

  /** Deletes a version with its files; its package stays and keeps its spelling. */
  deleteVersion(versionId: number): ReleasedContent | null {
    return this.#delete(
      'select blob_id from file where version_id = ?',
      versionId,
      () => this.#sql('delete from version where id = ?').run(versionId).changes,
    );
  }

  /** Deletes a package with everything in it, its spelling too [04-delete-api]. */
  deletePackage(packageId: number): ReleasedContent | null {
    return this.#delete(
      'select blob_id from file join version on version.id = file.version_id where version.package_id = ?',
      packageId,
      () => this.#sql('delete from package where id = ?').run(packageId).changes,
    );
  }

  #delete(blobsOf: string, id: number, remove: () => number | bigint): ReleasedContent | null {
    return inTransaction(this.#database, () => {
      const blobIds = new Set(
        this.#sql(blobsOf)
          .all(id)
          .map((row) => Number(row['blob_id'])),
      );
      if (Number(remove()) === 0) return null;
      const unreferenced = this.#sql(
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
    this.#sql('update package set repository_id = ? where id = ?').run(repositoryId, packageId);
  }

  /** The sha256 of all content that no file refers to. */
  unreferencedBlobs(): readonly string[] {
    return this.#sql(
      'select sha256 from blob where not exists (select 1 from file where file.blob_id = blob.id)',
    )
      .all()
      .map((row) => String(row['sha256']));
  }

  /** Whether any file has this content. */
  isReferenced(sha256: string): boolean {
    return (
      this.#sql('select 1 from blob join file on file.blob_id = blob.id where blob.sha256 = ?').get(
        sha256,
      ) !== undefined
    );
  }

  /** Forgets content that was removed. */
  forgetBlob(sha256: string): void {
    this.#sql(
      'delete from blob where sha256 = ? and not exists (select 1 from file where file.blob_id = blob.id)',
    ).run(sha256);
  }
}
