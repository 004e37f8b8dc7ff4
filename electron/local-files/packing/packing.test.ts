import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import type { PathLike } from 'node:fs';
import {
  appendFile,
  chmod,
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { list } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ArchiveFormat, archiveFormats } from '../../../shared/naming-rule.ts';
import { loggersTo } from '../../log.ts';
import type { WorkUnderWay } from '../local-work.ts';
import { type WalkedFile, walk } from '../walk.ts';
import { PackedFiles } from './packed-files.ts';

let folder = '';
let inTransfers: Set<string>;
let packed: PackedFiles;
let lines: string[];
const log = loggersTo({ write: (line) => void lines.push(line) })('packed');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-packing-'));
  inTransfers = new Set();
  lines = [];
  packed = newRun();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function newRun(): PackedFiles {
  return new PackedFiles(join(folder, 'packed'), () => inTransfers, log);
}

function underWay(
  tell: WorkUnderWay['tell'] = () => undefined,
  stopping = new AbortController(),
): WorkUnderWay {
  return { signal: stopping.signal, tell, end: () => undefined };
}

async function write(path: string, bytes: string | Buffer, seconds = 1_700_000_000): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes);
  await utimes(target, seconds, seconds);
}

async function given(...paths: readonly string[]): Promise<readonly WalkedFile[]> {
  return (await walk(paths.map((path) => join(folder, path)))).files;
}

async function pack(files: readonly WalkedFile[], format: ArchiveFormat): Promise<string> {
  const outcome = await packed.pack(files, format, underWay());
  if (!outcome.ok) throw new Error(outcome.failure.reason);
  const [archive] = outcome.value;
  if (archive === undefined) throw new Error('nothing was packed');
  return archive.reference.path;
}

/** What an archive holds, as the tools that people have unpack it. */
async function unpacked(archive: string, format: ArchiveFormat): Promise<Record<string, string>> {
  const to = await mkdtemp(join(folder, 'unpacked-'));
  if (format === 'zip') {
    execFileSync('python3', [
      '-c',
      'import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])',
      archive,
      to,
    ]);
  } else {
    execFileSync('tar', ['-xzf', archive, '-C', to]);
  }
  const found: Record<string, string> = {};
  for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[path.slice(to.length + 1).replaceAll('\\', '/')] = await readFile(path, 'utf8');
  }
  return found;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** A disk that makes files and takes no bytes. */
async function openOnFullDisk(path: PathLike, flags?: string | number): Promise<FileHandle> {
  const handle = await open(path, flags);
  handle.write = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
  return handle;
}

describe.each(archiveFormats)('a folder packed as %s', (format) => {
  it.skipIf(!hasPython)('is called after it and holds what was meant, whatever the names are', async () => {
    const long = `${'long-name-'.repeat(20)}.txt`;
    await write('kettle-1.4.2/README', 'tea');
    await write('kettle-1.4.2/empty', '');
    await write('kettle-1.4.2/Büchse/größe 大.txt', 'große Büchse');
    await write(`kettle-1.4.2/deep/er/${long}`, 'long');
    await symlink('/etc/passwd', join(folder, 'kettle-1.4.2', 'link'));
    const archive = await pack(await given('kettle-1.4.2'), format);
    expect(basename(archive)).toBe(`kettle-1.4.2.${format}`);
    expect(await unpacked(archive, format)).toEqual({
      'kettle-1.4.2/README': 'tea',
      'kettle-1.4.2/empty': '',
      'kettle-1.4.2/Büchse/größe 大.txt': 'große Büchse',
      [`kettle-1.4.2/deep/er/${long}`]: 'long',
    });
  });

  it('has the same bytes each time, in whatever order the files were found', async () => {
    await write('tea/b', Buffer.alloc(700_000, 'b'));
    await write('tea/a', 'a');
    const files = await given('tea');
    const first = await readFile(await pack(files, format));
    const second = await readFile(await pack(files.toReversed(), format));
    expect(sha256(second)).toBe(sha256(first));
    await write('tea/a', 'a', 1_800_000_000);
    expect(sha256(await readFile(await pack(await given('tea'), format)))).not.toBe(sha256(first));
  });

  it.each([
    ['grew', (path: string) => appendFile(path, 'more'), 'local-file-changed'],
    ['shrank', (path: string) => truncate(path, 1), 'local-file-changed'],
    ['went away', (path: string) => rm(path), 'local-file-missing'],
    [
      'became a link',
      async (path: string) => {
        await rm(path);
        await symlink('/etc/passwd', path);
      },
      'not-a-plain-file',
    ],
  ])('is not made when a file %s since it was given', async (_what, change, reason) => {
    await write('tea/a', 'a');
    await write('tea/b', 'bytes');
    const files = await given('tea');
    await change(join(folder, 'tea', 'b'));
    expect(await packed.pack(files, format, underWay())).toMatchObject({
      ok: false,
      failure: { reason, subject: 'b' },
    });
    expect(await readdir(join(folder, 'packed'))).toEqual([]);
  });

  it('is not made when a file changes while it is read', async () => {
    await write('tea/a', Buffer.alloc(3_000_000));
    const files = await given('tea');
    const changes: Promise<void>[] = [];
    const outcome = await packed.pack(
      files,
      format,
      underWay((work) => {
        if (work.kind !== 'packing' || work.bytes === 0 || changes.length > 0) return;
        changes.push(appendFile(join(folder, 'tea', 'a'), 'x'));
      }),
    );
    await Promise.all(changes);
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'local-file-changed' } });
    expect(await readdir(join(folder, 'packed'))).toEqual([]);
  });

  it('can be stopped, says how far it is, and then leaves nothing', async () => {
    await write('tea/a', Buffer.alloc(3_000_000));
    await write('tea/b', Buffer.alloc(3_000_000));
    const stopping = new AbortController();
    const told: string[] = [];
    const outcome = await packed.pack(
      await given('tea'),
      format,
      underWay((work) => {
        if (work.kind !== 'packing') return;
        told.push(`${work.name} of ${work.totalBytes}`);
        if (work.bytes > 1_000_000) stopping.abort();
      }, stopping),
    );
    expect(outcome).toEqual({ ok: false, failure: { reason: 'cancelled' } });
    expect(new Set(told)).toEqual(new Set([`tea.${format} of 6000000`]));
    expect(told.length).toBeLessThan(24);
    expect(await readdir(join(folder, 'packed'))).toEqual([]);
  });

  it('is not made on a full disk, which is said, and leaves nothing there', async () => {
    await write('tea/a', randomBytes(500_000));
    packed = new PackedFiles(join(folder, 'packed'), () => inTransfers, log, { open: openOnFullDisk });
    expect(await packed.pack(await given('tea'), format, underWay())).toMatchObject({
      ok: false,
      failure: { reason: 'disk-full', subject: `tea.${format}` },
    });
    expect(await readdir(join(folder, 'packed'))).toEqual([]);
  });

  it('is not made where the folder of the app cannot be written', async () => {
    await write('tea/a', 'a');
    await writeFile(join(folder, 'packed'), 'a file where the folder should be');
    expect(await packed.pack(await given('tea'), format, underWay())).toMatchObject({
      ok: false,
      failure: { reason: 'folder-not-writable' },
    });
    await rm(join(folder, 'packed'));
  });
});

