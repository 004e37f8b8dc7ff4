import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { FailureReason } from '../../shared/failure.ts';
import { failed, type Outcome } from '../../shared/outcome.ts';
import { numberedFileName, withEnding } from '../../shared/safe-file-name.ts';
import { type Clock, pause } from '../clock.ts';
import { systemErrorCode } from '../local-files/local-file-reference.ts';

/** The calls that writing a download makes; `node:fs/promises` has them. */
export interface DiskCalls
  extends Pick<typeof import('node:fs/promises'), 'open' | 'link' | 'unlink' | 'rename' | 'mkdir' | 'rm'> {
  readdir(path: string): Promise<string[]>;
  statfs(path: string): Promise<{ readonly blocks: number; readonly bavail: number; readonly bsize: number }>;
}

/** Bytes are gathered into writes of this size. */
const writeBytes = 1024 * 1024;

/** What a disk answers when it cannot make a second name for a file (FAT, some network drives). */
const linkNotOffered: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EMLINK',
  'EINVAL',
  'EXDEV',
  'EACCES',
  'EBUSY',
]);

/** What Windows answers while a virus scanner or an indexer looks at a file that has just been written. */
const heldByOthers: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Milliseconds between tries to rename a file that others hold; a minute in all. */
const heldDelays = [50, 100, 200, 500, 1000, 2000, ...Array.from({ length: 14 }, () => 4000)];

const mostNumbers = 10_000;

/** What a disk's "no" means; null for an error that nobody expects. */
export function diskFailure(error: unknown, subject: string): Outcome<never> | null {
  const reason = diskReason(systemErrorCode(error));
  return reason === null ? null : failed(reason, { subject: subject.slice(0, 300) });
}

function diskReason(code: string | null): FailureReason | null {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'disk-full';
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
    case 'EIO':
    case 'ENODEV':
    case 'ENAMETOOLONG':
    case 'ESTALE':
    case 'EMFILE':
      return 'folder-not-writable';
    default:
      return null;
  }
}

