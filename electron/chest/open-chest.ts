import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Opened, openOrSetAside } from '../database/open-or-set-aside.ts';
import type { Logger } from '../log.ts';
import { ChestIndex, chestMigrations, chestProbe } from './chest-index.ts';

/** The folder of the bytes, below the chest's. */
export function contentFolder(folder: string): string {
  return join(folder, 'content');
}

/**
 * Opens the index of a chest. One that cannot be read is moved aside together with the bytes that it knew, which
 * would else look like something that nothing needs. Throws `DatabaseInUse`.
 */
export function openChestIndex(
  folder: string,
  log: Logger,
  now: Date,
): Pick<Opened, 'setAside'> & { readonly index: ChestIndex } {
  // What was deleted may be nobody else's to read.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const shape = { name: 'The index of the trash', migrations: chestMigrations, use: 'alone' } as const;
  const { database, setAside } = openOrSetAside(join(folder, 'chest.sqlite'), shape, chestProbe, log, now);
  const content = contentFolder(folder);
  if (setAside.length > 0 && existsSync(content)) {
    renameSync(content, `${content}.broken-${now.toISOString().replaceAll(':', '-')}`);
  }
  return { index: new ChestIndex(database), setAside };
}
