import { realpath } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';
import type { LocalFact } from '../../../shared/local-fact.ts';
import { readTag } from '../../../shared/name-with-version.ts';
import { compareVersions } from '../../../shared/version-order.ts';
import { systemErrorCode } from '../local-file-reference.ts';
import { isRepositoryRoot } from './git-folder.ts';
import { tagsOfCheckedOut } from './git-tags.ts';
import { readManifests } from './manifests.ts';

/** Build results lie some folders below their manifest: `target/x86_64-unknown-linux-gnu/release`. */
const mostFolders = 6;
/** Files of one batch lie in few folders that differ in what is above them. */
const mostStarts = 32;
const mostTags = 20;

/** What one folder says: its distance is not known yet. */
type FolderFact = Omit<LocalFact, 'distance'>;

interface FolderFacts {
  readonly facts: readonly FolderFact[];
  readonly isRoot: boolean;
}

/** The user's own folder, and the one for temporary files, which others may be able to write to. */
export function foldersOfNoProject(): readonly string[] {
  return [homedir(), tmpdir()];
}

/** What of a fact is news for some of the files, and how near it lies to the nearest of them. */
interface Heard {
  readonly distance: number;
  readonly isName: boolean;
  readonly isVersion: boolean;
}

/**
 * What manifests and git say beside some files: in their folders and those above, up to the root of their repository
 * and a few folders at most; of each kind of manifest what stands nearest. The file system's root and the folders in
 * `outside` are no project's and are not looked into, nor is what is above them.
 */
export async function findFacts(paths: readonly string[], outside: readonly string[]): Promise<LocalFact[]> {
  const read = new Map<string, Promise<FolderFacts>>();
  function factsIn(folder: string): Promise<FolderFacts> {
    const facts = read.get(folder) ?? readFolder(folder);
    read.set(folder, facts);
    return facts;
  }

  const ends = new Set(await Promise.all(outside.map(realFolder)));
  const heard = new Map<FolderFact, Heard>();
  for (const start of await startsOf(paths)) {
    const known = new Set<string>();
    for (const [distance, folder] of foldersFrom(start, ends).entries()) {
      const { facts, isRoot } = await factsIn(folder);
      for (const fact of facts) {
        const before = heard.get(fact) ?? { distance, isName: false, isVersion: false };
        heard.set(fact, {
          distance: Math.min(distance, before.distance),
          isName: isNews(known, fact, 'packageName') || before.isName,
          isVersion: isNews(known, fact, 'version') || before.isVersion,
        });
      }
      if (isRoot) break;
    }
  }
  return [...heard].flatMap(([fact, { distance, isName, isVersion }]) => {
    const packageName = isName ? fact.packageName : null;
    const version = isVersion ? fact.version : null;
    return packageName === null && version === null ? [] : [{ ...fact, packageName, version, distance }];
  });
}

/** Whether a fact says something that no manifest of its kind said nearer to the file. */
function isNews(known: Set<string>, fact: FolderFact, part: 'packageName' | 'version'): boolean {
  if (fact[part] === null) return false;
  if (fact.source.kind === 'tag') return true;
  const key = `${fact.source.file} ${part}`;
  const isNew = !known.has(key);
  known.add(key);
  return isNew;
}

/** The folders that the files lie in, by the way without links. */
async function startsOf(paths: readonly string[]): Promise<readonly string[]> {
  const folders = [...new Set(paths.map((path) => dirname(path)))].sort().slice(0, mostStarts);
  const real = await Promise.all(folders.map(realFolder));
  return [...new Set(real)].filter((folder) => folder !== null);
}

async function realFolder(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    return null;
  }
}

/** A folder and those above it, as far as they are looked into. */
function foldersFrom(start: string, ends: ReadonlySet<string | null>): readonly string[] {
  const folders: string[] = [];
  let folder = start;
  while (folders.length < mostFolders && !ends.has(folder) && folder !== dirname(folder)) {
    folders.push(folder);
    folder = dirname(folder);
  }
  return folders;
}

async function readFolder(path: string): Promise<FolderFacts> {
  const folder = basename(path).slice(0, 1024);
  const manifests = (await readManifests(path)).map(({ file, packageName, version }) => ({
    source: { kind: 'manifest' as const, file },
    folder,
    packageName,
    version,
  }));
  if (!(await isRepositoryRoot(path))) return { facts: manifests, isRoot: false };
  const tags = (await tagsOfCheckedOut(path))
    .flatMap((tag) => {
      const read = readTag(tag);
      return read === null ? [] : [{ source: { kind: 'tag' as const, tag }, folder, ...read }];
    })
    .sort((one, other) => compareVersions(other.version, one.version))
    .slice(0, mostTags);
  return { facts: [...manifests, ...tags], isRoot: true };
}
