import { type BigIntStats, constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';

/** What tells one state of a file on disk from another. */
export interface LocalFileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
  /** Bytes. */
  readonly size: number;
  /** Nanoseconds since 1970. */
  readonly modifiedAt: bigint;
}

/** A plain file and what it was when the user gave it. Its path never leaves main. */
export interface LocalFileReference {
  readonly path: string;
  readonly identity: LocalFileIdentity;
}

/** Some of a file's bytes: so many from one on. */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

export function identityOf(stats: BigIntStats): LocalFileIdentity {
  return {
    device: stats.dev,
    inode: stats.ino,
    size: Number(stats.size),
    modifiedAt: stats.mtimeNs,
  };
}

export function isSameState(one: LocalFileIdentity, other: LocalFileIdentity): boolean {
  return (
    one.device === other.device &&
    one.inode === other.inode &&
    one.size === other.size &&
    one.modifiedAt === other.modifiedAt
  );
}

/** The code of a Node system error, or null for anything else. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What a local file's system error means; null for an error that nobody expects. */
export function localFileFailure(error: unknown, path: string): Outcome<never> | null {
  const subject = basename(path).slice(0, 300);
  switch (systemErrorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return failed('local-file-missing', { subject });
    case 'ELOOP':
    case 'ENXIO':
    case 'EISDIR':
      return failed('not-a-plain-file', { subject });
    case 'EACCES':
    case 'EPERM':
    case 'EBUSY':
    case 'EIO':
    case 'ESTALE':
    case 'ENODEV':
    case 'EMFILE':
      return failed('local-file-unreadable', { subject });
    default:
      return null;
  }
}

/**
 * Links are not followed and a pipe put in the file's place does not hang: `O_NOFOLLOW` and `O_NONBLOCK` are
 * missing on Windows, which has neither danger.
 */
export const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens the very file that was given. Fails with `local-file-missing`, `local-file-unreadable`,
 * `not-a-plain-file`, or `local-file-changed` when it is not what it was. The caller closes the handle.
 */
export async function openLocalFile(reference: LocalFileReference): Promise<Outcome<FileHandle>> {
  let handle: FileHandle;
  try {
    handle = await open(reference.path, openFlags);
  } catch (error) {
    const failure = localFileFailure(error, reference.path);
    if (failure === null) throw error;
    return failure;
  }
  const checked = await checkUnchanged(handle, reference);
  if (checked.ok) return succeeded(handle);
  await handle.close();
  return checked;
}

/** A plain file as it is now. Fails as `openLocalFile` does. */
export async function referenceTo(path: string): Promise<Outcome<LocalFileReference>> {
  try {
    const stats = await lstat(path, { bigint: true });
    if (!stats.isFile()) return failed('not-a-plain-file', { subject: basename(path).slice(0, 300) });
    return succeeded({ path, identity: identityOf(stats) });
  } catch (error) {
    const failure = localFileFailure(error, path);
    if (failure === null) throw error;
    return failure;
  }
}

/** Whether an open file still is what it was when it was given. */
export async function checkUnchanged(
  handle: FileHandle,
  reference: LocalFileReference,
): Promise<Outcome<undefined>> {
  const stats = await handle.stat({ bigint: true });
  const subject = basename(reference.path).slice(0, 300);
  if (!stats.isFile()) return failed('not-a-plain-file', { subject });
  return isSameState(identityOf(stats), reference.identity)
    ? succeeded(undefined)
    : failed('local-file-changed', { subject });
}

/** One line about a file's kind, for the walk. */
export function kindOf(stats: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>) {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'folder' : 'special-file';
}
