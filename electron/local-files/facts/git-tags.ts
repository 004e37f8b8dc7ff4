import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { systemErrorCode } from '../local-file-reference.ts';
import { findGitFolder, type GitFolder, readLine } from './git-folder.ts';
import { isFolderInside, readSmallFile } from './small-file.ts';

/** Bytes; some 50,000 refs. */
const largestPackedRefs = 4 * 1024 * 1024;
const largestTagObject = 64 * 1024;
/** Repositories pack their refs from time to time; what is not packed are the latest. */
const mostLooseTags = 1000;
const deepestTag = 3;

const ObjectId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const inflateSome = promisify(inflate);

/**
 * The tags of the commit that is checked out in the repository with this root, in the order of their names. Git's files
 * are read and git itself is never run: the configuration of a repository can name programs that git would start.
 * Annotated tags are known where git wrote down what they point at, or keeps them as objects of their own; those
 * inside packs are not.
 */
export async function tagsOfCheckedOut(root: string): Promise<readonly string[]> {
  const git = await findGitFolder(root);
  if (git === null) return [];
  const packed = await readPackedRefs(git);
  const commit = await checkedOut(git, packed);
  if (commit === null) return [];
  const loose = await looseTags(git);
  const tags: string[] = [];
  for (const name of loose) {
    const id = await readLine(git.shared, ['refs', 'tags', ...name.split('/')]);
    if (id === commit || (id !== null && (await taggedBy(git, id)) === commit)) tags.push(name);
  }
  const isLoose = new Set(loose);
  for (const [ref, id] of packed) {
    const name = /^refs\/tags\/(.+)$/.exec(ref)?.[1];
    if (name !== undefined && id === commit && !isLoose.has(name)) tags.push(name);
  }
  return tags.sort();
}

/** Refs and the commits that they stand for: of annotated tags what they point at. */
async function readPackedRefs(git: GitFolder): Promise<ReadonlyMap<string, string>> {
  const bytes = await readSmallFile(git.shared, ['packed-refs'], largestPackedRefs);
  const refs = new Map<string, string>();
  let last = '';
  for (const line of bytes?.toString('utf8').split('\n') ?? []) {
    const [, peeled, id = '', ref] = /^(\^?)([0-9a-f]{40,64})(?: (refs\/.+))?$/.exec(line.trimEnd()) ?? [];
    if (peeled === '^') refs.set(last, id);
    else if (ref !== undefined) refs.set((last = ref), id);
  }
  return refs;
}

async function checkedOut(git: GitFolder, packed: ReadonlyMap<string, string>): Promise<string | null> {
  const head = await readLine(git.own, ['HEAD']);
  if (head === null || ObjectId.test(head)) return head;
  const ref = /^ref: (refs\/.+)$/.exec(head)?.[1];
  if (ref === undefined) return null;
  const parts = ref.split('/');
  if (!parts.every(isPlainPart)) return null;
  const loose = (await readLine(git.shared, parts)) ?? (await readLine(git.own, parts));
  const id = loose ?? packed.get(ref);
  return id !== undefined && ObjectId.test(id) ? id : null;
}

/** A part of a ref as git allows it, which stays where it is put. */
function isPlainPart(part: string): boolean {
  return part !== '' && !part.startsWith('.') && !/[\\:\p{Cc}]/u.test(part);
}

/** Names of tags that have a file of their own. */
async function looseTags(git: GitFolder): Promise<readonly string[]> {
  const names: string[] = [];
  async function visit(parts: readonly string[]): Promise<void> {
    if (!(await isFolderInside(git.shared, ['refs', 'tags', ...parts]))) return;
    for (const entry of await entriesOf(join(git.shared, 'refs', 'tags', ...parts))) {
      if (names.length >= mostLooseTags) return;
      if (!isPlainPart(entry.name)) continue;
      const inner = [...parts, entry.name];
      if (entry.isFile()) names.push(inner.join('/'));
      else if (entry.isDirectory() && inner.length < deepestTag) await visit(inner);
    }
  }
  await visit([]);
  return names;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    return [];
  }
}

/** The commit that an annotated tag points at; null where the object is another, or not kept by itself. */
async function taggedBy(git: GitFolder, id: string): Promise<string | null> {
  if (!ObjectId.test(id)) return null;
  const packed = await readSmallFile(git.shared, ['objects', id.slice(0, 2), id.slice(2)], largestTagObject);
  if (packed === null) return null;
  try {
    const object = await inflateSome(packed, { maxOutputLength: largestTagObject });
    const header = /^tag \d+\0object ([0-9a-f]{40,64})\ntype commit\n/.exec(object.toString('latin1'));
    return header?.[1] ?? null;
  } catch {
    // Damaged, or far larger than it looked.
    return null;
  }
}
