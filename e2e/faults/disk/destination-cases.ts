import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendJson } from '../../../electron/registry/testing/scripted-server.ts';
import type { DiskCalls } from '../../../electron/transfers/part-file.ts';
import type { Transfer } from '../../../shared/transfer.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { startCommand } from '../kill/command-line.ts';
import { listingRow } from '../names/lying-server.ts';
import { treeOf } from '../names/tree.ts';
import { diskError, watchedDisk } from './watched-disk.ts';

const fileName = 'kettle.bin';

interface Downloaded {
  readonly transfer: Transfer;
  readonly bytes: Buffer;
  readonly to: string;
}

/** Downloads a file into `out`, on a disk of the case's own. */
async function download(
  world: FaultWorld,
  disk: (to: string) => DiskCalls,
  prepare: (to: string) => Promise<unknown> = async () => undefined,
): Promise<Downloaded> {
  const bytes = world.random.bytes(300_000);
  const version = world.newVersion();
  await world.byHand.put(version.owner, version.packageName, version.version, fileName, bytes);
  const to = join(world.folder, 'out');
  await mkdir(to);
  await prepare(to);
  const engine = world.engine({ disk: disk(to) });
  const [id = ''] = engine.download(version, [fileName], to);
  return { transfer: await engine.endOrWaiting(id), bytes, to };
}

/** Something has the name, from the start or since the last moment: both are kept. */
async function keepsBoth(
  world: FaultWorld,
  disk: (to: string) => DiskCalls,
  isThere: boolean,
): Promise<void> {
  const mine = (to: string) => writeFile(join(to, fileName), 'mine', { flag: 'wx' });
  const { transfer, bytes, to } = await download(world, disk, isThere ? mine : undefined);
  assert.equal(transfer.state, 'done');
  assert.deepEqual((await readdir(to)).sort(), ['kettle (2).bin', fileName]);
  assert.equal(await readFile(join(to, fileName), 'utf8'), 'mine', 'a file of the user was overwritten');
  assert.ok((await readFile(join(to, 'kettle (2).bin'))).equals(bytes));
}

/** A disk on which somebody takes the name just before the bytes are given it; `links` tells whether it offers links. */
function contested(to: string, links: boolean): DiskCalls {
  let isTaken = false;
  return watchedDisk({
    before: async ({ name, path }) => {
      if (name === 'link' && !links) throw diskError('EPERM');
      const isMoment = links ? name === 'link' : name === 'open' && path === join(to, fileName);
      if (!isMoment || isTaken) return;
      isTaken = true;
      await writeFile(join(to, fileName), 'mine', { flag: 'wx' });
    },
  });
}

/** The folder becomes a link to another one just before the file gets its name: the other one stays as it is. */
async function folderSwapped(world: FaultWorld): Promise<void> {
  const elsewhere = join(world.folder, 'elsewhere');
  await mkdir(elsewhere);
  const { transfer } = await download(world, (to) => {
    let isSwapped = false;
    return watchedDisk({
      before: async ({ name }) => {
        if (name !== 'link' || isSwapped) return;
        isSwapped = true;
        await rename(to, `${to}-moved`);
        await symlink(elsewhere, to);
      },
    });
  });
  assert.equal(transfer.state, 'failed');
  assert.equal(transfer.failure?.reason, 'folder-not-writable');
  assert.deepEqual(await readdir(elsewhere), []);
}

/** A part that a broken download left becomes a link to a file of the user: that is not written through. */
async function partSwapped(world: FaultWorld): Promise<void> {
  const bytes = world.random.bytes(3_000_000);
  const version = world.newVersion();
  await world.byHand.put(version.owner, version.packageName, version.version, fileName, bytes);
  const mine = await world.source('mine.txt', 'mine');
  const to = join(world.folder, 'out');
  await mkdir(to);
  const line = [world, 'download', world.server.url, version, ['--to', to]] as const;
  await startCommand(...line, { fault: { kind: 'point', point: 'handle sync before 1' } }).ended;
  const [part = ''] = await readdir(to);
  assert.match(part, /\.teapart-/);
  await rename(join(to, part), join(world.folder, 'part'));
  await symlink(mine, join(to, part));
  const { code, errors } = await startCommand(...line).ended;
  assert.equal(code, 0, errors);
  assert.equal(await readFile(mine, 'utf8'), 'mine', 'it was written through a link');
  assert.deepEqual(await readdir(to), [fileName]);
  assert.ok((await readFile(join(to, fileName))).equals(bytes));
}

/** A disk that takes nothing says so before the first byte is fetched. */
async function refusedAtOnce(world: FaultWorld, code: string, reason: string): Promise<void> {
  const bytes = Buffer.from('tea');
  const server = await world.scripted((_request, response) => {
    sendJson(response, [listingRow(1, fileName, bytes)]);
  });
  const to = join(world.folder, 'out');
  await mkdir(to);
  const disk = watchedDisk({
    before: ({ name, path }) => {
      if (name === 'open' && path.includes('.teapart')) throw diskError(code);
    },
  });
  const engine = world.engine({ url: server.url, disk });
  const [id = ''] = engine.download(world.newVersion(), [fileName], to);
  const { failure } = await engine.endOrWaiting(id);
  assert.equal(failure?.reason, reason);
  assert.deepEqual(
    server.seen.map(({ path }) => path.endsWith('/files')),
    [true],
    'bytes were asked for',
  );
  assert.deepEqual(await readdir(to), []);
}