describe('a tar file', () => {
  it('tells nobody who packed it, keeps what can be run, and is the same on every system', async () => {
    await write('tea/kettle', '#!/bin/sh');
    await chmod(join(folder, 'tea', 'kettle'), 0o700);
    await write('tea/note', 'text');
    await chmod(join(folder, 'tea', 'note'), 0o600);
    const archive = await pack(await given('tea'), 'tar.gz');
    const seen: unknown[] = [];
    await list({
      file: archive,
      onReadEntry: ({ path, mode, uid, gid, uname, gname, mtime, atime, ctime }) =>
        seen.push([path, (mode ?? 0).toString(8), uid, gid, uname, gname, mtime?.getTime(), atime, ctime]),
    });
    const owner = [undefined, undefined, '', '', 1_700_000_000_000, undefined, undefined];
    expect(seen).toEqual([
      ['tea/kettle', '755', ...owner],
      ['tea/note', '644', ...owner],
    ]);
    expect((await readFile(archive)).subarray(0, 10).toString('hex')).toBe('1f8b08000000000000ff');
  });
});

describe('a zip file', () => {
  it('takes no name that would be another one when it is unpacked', async () => {
    await write('tea/..\\up.txt', 'text');
    expect(await packed.pack(await given('tea'), 'zip', underWay())).toMatchObject({
      ok: false,
      failure: { reason: 'invalid-file-name', subject: 'tea/..\\up.txt' },
    });
  });
});

describe('archives', () => {
  it('of two folders with one name are two', async () => {
    await write('one/dist/a', 'first');
    await write('two/dist/a', 'second');
    await write('alone.txt', 'alone');
    const outcome = await packed.pack(await given('one/dist', 'two/dist', 'alone.txt'), 'zip', underWay());
    if (!outcome.ok) throw new Error(outcome.failure.reason);
    expect(outcome.value.map(({ name, folder: inside }) => [name, inside])).toEqual([
      ['dist.zip', ''],
      ['dist.zip', ''],
    ]);
  });

  it('go when nobody needs them any more: no sheet and no transfer', async () => {
    await write('tea/a', 'a');
    const files = await given('tea');
    const shown = await pack(files, 'zip');
    const sent = await pack(files, 'zip');
    inTransfers.add(sent);
    await packed.release(sent);
    await packed.sweep();
    expect((await stat(shown)).isFile()).toBe(true);
    expect((await stat(dirname(shown))).mode & 0o077).toBe(0);
    expect((await stat(sent)).isFile()).toBe(true);
    await packed.release(shown);
    await expect(stat(shown)).rejects.toThrow('ENOENT');
    inTransfers.clear();
    await packed.sweep();
    expect(await readdir(join(folder, 'packed'))).toEqual([]);
  });

  it('that a killed run left go at the next start, except those that a transfer will read', async () => {
    await write('tea/a', 'a');
    const files = await given('tea');
    const forgotten = await pack(files, 'zip');
    const needed = await pack(files, 'tar.gz');
    inTransfers.add(needed);
    await newRun().sweep();
    await expect(stat(forgotten)).rejects.toThrow('ENOENT');
    expect((await stat(needed)).isFile()).toBe(true);
    expect(lines).toEqual([]);
  });

  it('being written are not swept away', async () => {
    await write('tea/a', Buffer.alloc(2_000_000));
    const sweeps: Promise<void>[] = [];
    const outcome = await packed.pack(
      await given('tea'),
      'zip',
      underWay(() => void sweeps.push(packed.sweep())),
    );
    await Promise.all(sweeps);
    await wait(0);
    expect(outcome.ok).toBe(true);
  });
});
