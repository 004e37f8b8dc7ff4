import type { BigIntStats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { openFlags, systemErrorCode } from '../local-file-reference.ts';

/**
 * The bytes of a plain file that nobody gave; null for one that is not there, cannot be read, is no plain file, or is
 * larger than `limit` bytes. Neither the file nor the folders between `root` and it may be links.
 */
export async function readSmallFile(
  root: string,
  parts: readonly string[],
  limit: number,
): Promise<Buffer | null> {
  const path = join(root, ...parts);
  if (!(await isFolderInside(root, parts.slice(0, -1)))) return null;
  const stats = await statsOf(path);
  if (stats === null || !stats.isFile() || stats.size > BigInt(limit)) return null;
  try {
    await using handle = await open(path, openFlags);
    if (!(await handle.stat()).isFile()) return null;
    const buffer = Buffer.alloc(Number(stats.size));
    // What was added meanwhile is left; shorter reads end the file.
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    return null;
  }
}

/** Whether a folder and those between `root` and it are folders and no links. */
export async function isFolderInside(root: string, parts: readonly string[]): Promise<boolean> {
  for (let depth = 0; depth <= parts.length; depth += 1) {
    const stats = await statsOf(join(root, ...parts.slice(0, depth)));
    if (stats?.isDirectory() !== true) return false;
  }
  return true;
}

/** What stands at a path, links not followed; null for nothing that can be seen. */
export async function statsOf(path: string): Promise<BigIntStats | null> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    return null;
  }
}
