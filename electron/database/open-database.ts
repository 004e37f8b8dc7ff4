import { DatabaseSync } from 'node:sqlite';

/** What a database is to hold. */
export interface DatabaseShape {
  /** What the file keeps, for messages: "The registry". */
  readonly name: string;
  /** SQL that takes the database from each version to the next; the first one makes it. */
  readonly migrations: readonly string[];
  /** Whether one program has it for itself, or several may use it at the same time. */
  readonly use: 'alone' | 'shared';
}

/** Another program has the database for itself. */
export class DatabaseInUse extends Error {}

/**
 * Opens a SQLite file, making it when it is not there and bringing it up to date. A commit is on the disk when it
 * returns. Throws `DatabaseInUse`, and errors when a later release of the app wrote the file or it is damaged.
 */
export function openDatabase(path: string, shape: DatabaseShape): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    prepare(database, shape);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && /database is locked/.test(error.message)) {
      throw new DatabaseInUse(`${shape.name} in ${path} is in use by another program.`, { cause: error });
    }
    throw error;
  }
}

function prepare(database: DatabaseSync, { name, migrations, use }: DatabaseShape): void {
  database.exec(`
    pragma busy_timeout = ${use === 'alone' ? 500 : 5000};
    pragma locking_mode = ${use === 'alone' ? 'exclusive' : 'normal'};
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
  `);
  inTransaction(database, () => {
    const found = Number(database.prepare('pragma user_version').get()?.['user_version'] ?? 0);
    if (found > migrations.length) {
      throw new Error(`${name} was written by a later release (schema ${found}).`);
    }
    if (found === migrations.length) return;
    for (const migration of migrations.slice(found)) database.exec(migration);
    database.exec(`pragma user_version = ${migrations.length}`);
  });
}

/** Runs `work` as one transaction: all of it, or nothing when it throws. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('begin immediate');
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}