/** A folder that may not be written to, for those who are not root. */
async function lockedFolder(world: FaultWorld): Promise<void> {
  if (process.getuid?.() === 0) return;
  const { transfer } = await download(
    world,
    () => watchedDisk({}),
    (to) => chmod(to, 0o555),
  );
  assert.equal(transfer.failure?.reason, 'folder-not-writable');
}

/** The folder is gone when the file is to get its name: it is not made anew, there or elsewhere. */
async function folderGone(world: FaultWorld): Promise<void> {
  const { transfer, to } = await download(world, (to) =>
    watchedDisk({
      before: async ({ name }) => {
        if (name === 'handle.sync') await rename(to, `${to}-moved`).catch(() => undefined);
      },
    }),
  );
  assert.equal(transfer.state, 'failed');
  assert.equal(transfer.failure?.reason, 'folder-not-writable');
  const there = await treeOf(world.folder, `${to}-moved`);
  assert.deepEqual([...there.keys()], []);
}

/** A stick pulled out in the middle, where one can be mounted. */
async function stickPulled(world: FaultWorld): Promise<void> {
  const stick = join(world.folder, 'stick');
  await mkdir(stick);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', stick], { stdio: 'ignore' });
  } catch {
    return;
  }
  const to = join(stick, 'out');
  await mkdir(to);
  const version = world.newVersion();
  const bytes = world.random.bytes(300_000);
  await world.byHand.put(version.owner, version.packageName, version.version, fileName, bytes);
  let isPulled = false;
  const disk = watchedDisk({
    before: ({ name }) => {
      if (name !== 'handle.write' || isPulled) return;
      isPulled = true;
      execFileSync('umount', ['-l', stick]);
    },
  });
  const engine = world.engine({ disk });
  const [id = ''] = engine.download(version, [fileName], to);
  const { state, failure } = await engine.endOrWaiting(id);
  assert.equal(state, 'failed');
  assert.equal(failure?.reason, 'folder-not-writable');
  assert.deepEqual(await readdir(stick), [], 'the folder was made anew below the stick');
}

/** A scanner holds the file for a moment, on a disk without links: it gets its name all the same. */
async function scannerHolds(world: FaultWorld, code: string): Promise<void> {
  let refused = 0;
  const { transfer, bytes, to } = await download(world, () =>
    watchedDisk({
      before: ({ name }) => {
        if (name === 'link') throw diskError('EPERM');
        if (name !== 'rename' || refused === 3) return;
        refused += 1;
        throw diskError(code);
      },
    }),
  );
  assert.equal(transfer.state, 'done', JSON.stringify(transfer.failure));
  assert.deepEqual(await readdir(to), [fileName]);
  assert.ok((await readFile(join(to, fileName))).equals(bytes));
}

/** A scanner that never lets go: what was verified is kept. */
async function scannerKeeps(world: FaultWorld): Promise<void> {
  const { transfer, to } = await download(world, () =>
    watchedDisk({
      before: ({ name }) => {
        if (name === 'link' || name === 'rename') throw diskError('EPERM');
      },
    }),
  );
  assert.equal(transfer.failure?.reason, 'folder-not-writable');
  const there = await readdir(to);
  assert.equal(there.length, 1);
  assert.match(there[0] ?? '', /^kettle\.bin\.teapart-/);
}

/** Rows 58, 59 and 62 to 64: the place where a download goes. */
export const destinationCases: readonly FaultCase[] = [
  { row: 58, name: 'the folder becomes a link', when: 'short', run: folderSwapped },
  { row: 58, name: 'a part becomes a link', when: 'always', run: partSwapped },
  {
    row: 59,
    name: 'the name is taken',
    when: 'short',
    run: (world) => keepsBoth(world, () => watchedDisk({}), true),
  },
  ...[true, false].map(
    (links): FaultCase => ({
      row: 59,
      name: `the name is taken at the last moment, on a disk ${links ? 'with' : 'without'} links`,
      when: 'short',
      run: (world) => keepsBoth(world, (to) => contested(to, links), false),
    }),
  ),
  ...[
    ['EACCES', 'folder-not-writable'],
    ['EROFS', 'folder-not-writable'],
    ['EPERM', 'folder-not-writable'],
    ['EDQUOT', 'disk-full'],
    ['ENOSPC', 'disk-full'],
  ].map(
    ([code = '', reason = '']): FaultCase => ({
      row: 62,
      name: `${code} before the first byte`,
      when: code === 'EROFS' ? 'short' : 'always',
      run: (world) => refusedAtOnce(world, code, reason),
    }),
  ),
  { row: 62, name: 'a folder that may not be written to', when: 'always', run: lockedFolder },
  { row: 63, name: 'the folder is renamed', when: 'always', run: folderGone },
  { row: 63, name: 'a stick is pulled out', when: 'always', run: stickPulled },
  ...['EPERM', 'EBUSY', 'EACCES'].map(
    (code): FaultCase => ({
      row: 64,
      name: `${code} three times`,
      when: 'always',
      run: (world) => scannerHolds(world, code),
    }),
  ),
  { row: 64, name: 'for good', when: 'always', run: scannerKeeps },
];
