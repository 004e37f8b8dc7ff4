import { join } from 'node:path';
import { app } from 'electron';
import Store from 'electron-store';
import type { z } from 'zod';
import type { JsonStore } from './platform.ts';
import { type SetAside, setAsideIfBroken } from './set-aside.ts';

export interface StoreOptions<T> {
  /** File name without its extension. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** Permissions of the file; left out, what the user's files have. */
  readonly fileMode?: number;
  /** Told when the file was broken and is kept under another name. */
  readonly onSetAside: (file: SetAside) => void;
}

/** Opens a JSON file in the app's data folder; after this it can be read. Writes are atomic and replace the whole. */
export function openStore<T extends Record<string, unknown>>(options: StoreOptions<T>): JsonStore<T> {
  const { name, schema, fileMode } = options;
  const folder = app.getPath('userData');
  const setAside = setAsideIfBroken(join(folder, `${name}.json`), schema, new Date());
  if (setAside !== null) options.onSetAside(setAside);
  const store = new Store<Record<string, unknown>>({
    name,
    cwd: folder,
    clearInvalidConfig: false,
    accessPropertiesByDotNotation: false,
    ...(fileMode !== undefined && { configFileMode: fileMode }),
  });
  return {
    read: () => schema.parse({ ...store.store }),
    write: (value) => {
      store.store = value;
    },
  };
}
