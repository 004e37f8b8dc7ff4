import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import { withEnding } from '../../shared/safe-file-name.ts';
import { systemErrorCode } from '../local-files/local-file-reference.ts';

function shortHash(...about: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 12);
}

/**
 * Whether this command still runs under a process number. Where the system tells what a process was started with
 * (Linux), others that got the number since, and dead ones that nobody took leave of, are told from it.
 */
async function isRunning(processId: number): Promise<boolean> {
  if (processId === process.pid) return false;
  try {
    process.kill(processId, 0);
  } catch (error) {
    if (systemErrorCode(error) === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return true;
  const startedWith = await readFile(`/proc/${processId}/cmdline`, 'utf8').catch(() => '');
  return /(?:^|[/\0])cli\.[jt]s(?:\0|$)/.test(startedWith);
}

/**
 * The ending of a download's part: `.teapart-<which file>-<which state of it>-<process>`. What a run that is no
 * more left of the same state is taken over by renaming, so that of two commands at once only one gets it; what
 * it left of another state of the file is removed: those bytes are no beginning of anything.
 */
export async function claimPart(
  folder: string,
  serverUrl: string,
  coordinates: FileCoordinates,
  safeName: string,
  { id, size, sha256 }: Pick<PackageFile, 'id' | 'size' | 'sha256'>,
): Promise<string> {
  const state = `${itemOf(serverUrl, coordinates)}-${shortHash(id, size, sha256)}`;
  const mine = `${state}-${process.pid}`;
  const minePath = join(folder, withEnding(safeName, mine));
  let hasOne = false;
  for (const { path, ending } of await abandonedParts(folder, serverUrl, coordinates)) {
    if (hasOne || !ending.startsWith(`${state}-`) || !(await isPlainFile(path))) {
      await rm(path, { force: true });
      continue;
    }
    hasOne = await takeOver(path, minePath);
  }
  return mine;
}

/**
 * Removes what runs that are no more left of a file that is there: one that was killed between giving the bytes their
 * name and taking the part's away leaves both.
 */
export async function removeAbandonedParts(
  folder: string,
  serverUrl: string,
  coordinates: FileCoordinates,
): Promise<void> {
  for (const { path } of await abandonedParts(folder, serverUrl, coordinates)) await rm(path, { force: true });
}

function itemOf(serverUrl: string, { owner, packageName, version, fileName }: FileCoordinates): string {
  return `.teapart-${shortHash(serverUrl, owner, packageName, version, fileName)}`;
}

async function abandonedParts(
  folder: string,
  serverUrl: string,
  coordinates: FileCoordinates,
): Promise<{ readonly path: string; readonly ending: string }[]> {
  const item = itemOf(serverUrl, coordinates);
  const parts: { path: string; ending: string }[] = [];
  for (const name of await readdir(folder)) {
    const [ending, processId] = /\.teapart-[0-9a-f]{12}-[0-9a-f]{12}-(\d+)$/.exec(name) ?? [];
    if (ending === undefined || !ending.startsWith(`${item}-`)) continue;
    if (await isRunning(Number(processId))) continue;
    parts.push({ path: join(folder, name), ending });
  }
  return parts;
}

/** Links and devices that somebody put there under a part's name are not written through. */
async function isPlainFile(path: string): Promise<boolean> {
  try {
    const stats = await lstat(path);
    return stats.isFile() && stats.nlink === 1;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** False when another command was quicker. */
async function takeOver(path: string, minePath: string): Promise<boolean> {
  try {
    await rename(path, minePath);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
