import { join, resolve } from 'node:path';
import { isFolderInside, readSmallFile, statsOf } from './small-file.ts';

/** Files of one line. */
const largestPointer = 4096;

/** Where git keeps what belongs to one working tree, and what all of them share. */
export interface GitFolder {
  readonly own: string;
  readonly shared: string;
}

/** Whether a folder is the root of a repository, by what stands in it. */
export async function isRepositoryRoot(folder: string): Promise<boolean> {
  return (await statsOf(join(folder, '.git'))) !== null;
}

/** Finds git's folder, also that of a submodule or of a further working tree, where `.git` is a file that names it. */
export async function findGitFolder(root: string): Promise<GitFolder | null> {
  const own = (await isFolderInside(root, ['.git']))
    ? join(root, '.git')
    : await pointer(root, '.git', 'gitdir:');
  if (own === null || !(await isFolderInside(own, []))) return null;
  const shared = await pointer(own, 'commondir', '');
  return { own, shared: shared ?? own };
}

/** The path that a file names after a word, from the folder that it lies in. */
async function pointer(folder: string, file: string, word: string): Promise<string | null> {
  const line = await readLine(folder, [file]);
  if (line?.startsWith(word) !== true) return null;
  const path = line.slice(word.length).trim();
  // On Windows a path that begins so names another computer, which would be asked with the user's credentials.
  const isElsewhere = /^[\\/]{2}/.test(path);
  return path === '' || path.includes('\0') || isElsewhere ? null : resolve(folder, path);
}

/** The first line of a small file. */
export async function readLine(folder: string, parts: readonly string[]): Promise<string | null> {
  const bytes = await readSmallFile(folder, parts, largestPointer);
  return bytes?.toString('utf8').split('\n', 1)[0]?.trim() ?? null;
}
