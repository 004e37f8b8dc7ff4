import type { DatabaseShape } from '../../database/open-database.ts';
import { openOrSetAside } from '../../database/open-or-set-aside.ts';
import type { Logger } from '../../log.ts';
import type { SetAside } from '../../platform/set-aside.ts';
import { journalMigrations, type Keeps, TransferJournal } from './transfer-journal.ts';

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
  const { database, setAside } = openOrSetAside(
    path,
    { name: 'The journal of transfers', migrations: journalMigrations, use },
    'select id, account_id, settled_at, is_listed, record from transfer limit 1',
    log,
    now,
  );
  return { journal: new TransferJournal(database, keeps, log), setAside };
}
