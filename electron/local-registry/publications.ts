import type { DatabaseSync } from 'node:sqlite';
import { nameKey } from '../../shared/names.ts';
import { inTransaction } from '../database/open-database.ts';
import { Statements } from '../database/statements.ts';
import type { ReceivedContent } from './blobs.ts';

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

class PublicationRefused extends Error {
  readonly problem: PublicationProblem;

  constructor(problem: PublicationProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** The way into the catalogue: files with their content, and content that nothing refers to. */
export class Publications {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new Statements(database);
  }

  /**
   * Notes that content is about to be put in its place, so that it is found and cleared away should nothing come
   * to refer to it. Not waited for on the disk: the commit that follows is.
   */
  announceBlob(content: ReceivedContent): void {
    this.#database.exec('pragma synchronous = normal');
    try {
      this.#statements
        .sql(
          `insert into blob (sha256, size, md5, sha1, sha512) values (?, ?, ?, ?, ?) on conflict (sha256) do nothing`,
        )
        .run(content.sha256, content.size, content.md5, content.sha1, content.sha512);
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
    this.#statements
      .sql(
        'insert into package (owner_id, type, name, key) values (?, ?, ?, ?) on conflict (owner_id, type, key) do nothing',
      )
      .run(ownerId, type, packageName, nameKey(packageName));
    const packageId = this.#number(
      'select id from package where owner_id = ? and type = ? and key = ?',
      ownerId,
      type,
      nameKey(packageName),
    );
    const { changes: versionsMade } = this.#statements
      .sql(
        `insert into version (package_id, owner_id, name, key, creator_id, created_at) values (?, ?, ?, ?, ?, ?)
       on conflict (package_id, key) do nothing`,
      )
      .run(packageId, ownerId, versionName, nameKey(versionName), publication.creatorId, now);
    const versionId = this.#number(
      'select id from version where package_id = ? and key = ?',
      packageId,
      nameKey(versionName),
    );
    const blob = this.#statements.sql('select id, size from blob where sha256 = ?').get(sha256);
    const size = Number(blob?.['size']);
    if (Number(versionsMade) > 0 && limits.ownerVersions !== null) {
      const count = this.#number('select count(*) from version where owner_id = ?', ownerId);
      if (count > limits.ownerVersions) throw new PublicationRefused('too-many-versions');
    }
    if (limits.fileSize !== null && size > limits.fileSize) throw new PublicationRefused('file-too-large');
    if (limits.ownerSize !== null && this.#ownerSize(ownerId) + size > limits.ownerSize) {
      throw new PublicationRefused('owner-full');
    }
    const { changes } = this.#statements
      .sql(
        `insert into file (version_id, name, key, blob_id, created_at) values (?, ?, ?, ?, ?)
       on conflict (version_id, key) do nothing`,
      )
      .run(versionId, fileName, nameKey(fileName), Number(blob?.['id']), now);
    if (Number(changes) === 0) throw new PublicationRefused('file-exists');
  }

  #number(sql: string, ...values: (number | string)[]): number {
    return Number(Object.values(this.#statements.sql(sql).get(...values) ?? {})[0]);
  }

  #ownerSize(ownerId: number): number {
    return this.#number(
      `select coalesce(sum(blob.size), 0) from version join file on file.version_id = version.id
       join blob on blob.id = file.blob_id where version.owner_id = ?`,
      ownerId,
    );
  }

  /** The sha256 of all content that no file refers to. */
  unreferencedBlobs(): readonly string[] {
    return this.#statements
      .sql('select sha256 from blob where not exists (select 1 from file where file.blob_id = blob.id)')
      .all()
      .map((row) => String(row['sha256']));
  }

  /** Whether any file has this content. */
  isReferenced(sha256: string): boolean {
    return (
      this.#statements
        .sql('select 1 from blob join file on file.blob_id = blob.id where blob.sha256 = ?')
        .get(sha256) !== undefined
    );
  }

  /** Forgets content that was removed. */
  forgetBlob(sha256: string): void {
    this.#statements
      .sql(
        'delete from blob where sha256 = ? and not exists (select 1 from file where file.blob_id = blob.id)',
      )
      .run(sha256);
  }
}
