import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { startProgram } from '../kill/program.ts';
import { type DiskCall, diskError, watchedDisk } from './watched-disk.ts';

const sizes = [0, 100, 70_000, 300_000, 5 * 1024 * 1024] as const;

/** What a full disk refuses; the other errors of a disk are for the user to mend. */
const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const codes = ['ENOSPC', 'ENOSPC', 'EDQUOT', 'EIO'] as const;

/** Calls that need no space, and which a full disk lets through. */
function needsSpace({ name }: DiskCall): boolean {
  return /^(?:open|mkdir|link|rename|handle\.(?:write|sync|close|truncate))$/.test(name);
}

interface Stored {
  readonly name: string;
  readonly bytes: Buffer;
}

async function storeFiles(world: FaultWorld, version: VersionCoordinates): Promise<Stored[]> {
  const files: Stored[] = [];
  for (const size of sizes) {
    const file = { name: `${size}.bin`, bytes: world.random.bytes(size) };
    await world.byHand.put(version.owner, version.packageName, version.version, file.name, file.bytes);
    files.push(file);
  }
  return files;
}

/** Nothing but the whole file, or what is not called by its name. */
async function checkWhole(folder: string, { name, bytes }: Stored): Promise<void> {
  for (const found of await readdir(folder)) {
    if (found.includes('.teapart')) continue;
    assert.equal(found, name, `${found} should not be there`);
    assert.ok((await readFile(join(folder, found))).equals(bytes), `${found} is not whole`);
  }
}

/** How many calls a download of this file makes. */
async function callsOf(world: FaultWorld, version: VersionCoordinates, { name }: Stored): Promise<number> {
  let calls = 0;
  const disk = watchedDisk({
    before: () => {
      calls += 1;
    },
  });
  const folder = join(world.folder, `count-${name}`);
  await mkdir(folder);
  const engine = world.engine({ disk });
  const [id = ''] = engine.download(version, [name], folder);
  assert.equal((await engine.end(id)).state, 'done');
  await engine.stop();
  return calls;
}

interface FullDisk {
  readonly file: Stored;
  readonly code: string;
  readonly at: number;
  readonly goesOn: boolean;
}

/** One call fails, or all from it on until the disk has space again; then everything comes to its good end. */
async function download(
  world: FaultWorld,
  version: VersionCoordinates,
  folder: string,
  { file, code, at, goesOn }: FullDisk,
): Promise<void> {
  let isFull = false;
  const disk = watchedDisk({
    before: (call) => {
      const isDue = call.order === at;
      if (isDue && goesOn) isFull = true;
      if (isDue || (isFull && needsSpace(call))) throw diskError(code);
    },
  });
  await mkdir(folder);
  const engine = world.engine({ disk, partHolder: 'full' });
  const [id = ''] = engine.download(version, [file.name], folder);
  const stopped = await engine.endOrWaiting(id);
  await checkWhole(folder, file);
  isFull = false;
  const isByItself = stopped.state !== 'failed';
  if (!isByItself) {
    assert.ok(!fullCodes.has(code), `${stopped.failure?.reason}: it does not go on by itself`);
    assert.equal(stopped.failure?.reason, 'folder-not-writable');
    engine.queue.retry([id]);
  }
  const { state, failure } = await engine.end(id);
  assert.ok(state === 'done' || state === 'skipped', `${state} ${JSON.stringify(failure)}`);
  assert.deepEqual(await readdir(folder), [file.name]);
  await checkWhole(folder, file);
  await engine.stop();
}

async function fullAtRandom(world: FaultWorld, count: number): Promise<void> {
  const version = world.newVersion();
  const files = await storeFiles(world, version);
  const calls = new Map<Stored, number>();
  for (const file of files) calls.set(file, await callsOf(world, version, file));
  for (let tried = 0; tried < count; tried += 1) {
    const file = world.random.pick(files);
    const fault = {
      file,
      code: world.random.pick(codes),
      at: 1 + world.random.below(calls.get(file) ?? 1),
      goesOn: world.random.below(2) === 0,
    };
    try {
      await download(world, version, join(world.folder, `full-${tried}`), fault);
    } catch (error) {
      const what = `${file.name}: ${fault.code} at call ${fault.at}${fault.goesOn ? ' and after' : ''}`;
      const reason = error instanceof Error ? error.message : String(error);
      throw new assert.AssertionError({ message: `${what}: ${reason}` });
    }
  }
  world.tries(count);
  if (count < enough) return;
  world.figure(
    9,
    `disk full: ${count} points, 0 damaged files, 0 left parts, all went on when there was space again`,
  );
}

/** Fewer are no figure. */
const enough = 200;

const program = new URL('../kill/app-program.ts', import.meta.url);

/** A real disk of 4 MiB for the profile and the downloads of the app; false where none can be had. */
function mountSmallDisk(world: FaultWorld, path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return false;
  }
  world.atEnd(() => execFileSync('umount', ['-l', path]));
  return true;
}

/** The app whose profile and downloads are on a disk that is full, and then is not. */
async function realFullDisk(world: FaultWorld): Promise<void> {
  const disk = join(world.folder, 'disk');
  await mkdir(disk);
  if (!mountSmallDisk(world, disk)) {
    console.log('     row 61: no disk can be mounted here; a full one is made up only');
    return;
  }
  const version = world.newVersion();
  const files = await storeFiles(world, version);
  await world.source('src/up.bin', world.random.bytes(1000));
  const { owner, packageName, version: down } = version;
  const words = [
    join(disk, 'app'),
    world.server.url,
    owner,
    packageName,
    'up',
    down,
    join(world.folder, 'src'),
  ];
  const { child, ended } = startProgram(program, words, {
    environment: { TEA_CHEST_TOKEN: world.server.token },
  });
  world.atEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  if (child.stdout === null) throw new Error('the program has no output');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) if (line.includes('"acknowledged"') && line.includes('"download"')) break;
  const downloads = join(disk, 'app', 'downloads');
  // What fits is there; the rest waits.
  await world.until(async () => {
    const there = await readdir(downloads, { recursive: true });
    return there.some((name) => name.endsWith('70000.bin'));
  });
  assert.equal(child.exitCode, null);
  execFileSync('mount', ['-o', 'remount,size=64m', disk]);
  if (child.exitCode === null) await once(child, 'exit');
  const { code, errors, output } = await ended;
  assert.equal(code, 0, `${errors}${output}`);
  const [folder = ''] = await readdir(downloads);
  for (const { name, bytes } of files) {
    assert.ok((await readFile(join(downloads, folder, name))).equals(bytes), `${name} is not whole`);
  }
  assert.equal((await readdir(join(downloads, folder))).length, files.length);
}

/** Row 61: a disk that is full. */
export const fullDiskCases: readonly FaultCase[] = [
  { row: 61, name: '8 random calls', when: 'short', run: (world) => fullAtRandom(world, 8) },
  { row: 61, name: '200 random calls', when: 'always', limit: 240, run: (world) => fullAtRandom(world, 200) },
  { row: 61, name: 'a real one, for profile and downloads', when: 'always', run: realFullDisk },
];
