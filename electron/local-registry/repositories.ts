import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { nameKey } from '../../shared/names.ts';
import { Statements } from '../database/statements.ts';
import { flag } from './rows.ts';

const RepositoryRow = z.object({
  id: z.number(),
  ownerId: z.number(),
  name: z.string(),
  isPrivate: flag,
  createdAt: z.number(),
});

/** A repository: here only something that a package can be linked to. */
export type Repository = z.infer<typeof RepositoryRow>;

const repositoryColumns = 'id, owner_id as ownerId, name, is_private as isPrivate, created_at as createdAt';

/** The repositories that packages can be linked to. */
export class Repositories {
  readonly #statements: Statements;

  constructor(database: DatabaseSync) {
    this.#statements = new Statements(database);
  }

  create(ownerId: number, name: string, isPrivate: boolean, now: number): void {
    this.#statements
      .sql('insert into repository (owner_id, name, key, is_private, created_at) values (?, ?, ?, ?, ?)')
      .run(ownerId, name, nameKey(name), Number(isPrivate), now);
  }

  /** Finds a repository of an owner by name, in any case. */
  find(ownerId: number, name: string): Repository | null {
    const row = this.#statements
      .sql(`select ${repositoryColumns} from repository where owner_id = ? and key = ?`)
      .get(ownerId, nameKey(name));
    return row === undefined ? null : RepositoryRow.parse(row);
  }

  findById(id: number): Repository | null {
    const row = this.#statements.sql(`select ${repositoryColumns} from repository where id = ?`).get(id);
    return row === undefined ? null : RepositoryRow.parse(row);
  }

  /** The repositories of an owner, by name. */
  ofOwner(ownerId: number): readonly Repository[] {
    const rows = this.#statements
      .sql(`select ${repositoryColumns} from repository where owner_id = ? order by key`)
      .all(ownerId);
    return rows.map((row) => RepositoryRow.parse(row));
  }

  setPrivate(id: number, isPrivate: boolean): void {
    this.#statements.sql('update repository set is_private = ? where id = ?').run(Number(isPrivate), id);
  }

  remove(id: number): void {
    this.#statements.sql('delete from repository where id = ?').run(id);
  }
}
