import nodeDisk, { lstat, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withEnding } from '../../shared/safe-file-name.ts';
import { systemErrorCode } from '../local-files/local-file-reference.ts';
import { type ListedState, leftParts, type PartSource, partEnding } from '../transfers/part-names.ts';

/** Parts of this command belong to its process. */
export const partHolder = String(process.pid);

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
 * What a run that is no more left of the same state of the file is taken over by renaming, so that of two commands at
 * once only one gets it; what it left of another state is removed: those bytes are no beginning of anything.
 */
export async function adoptPart(
  folder: string,
  source: PartSource,
  safeName: string,
  state: ListedState,
): Promise<void> {
  const mine = join(folder, withEnding(safeName, partEnding(source, state, partHolder)));
  let hasOne = false;
  for (const { path, holder, isCurrent } of await leftParts(nodeDisk, folder, source, safeName, state)) {
    if (path === mine || !/^\d+$/.test(holder) || (await isRunning(Number(holder)))) continue;
    if (hasOne || !isCurrent || !(await isPlainFile(path))) await rm(path, { force: true });
    else hasOne = await takeOver(path, mine);
  }
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