/** A file with no other name than this one; null for anything else. */
async function openPlainFile(disk: DiskCalls, path: string): Promise<FileHandle | null> {
  let handle: FileHandle;
  try {
    // `O_NONBLOCK`: a pipe in its place must not hang. Windows has neither flag, nor the danger.
    handle = await disk.open(
      path,
      constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ELOOP' || code === 'ENXIO' || code === 'EISDIR') return null;
    throw error;
  }
  const stats = await handle.stat();
  if (stats.isFile() && stats.nlink === 1) return handle;
  await handle.close();
  return null;
}

/** How long a file that others hold may be waited for. */
interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * A download on its way: bytes gather in `<name>.teapart-<ending>` beside where they will end, and get their
 * name only by `publishAs`, when they are all there, checked and on the disk. Nothing that is there already is
 * ever overwritten. A disk's errors are thrown; `diskFailure` says what they mean.
 */
export class PartFile {
  readonly #disk: DiskCalls;
  readonly #handle: FileHandle;
  readonly #folder: string;
  readonly #path: string;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #written = 0;
  #isMoved = false;

  private constructor(disk: DiskCalls, handle: FileHandle, folder: string, path: string) {
    this.#disk = disk;
    this.#handle = handle;
    this.#folder = folder;
    this.#path = path;
  }

  /** `safeName` is what it will be called in the end, `ending` keeps the parts of one name apart. */
  static async create(disk: DiskCalls, folder: string, safeName: string, ending: string): Promise<PartFile> {
    const path = join(folder, withEnding(safeName, ending));
    return new PartFile(disk, await disk.open(path, 'wx+'), folder, path);
  }

  /**
   * As `create`, but what an earlier run left under the name is taken up. A link or a device that somebody put there
   * is not written through, it is removed.
   */
  static async resume(disk: DiskCalls, folder: string, safeName: string, ending: string): Promise<PartFile> {
    try {
      return await PartFile.create(disk, folder, safeName, ending);
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
    const path = join(folder, withEnding(safeName, ending));
    const handle = await openPlainFile(disk, path);
    if (handle !== null) return new PartFile(disk, handle, folder, path);
    await disk.rm(path, { force: true });
    return PartFile.create(disk, folder, safeName, ending);
  }

  /** Empties it when an earlier run left more than `most` bytes: that is no part of this. */
  async dropIfLonger(most: number): Promise<void> {
    if ((await this.#handle.stat()).size > most) await this.restart();
  }

  /** Hands over what an earlier run left, from where the bytes stand up to `end`; answers where they stand then. */
  async readBack(end: number, take: (chunk: Buffer) => Promise<void>): Promise<number> {
    await this.#flush();
    while (this.#written < end) {
      const chunk = await this.#readAt(this.#written, end);
      if (chunk.length === 0) break;
      await take(chunk);
      this.#written += chunk.length;
    }
    return this.#written;
  }

  /** Hands over all bytes as the disk has them; stops early when `signal` is aborted. */
  async readAgain(signal: AbortSignal, take: (chunk: Buffer) => Promise<void>): Promise<void> {
    await this.#flush();
    for (let position = 0; position < this.#written && !signal.aborted; ) {
      const chunk = await this.#readAt(position, this.#written);
      if (chunk.length === 0) return;
      await take(chunk);
      position += chunk.length;
    }
  }

  /** At most as many bytes as are written at once; none behind the end of the file. */
  async #readAt(position: number, end: number): Promise<Buffer> {
    const wanted = Buffer.allocUnsafe(Math.min(writeBytes, end - position));
    const { bytesRead } = await this.#handle.read(wanted, 0, wanted.length, position);
    return wanted.subarray(0, bytesRead);
  }

  /** Leaves it for a later run; one without bytes is removed. */
  async keep(): Promise<void> {
    await this.#flush().catch(() => undefined);
    await this.#handle.sync().catch(() => undefined);
    await this.#handle.close().catch(() => undefined);
    if (this.#written === 0) await this.discard();
  }

  async append(chunk: Buffer): Promise<void> {
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    if (this.#gatheredBytes >= writeBytes) await this.#flush();
  }

  /** Drops what comes after `end`, for a fresh start from there. */
  async restart(end = 0): Promise<void> {
    this.#gathered = [];
    this.#gatheredBytes = 0;
    this.#written = end;
    await this.#handle.truncate(end);
  }

  /**
   * Gives the bytes their name, or the next free `name (2)`, and answers which. Nothing can be appended after. A file
   * that others hold is waited for, a minute at most and while `signal` is not aborted.
   */
  async publishAs(safeName: string, clock: Clock, signal: AbortSignal): Promise<string> {
    await this.#flush();
    await this.#handle.sync();
    await this.#handle.close();
    const name = await this.#takeName(safeName, { clock, signal });
    await syncFolder(this.#disk, this.#folder);
    return name;
  }

  /** Removes it, whatever happened to it before. */
  async discard(): Promise<void> {
    this.#gathered = [];
    if (this.#isMoved) return;
    await this.#handle.close().catch(() => undefined);
    await this.#disk.rm(this.#path, { force: true }).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const bytes = this.#gathered.length === 1 ? this.#gathered[0] : Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    if (bytes === undefined) return;
    for (let from = 0; from < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, from, bytes.length - from, this.#written);
      from += bytesWritten;
      this.#written += bytesWritten;
    }
  }

  async #takeName(safeName: string, patience: Patience): Promise<string> {
    for (let number = 1; number <= mostNumbers; number += 1) {
      const name = number === 1 ? safeName : numberedFileName(safeName, number);
      if (await this.#takeIfFree(join(this.#folder, name), patience)) return name;
    }
    throw new Error(`${mostNumbers} files of one name`);
  }

  /** Whether the bytes have this name now. Both ways fail where the name is taken, also between look and leap. */
  async #takeIfFree(path: string, patience: Patience): Promise<boolean> {
    try {
      await this.#disk.link(this.#path, path);
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'EEXIST') return false;
      if (code === null || !linkNotOffered.has(code)) throw error;
      return this.#renameWhenLetGo(path, patience);
    }
    this.#isMoved = await this.#disk.unlink(this.#path).then(
      () => true,
      () => false,
    );
    return true;
  }

  /** The name is free to others while the file is waited for: an empty file must not stand under it. */
  async #renameWhenLetGo(path: string, { clock, signal }: Patience): Promise<boolean> {
    for (const delay of heldDelays) {
      try {
        return await this.#renameIfFree(path);
      } catch (error) {
        if (signal.aborted || !heldByOthers.has(systemErrorCode(error) ?? '')) throw error;
      }
      await pause(clock, delay, signal);
    }
    return this.#renameIfFree(path);
  }

  async #renameIfFree(path: string): Promise<boolean> {
    try {
      await (await this.#disk.open(path, 'wx')).close();
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') return false;
      throw error;
    }
    try {
      await this.#disk.rename(this.#path, path);
      this.#isMoved = true;
    } catch (error) {
      await this.#disk.rm(path, { force: true });
      throw error;
    }
    return true;
  }
}

/** Makes the names in a folder survive a power cut. Windows opens no folders and needs none of this. */
export async function syncFolder(disk: Pick<DiskCalls, 'open'>, path: string): Promise<void> {
  try {
    const folder = await disk.open(path, 'r');
    try {
      await folder.sync();
    } finally {
      // An error of its own would hide what the disk said, and changes nothing.
      await folder.close().catch(() => undefined);
    }
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === null || !['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(code)) throw error;
  }
}
