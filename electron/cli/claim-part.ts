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
  const { owner, packageName, version, fileName } = coordinates;
  const item = `.teapart-${shortHash(serverUrl, owner, packageName, version, fileName)}`;
  const state = `${item}-${shortHash(id, size, sha256)}`;
  const mine = `${state}-${process.pid}`;
  const minePath = join(folder, withEnding(safeName, mine));
  let hasOne = false;
  for (const name of await readdir(folder)) {
    const ending = /\.teapart-[0-9a-f]{12}-[0-9a-f]{12}-(\d+)$/.exec(name);
    if (ending === null || !ending[0].startsWith(`${item}-`)) continue;
    if (await isRunning(Number(ending[1]))) continue;
    const path = join(folder, name);
    if (hasOne || !ending[0].startsWith(`${state}-`) || !(await isPlainFile(path))) {
      await rm(path, { force: true });
      continue;
    }
    hasOne = await takeOver(path, minePath);
  }
  return mine;
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
