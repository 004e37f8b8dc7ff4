import { existsSync, renameSync } from 'node:fs';
import { parse } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DatabaseInUse, type DatabaseShape, openDatabase } from '../../database/open-database.ts';
import type { Logger } from '../../log.ts';
import type { SetAside } from '../../platform/set-aside.ts';
import { journalMigrations, type Keeps, TransferJournal } from './transfer-journal.ts';

/** SQLite keeps the latest commits in files of their own beside the database. */
const companions = ['', '-wal', '-shm'];

/** The app has its journal for itself; commands share one. */
export interface JournalUse extends Pick<DatabaseShape, 'use'> {
  readonly keeps: Keeps;
}

/**
 * Opens the journal. One that is damaged, or that a later release wrote, is moved aside with the time in its name,
 * and a new one is begun: nothing is deleted, and the app starts. Throws `DatabaseInUse`.
 */
export function openJournal(
  path: string,
  { use, keeps }: JournalUse,
  log: Logger,
  now: Date,
): { readonly journal: TransferJournal; readonly setAside: readonly SetAside[] } {
  try {
    return { journal: new TransferJournal(openChecked(path, use), keeps, log), setAside: [] };
  } catch (error) {
    if (error instanceof DatabaseInUse || !existsSync(path)) throw error;
    log.error('the journal of transfers could not be read', error);
    const setAside = [moveAside(path, now)];
    return { journal: new TransferJournal(openChecked(path, use), keeps, log), setAside };
  }
}

function openChecked(path: string, use: DatabaseShape['use']): DatabaseSync {
  const database = openDatabase(path, {
    name: 'The journal of transfers',
    migrations: journalMigrations,
    use,
  });
  try {
    const found = Object.values(database.prepare('pragma quick_check(1)').get() ?? {})[0];
    if (found !== 'ok') throw new Error(`The journal of transfers is damaged: ${String(found)}`);
    database.prepare('select id, account_id, settled_at, is_listed, record from transfer limit 1').all();
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
