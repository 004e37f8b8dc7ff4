import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageFile } from '../../shared/package.ts';
import { numberedFileName } from '../../shared/safe-file-name.ts';
import type { HashService } from '../local-files/hash-service.ts';
import { identityOf, systemErrorCode } from '../local-files/local-file-reference.ts';

type Listed = Pick<PackageFile, 'size' | 'sha256'>;

/**
 * What is at a path: the listed bytes, others (or no plain file), nothing, or bytes that could not be read. `onRead` hears
 * how many were read so far.
 */
export async function compareLocal(
  path: string,
  listed: Listed,
  hashes: HashService,
  signal: AbortSignal,
  onRead?: (bytes: number) => void,
): Promise<'same' | 'differs' | 'missing' | 'unreadable'> {
  try {
    const stats = await lstat(path, { bigint: true });
    if (!stats.isFile() || stats.size !== BigInt(listed.size)) return 'differs';
    const hashed = await hashes.sha256Of({ path, identity: identityOf(stats) }, signal, { onRead });
    if (!hashed.ok) return 'unreadable';
    return hashed.value === listed.sha256 ? 'same' : 'differs';
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    throw error;
  }
}

/** The name, or numbered name, under which the very bytes are in a folder; null when there is none. */
export async function findSameFile(
  folder: string,
  safeName: string,
  listed: Listed,
  hashes: HashService,
  signal: AbortSignal,
): Promise<string | null> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? safeName : numberedFileName(safeName, number);
    const found = await compareLocal(join(folder, name), listed, hashes, signal);
    if (found === 'same') return name;
    if (found === 'missing') return null;
  }
}
