import { type Opened, openOrSetAside } from '../database/open-or-set-aside.ts';
import type { Logger } from '../log.ts';
import { DraftStore, draftMigrations, draftProbe } from './draft-store.ts';

/** Opens the file of drafts; one that cannot be read is moved aside and a new one begun. Throws `DatabaseInUse`. */
export function openDrafts(
  path: string,
  log: Logger,
  now: Date,
): Pick<Opened, 'setAside'> & { readonly store: DraftStore } {
  const shape = { name: 'The file of drafts', migrations: draftMigrations, use: 'alone' } as const;
  const { database, setAside } = openOrSetAside(path, shape, draftProbe, log, now);
  return { store: new DraftStore(database), setAside };
}
