import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** Everything below a folder with its content; `without` is a folder that is left out. */
export async function treeOf(folder: string, without: string): Promise<Map<string, string>> {
  const tree = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (path === without || path.startsWith(`${without}${sep}`)) continue;
    tree.set(path, entry.isFile() ? await readFile(path, 'utf8') : '');
  }
  return tree;
}
