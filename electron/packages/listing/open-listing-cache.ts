import { rmSync } from 'node:fs';
import { DatabaseInUse, openDatabase } from '../../database/open-database.ts';
import type { Logger } from '../../log.ts';
import { FileIndex } from '../file-index/file-index.ts';
import { ListingCache, listingMigrations } from './listing-cache.ts';

/** The kept listings, and what is known of the files in them. */
export interface OpenedListings {
  readonly cache: ListingCache;
  readonly files: FileIndex;
}

/**
 * Opens the kept listings. A file that is damaged, or that a later release wrote, is thrown away: the servers have all
 * that was in it. Throws `DatabaseInUse`.
 */
export function openListingCache(path: string, log: Logger): OpenedListings {
  try {
    return openChecked(path);
  } catch (error) {
    if (error instanceof DatabaseInUse) throw error;
    log.error('the kept listings could not be read', error);
    for (const companion of ['', '-wal', '-shm']) rmSync(path + companion, { force: true });
    return openChecked(path);
  }
}

function openChecked(path: string): OpenedListings {
  const database = openDatabase(path, {
    name: 'The kept listings',
    migrations: listingMigrations,
    use: 'alone',
  });
  try {
    const found = Object.values(database.prepare('pragma quick_check(1)').get() ?? {})[0];
    if (found !== 'ok') throw new Error(`The kept listings are damaged: ${String(found)}`);
    return { cache: new ListingCache(database), files: new FileIndex(database) };
  } catch (error) {
    database.close();
    throw error;
  }
}
