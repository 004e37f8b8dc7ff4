import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { give, newLocalFiles } from '../../../electron/local-files/testing/given-files.ts';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';

function select(paths: readonly string[]) {
  return give(newLocalFiles(), paths);
}

async function unreadable(world: FaultWorld): Promise<void> {
  const path = await world.source('locked.bin', 'secret');
  const open = await world.source('open.bin', 'public');
  await chmod(path, 0);
  const { files, leftOut } = await select([path, open]);
  // For root there are no locked files.
  if (process.getuid?.() === 0) return assert.equal(files.length, 2);
  assert.deepEqual(
    files.map(({ name }) => name),
    ['open.bin'],
  );
  assert.deepEqual(leftOut, [{ name: 'locked.bin', why: 'unreadable' }]);
}

/** A folder of folders: every file is named with its size before anything is sent. */
async function folder(world: FaultWorld): Promise<void> {
  const sizes = new Map<string, number>();
  for (let number = 0; number < 300; number += 1) {
    const inside = `tree/${number % 7}/${number % 5}`;
    const bytes = Buffer.alloc(world.random.below(200));
    await world.source(join(inside, `f${number}.bin`), bytes);
    sizes.set(`${inside}/f${number}.bin`, bytes.length);
  }
  const { files, leftOut } = await select([join(world.folder, 'tree')]);
  assert.deepEqual(leftOut, []);
  assert.deepEqual(new Map(files.map(({ folder, name, size }) => [`${folder}/${name}`, size])), sizes);
}

async function links(world: FaultWorld): Promise<void> {
  const root = join(world.folder, 'tree');
  await world.source('tree/real.txt', 'real');
  const outside = await world.source('outside/secret.txt', 'secret');
  await symlink('.', join(root, 'loop'));
  await symlink('..', join(root, 'up'));
  await symlink(outside, join(root, 'secret.txt'));
  await symlink('nowhere', join(root, 'dangling'));
  const { files, leftOut } = await select([root]);
  assert.deepEqual(
    files.map(({ name }) => name),
    ['real.txt'],
  );
  assert.deepEqual(
    leftOut.map(({ name, why }) => `${name} ${why}`).sort(),
    ['tree/dangling link', 'tree/loop link', 'tree/secret.txt link', 'tree/up link'].sort(),
  );
}

/** Pipes, devices and sockets are told from files before anybody opens them: opening a pipe hangs. */
async function specialFiles(world: FaultWorld): Promise<void> {
  const root = join(world.folder, 'odd');
  await mkdir(root);
  execFileSync('mkfifo', [join(root, 'pipe')]);
  const server = createServer();
  server.listen(join(root, 'socket'));
  await once(server, 'listening');
  world.atEnd(() => server.close());
  const { files, leftOut } = await select([root, '/dev/null', '/dev/zero']);
  assert.deepEqual(files, []);
  assert.deepEqual(
    leftOut.map(({ name, why }) => `${name} ${why}`),
    ['odd/pipe special-file', 'odd/socket special-file', 'null special-file', 'zero special-file'],
  );
}

/** A file of the kernel says that it is empty and gives bytes all the same: it must not arrive as an empty file. */
async function kernelFile(world: FaultWorld): Promise<void> {
  const path = '/proc/self/limits';
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text === '') return;
  const version = world.newVersion();
  const engine = world.engine();
  const [id] = await engine.publish(version, [path]);
  const listed = async () =>
    (await world.byHand.files(version.owner, version.packageName, version.version)) ?? new Map();
  if (id === undefined) return assert.equal((await listed()).size, 0);
  const { state } = await engine.end(id);
  assert.equal(state, 'failed');
  assert.equal((await listed()).size, 0, 'an empty file arrived in its place');
}

async function zeroBytes(world: FaultWorld): Promise<void> {
  const version = world.newVersion();
  const engine = world.engine();
  const [up = ''] = await engine.publish(version, [await world.source('src/empty.bin', '')]);
  assert.equal((await engine.end(up)).state, 'done');
  const listed = await world.byHand.files(version.owner, version.packageName, version.version);
  assert.equal(listed?.get('empty.bin'), sha256Of(Buffer.alloc(0)));
  const to = join(world.folder, 'out');
  await mkdir(to);
  await writeFile(join(to, 'other.txt'), 'mine');
  const [down = ''] = engine.download(version, ['empty.bin'], to);
  assert.equal((await engine.end(down)).state, 'done');
  assert.equal((await readFile(join(to, 'empty.bin'))).length, 0);
}

/** Rows 49 to 53: what may be given to be sent. */
export const selectionCases: readonly FaultCase[] = [
  { row: 49, name: 'a file that may not be read', when: 'always', run: unreadable },
  { row: 50, name: '300 files in folders', when: 'short', run: folder },
  { row: 51, name: 'loops, links out of the tree, links to nothing', when: 'short', run: links },
  { row: 52, name: 'pipe, socket, devices', when: 'short', run: specialFiles },
  { row: 52, name: 'a file of the kernel', when: 'always', run: kernelFile },
  { row: 53, name: 'up and down', when: 'short', run: zeroBytes },
];
