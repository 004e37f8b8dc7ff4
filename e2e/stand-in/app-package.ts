import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const PackageFile = z.object({
  name: z.string().default('electron'),
  productName: z.string().optional(),
  version: z.string().default('0.0.0'),
});

/** What Electron takes from the app's package.json. */
export interface AppPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}

/** Finds the package.json that the main script belongs to. */
export function findAppPackage(mainScript: string): AppPackage {
  for (let folder = dirname(mainScript); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { name, productName, version } = PackageFile.parse(JSON.parse(readFileSync(file, 'utf8')));
      return { folder, name: productName ?? name, version };
    }
    if (folder === dirname(folder)) throw new Error(`No package.json belongs to ${mainScript}`);
  }
}
