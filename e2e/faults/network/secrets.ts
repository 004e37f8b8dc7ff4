import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files below some folders that have one of the secrets in their name or in their bytes. */
export async function findSecret(
  folders: readonly string[],
  secrets: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    for (const name of await readdir(folder, { recursive: true })) {
      const path = join(folder, name);
      if (secrets.some((secret) => name.includes(secret))) found.push(path);
      if (!(await stat(path)).isFile()) continue;
      const bytes = await readFile(path);
      if (secrets.some((secret) => bytes.includes(secret))) found.push(path);
    }
  }
  return found;
}
