import { existsSync, renameSync } from 'node:fs';
import { parse } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from '../log.ts';
import type { SetAside } from '../platform/set-aside.ts';
import { DatabaseInUse, type DatabaseShape, openDatabase } from './open-database.ts';

/** SQLite keeps the latest commits in files of their own beside the database. */
const companions = ['', '-wal', '-shm'];

/** A database, and what was moved out of its way. */
export interface Opened {
  readonly database: DatabaseSync;
  readonly setAside: readonly SetAside[];
}

/**
 * Opens a database. One that is damaged, or that a later release wrote, is moved aside with the time in its name, and a
 * new one is begun: nothing is deleted, and the app starts. `probe` reads what must be there. Throws `DatabaseInUse`.
 */
export function openOrSetAside(
  path: string,
  shape: DatabaseShape,
  probe: string,
  log: Logger,
  now: Date,
): Opened {
  try {
    return { database: openChecked(path, shape, probe), setAside: [] };
  } catch (error) {
    if (error instanceof DatabaseInUse || !existsSync(path)) throw error;
    log.error(`${shape.name} could not be read`, error);
    const setAside = [moveAside(path, now)];
    return { database: openChecked(path, shape, probe), setAside };
  }
}

function openChecked(path: string, shape: DatabaseShape, probe: string): DatabaseSync {
  const database = openDatabase(path, shape);
  try {
    const found = Object.values(database.prepare('pragma quick_check(1)').get() ?? {})[0];
    if (found !== 'ok') throw new Error(`${shape.name} is damaged: ${String(found)}`);
    database.prepare(probe).all();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function moveAside(path: string, now: Date): SetAside {
  const { dir, name, ext, base } = parse(path);
  const movedTo = `${dir}/${name}.broken-${now.toISOString().replaceAll(':', '-')}${ext}`;
  for (const companion of companions) {
    if (existsSync(path + companion)) renameSync(path + companion, movedTo + companion);
  }
  return { name: base, movedTo };
}
