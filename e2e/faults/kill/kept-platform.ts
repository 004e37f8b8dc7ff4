import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { StoredAccounts } from '../../../electron/accounts/account-records.ts';
import type { JsonStore, Platform } from '../../../electron/platform/platform.ts';
import { ServersFile } from '../../../electron/servers/learned-limits.ts';
import { FakePlatform } from '../../../electron/testing/fake-platform.ts';
import { succeeded } from '../../../shared/outcome.ts';
import { defaultSettings, Settings } from '../../../shared/settings.ts';

function fileStore<T>(path: string, schema: z.ZodType<T>, first: T): JsonStore<T> {
  return {
    read: () => {
      try {
        return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return first;
      }
    },
    write: (value) => {
      const file = openSync(`${path}.new`, 'w');
      writeSync(file, JSON.stringify(value));
      fsyncSync(file);
      closeSync(file);
      renameSync(`${path}.new`, path);
    },
  };
}

/** Unreadable for whoever looks for a secret, and the same again when it is turned again. */
function turned(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte ^ 0x5a));
}

/** A desktop without a window that keeps its files between starts, and seals credentials as a keyring does. */
export class KeptPlatform extends FakePlatform {
  override readonly stores: FakePlatform['stores'];

  constructor(folder: string) {
    super(folder);
    const { userData } = this.folders;
    this.stores = {
      settings: fileStore(join(userData, 'settings.json'), Settings, defaultSettings),
      servers: fileStore(join(userData, 'servers.json'), ServersFile, { servers: [] }),
      accounts: fileStore(join(userData, 'accounts.json'), StoredAccounts, { accounts: [] }),
    };
  }

  override readonly secrets: Platform['secrets'] = {
    availability: async () => 'strong',
    seal: async (secret) => turned(Buffer.from(secret, 'utf8')).toString('base64'),
    open: async (sealed) => succeeded(turned(Buffer.from(sealed, 'base64')).toString('utf8')),
  };
}
