import { lstat } from 'node:fs/promises';
import type { PackageFile } from '../../shared/package.ts';
import type { HashService } from '../local-files/hash-service.ts';
import { identityOf, systemErrorCode } from '../local-files/local-file-reference.ts';

/** What is at a path: the listed bytes, others (or no plain file), or nothing. */
export async function compareLocal(
  path: string,
  listed: Pick<PackageFile, 'size' | 'sha256'>,
  hashes: HashService,
  signal: AbortSignal,
): Promise<'same' | 'differs' | 'missing'> {
  try {
    const stats = await lstat(path, { bigint: true });
    if (!stats.isFile() || stats.size !== BigInt(listed.size)) return 'differs';
    const hashed = await hashes.sha256Of({ path, identity: identityOf(stats) }, signal);
    return hashed.ok && hashed.value === listed.sha256 ? 'same' : 'differs';
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 'missing';
    throw error;
  }
}
