import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFile,
  mkdir,
  mkdtemp,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patternFinder, usualExcludes } from '../../shared/exclude-list.ts';
import type { LocalFile, LocalWork } from '../../shared/local-file.ts';
import { type Clock, systemClock } from '../clock.ts';
import { ManualClock } from '../testing/clocks.ts';
import { HashService } from './hash-service.ts';
import { openLocalFile } from './local-file-reference.ts';
import { LocalFiles } from './local-files.ts';
import { LocalWorkshop } from './local-work.ts';
import { give, newLocalFiles, nothingPacked } from './testing/given-files.ts';
import { walk } from './walk.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-local-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function acceptOne(files: LocalFiles, path: string): Promise<LocalFile> {
  const [file] = (await give(files, [path])).files;
  if (file === undefined) throw new Error(`${path} was not accepted`);
  return file;
}

describe('accepting what was dropped', () => {
  it('walks folders in order, follows no link, opens no pipe and says so', async () => {
    const root = join(folder, 'dist');
    await mkdir(join(root, 'inner'), { recursive: true });
    await writeFile(join(root, 'b.txt'), 'b');
    await writeFile(join(root, 'a.txt'), 'aaa');
    await writeFile(join(root, 'inner', 'c.txt'), '');
    await symlink('/etc/passwd', join(root, 'inner', 'link'));
    await symlink('.', join(root, 'loop'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await writeFile(join(folder, 'alone.bin'), '12345');

    const selection = await give(newLocalFiles(), [root, join(folder, 'alone.bin'), join(folder, 'gone')]);

    expect(selection.files.map(({ name, folder: inside, size }) => [inside, name, size])).toEqual([
      ['dist', 'a.txt', 3],
      ['dist', 'b.txt', 1],
      ['dist/inner', 'c.txt', 0],
      ['', 'alone.bin', 5],
    ]);
    expect(selection.leftOut).toEqual([
      { name: 'dist/inner/link', why: 'link' },
      { name: 'dist/loop', why: 'link' },
      { name: 'dist/pipe', why: 'special-file' },
      { name: 'gone', why: 'missing' },
    ]);
    const tickets = new Set(selection.files.map((file) => file.ticket));
    expect(tickets.size).toBe(4);
    for (const ticket of tickets) expect(ticket).toMatch(/^[0-9a-f]{32}$/);
  });

  it('stops at the limits and says so', async () => {
    for (let index = 0; index < 5; index += 1) await writeFile(join(folder, `f${index}`), 'x');
    await mkdir(join(folder, 'g', 'h'), { recursive: true });
    const few = await walk([folder], { mostFiles: 3 });
    expect(few.files).toHaveLength(3);
    expect(few.leftOut.map((entry) => entry.why)).toEqual(['too-many']);
    const shallow = await walk([join(folder, 'g')], { mostDepth: 1 });
    expect(shallow.leftOut).toEqual([{ name: 'g/h', why: 'too-many' }]);
  });
});

describe('the exclude list', () => {
  it('is told, with what it kept out, and folders are not looked into until they are taken in', async () => {
    const root = join(folder, 'dist');
    await mkdir(join(root, 'logs', 'logs'), { recursive: true });
    for (const name of ['a.txt', 'x.part', 'logs/one.txt', 'logs/two.part', 'logs/logs/three.txt']) {
      await writeFile(join(root, name), 'text');
    }
    await writeFile(join(folder, 'alone.part'), 'text');
    const local = newLocalFiles(new HashService(), ['*.part', 'logs', 'dist']);
    const selection = await give(local, [root, join(folder, 'alone.part')]);
    expect(selection.files.map(({ name }) => name)).toEqual(['a.txt']);
    expect(selection.excluded.map(({ kind, name, pattern }) => [kind, name, pattern])).toEqual([
      ['folder', 'dist/logs', 'logs'],
      ['file', 'dist/x.part', '*.part'],
      ['file', 'alone.part', '*.part'],
    ]);

    const tickets = selection.excluded.map(({ ticket }) => ticket);
    const takenIn = await local.takeIn(tickets);
    if (!takenIn.ok) throw new Error(takenIn.failure.reason);
    expect(takenIn.value.files.map(({ folder: inside, name }) => [inside, name])).toEqual([
      ['dist/logs', 'one.txt'],
      ['dist', 'x.part'],
      ['', 'alone.part'],
    ]);
    expect(takenIn.value.excluded.map(({ name }) => name)).toEqual(['dist/logs/logs', 'dist/logs/two.part']);
    const again = await local.takeIn(tickets);
    expect(again).toMatchObject({ ok: true, value: { files: [] } });
  });

  it('does not count to the limit, and tells of so much and no more', async () => {
    const root = join(folder, 'dist');
    await mkdir(root);
    for (let index = 0; index < 1005; index += 1) await writeFile(join(root, `${index}.log`), '');
    for (const name of ['x.bin', 'y.bin']) await writeFile(join(root, name), '');
    const found = await walk([root], { mostFiles: 2, findPattern: patternFinder(['*.log']) });
    expect(found.files.map(({ name }) => name)).toEqual(['x.bin', 'y.bin']);
    expect(found.excluded).toHaveLength(1000);
    expect(found).toMatchObject({ leftOut: [], unlisted: 5 });
  });
});

async function manyFiles(count: number): Promise<string> {
  const root = join(folder, 'many');
  for (let inside = 0; inside < 10; inside += 1) {
    await mkdir(join(root, String(inside)), { recursive: true });
    const names = Array.from({ length: count / 10 }, (_, index) => join(root, String(inside), `f${index}`));
    await Promise.all(names.map((name) => writeFile(name, 'tea')));
  }
  return root;
}

describe('a long walk', () => {
  it('of 10 000 files takes little time, leaves the process free and says how far it has come', async () => {
    const root = await manyFiles(10_000);
    const told: (LocalWork | null)[] = [];
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const local = new LocalFiles({
      hashes: new HashService(),
      packed: nothingPacked,
      workshop: new LocalWorkshop(
        { ...systemClock, after: (_, action) => systemClock.after(5, action) },
        (work) => told.push(work),
      ),
      excludes: () => usualExcludes,
    });
    const started = performance.now();
    const selection = await give(local, [root]);
    const took = performance.now() - started;
    clearInterval(watch);
    expect(selection.files).toHaveLength(10_000);
    expect(took).toBeLessThan(2000);
    expect(longest).toBeLessThan(500);
    const counts = told.map((work) => (work?.kind === 'reading' ? work.files : null));
    expect(counts.length).toBeGreaterThan(2);
    expect(counts.at(-1)).toBeNull();
    expect(counts.slice(0, -1)).toEqual(
      counts.slice(0, -1).toSorted((one, other) => Number(one) - Number(other)),
    );
    expect(told.at(-2)).toMatchObject({ kind: 'reading', bytes: Number(counts.at(-2)) * 3 });
  });

  it('can be stopped', async () => {
    const told: (LocalWork | null)[] = [];
    const clock: Clock = { ...systemClock, after: (_, action) => systemClock.after(0, action) };
    const workshop = new LocalWorkshop(clock, (work) => {
      told.push(work);
      workshop.stop('reading');
    });
    const local = new LocalFiles({
      hashes: new HashService(),
      packed: nothingPacked,
      workshop,
      excludes: () => [],
    });
    const walking = local.accept([await manyFiles(1000)]);
    expect(await walking).toEqual({ ok: false, failure: { reason: 'cancelled' } });
    expect(told).toHaveLength(2);
    expect(told.at(-1)).toBeNull();
  });

  it('that takes no time is not told of', async () => {
    const told: (LocalWork | null)[] = [];
    const workshop = new LocalWorkshop(new ManualClock(), (work) => told.push(work));
    const local = new LocalFiles({
      hashes: new HashService(),
      packed: nothingPacked,
      workshop,
      excludes: () => [],
    });
    await give(local, [await manyFiles(20)]);
    expect(told).toEqual([]);
  });
});

describe('tickets', () => {
  it('are good until they are released', async () => {
    const path = join(folder, 'a.bin');
    await writeFile(path, 'hello');
    const files = newLocalFiles();
    const { ticket } = await acceptOne(files, path);
    expect(files.find(ticket)).toMatchObject({ ok: true, value: { path } });
    files.release([ticket]);
    expect(files.find(ticket)).toMatchObject({ ok: false, failure: { reason: 'local-file-missing' } });
    expect(await files.hash(ticket)).toMatchObject({ ok: false, failure: { reason: 'local-file-missing' } });
  });
});

describe('hashing', () => {
  it('gives the sha256 of the bytes, read in pieces', async () => {
    const bytes = Buffer.alloc(2_500_000, 7);
    const path = join(folder, 'a.bin');
    await writeFile(path, bytes);
    const files = newLocalFiles();
    const { ticket } = await acceptOne(files, path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await Promise.all([files.hash(ticket), files.hash(ticket)])).toEqual([
      { ok: true, value: { sha256 } },
      { ok: true, value: { sha256 } },
    ]);
  });

  it.each([
    ['grew', (path: string) => appendFile(path, 'more'), 'local-file-changed'],
    ['shrank', (path: string) => truncate(path, 2), 'local-file-changed'],
    [
      'was written to',
      async (path: string) => {
        await writeFile(path, 'HELLO');
        await utimes(path, 1, 1);
      },
      'local-file-changed',
    ],
    [
      'was replaced',
      async (path: string) => {
        await writeFile(`${path}.new`, 'hello');
        await rename(`${path}.new`, path);
      },
      'local-file-changed',
    ],
    ['went away', (path: string) => rm(path), 'local-file-missing'],
    [
      'became a link',
      async (path: string) => {
        await rename(path, `${path}.old`);
        await symlink(`${path}.old`, path);
      },
      'not-a-plain-file',
    ],
    [
      'became a folder',
      async (path: string) => {
        await rm(path);
        await mkdir(path);
      },
      'not-a-plain-file',
    ],
    [
      'became a pipe',
      async (path: string) => {
        await rm(path);
        execFileSync('mkfifo', [path]);
      },
      'not-a-plain-file',
    ],
  ])('refuses a file that %s since it was dropped', async (_what, change, reason) => {
    const path = join(folder, 'a.bin');
    await writeFile(path, 'hello');
    const files = newLocalFiles();
    const { ticket } = await acceptOne(files, path);
    await change(path);
    expect(await files.hash(ticket)).toEqual({ ok: false, failure: { reason, subject: 'a.bin' } });
  });

  it('stops when the only one who waits leaves, and goes on for the other', async () => {
    const path = join(folder, 'a.bin');
    await writeFile(path, Buffer.alloc(64 * 1024 * 1024));
    const hashes = new HashService();
    const files = newLocalFiles(hashes);
    const { ticket } = await acceptOne(files, path);
    const found = files.find(ticket);
    if (!found.ok) throw new Error('no file');

    const first = files.hash(ticket);
    const second = hashes.sha256Of(found.value, new AbortController().signal);
    files.release([ticket]);
    expect(await first).toEqual({ ok: false, failure: { reason: 'cancelled' } });
    expect(await second).toMatchObject({ ok: true });

    const other = await acceptOne(files, path);
    await appendFile(path, 'x');
    const again = await acceptOne(files, path);
    const alone = files.hash(again.ticket);
    files.release([again.ticket]);
    expect(await alone).toEqual({ ok: false, failure: { reason: 'cancelled' } });
    expect(await files.hash(other.ticket)).toMatchObject({ ok: true });
  });
});

describe('openLocalFile', () => {
  it('opens what is unchanged', async () => {
    const path = join(folder, 'a.bin');
    await writeFile(path, 'hello');
    const [file] = (await walk([path])).files;
    if (file === undefined) throw new Error('no file');
    const opened = await openLocalFile(file.reference);
    if (!opened.ok) throw new Error(opened.failure.reason);
    await using handle = opened.value;
    expect(await handle.readFile('utf8')).toBe('hello');
  });
});
