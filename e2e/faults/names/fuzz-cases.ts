import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { api, fileUrl } from '../../../electron/registry/endpoints.ts';
import { makeVersionFolder } from '../../../electron/transfers/download-folder.ts';
import { distinctFileNames, numberedFileName, withEnding } from '../../../shared/safe-file-name.ts';
import { watchedDisk } from '../disk/watched-disk.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { oddName } from './odd-names.ts';
import { treeOf } from './tree.ts';

const batch = 50;

/** Fewer names are no figure. */
const enough = 100_000;

const serverUrl = 'https://git.example.org/sub';

/** What Windows gives to a device, or turns into another name. */
const dangerous = /[<>:"/\\|?*\p{Cc}]|^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)|[. ]$|^\.{0,2}$/iu;

/** One segment that stays in its folder, on any system. */
function checkSafe(name: string, from: string): void {
  const folder = '/downloads/here';
  assert.equal(relative(folder, resolve(folder, name)), name, `${JSON.stringify(from)} leaves its folder`);
  assert.equal(basename(name), name);
  assert.ok(!dangerous.test(name), `${JSON.stringify(name)} from ${JSON.stringify(from)}`);
  assert.ok(Buffer.byteLength(name) <= 255, `${name.length} characters from ${JSON.stringify(from)}`);
}

function diskKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Names of one download: each safe, no two of them one on any disk. */
function checkPlan(names: readonly string[]): void {
  const planned = distinctFileNames(names);
  for (const [index, name] of planned.entries()) checkSafe(name, names[index] ?? '');
  assert.equal(new Set(planned.map((name) => diskKey(name))).size, names.length);
  for (const name of planned.slice(0, 3)) {
    checkSafe(withEnding(name, '.teapart-0123456789ab'), name);
    checkSafe(numberedFileName(name, 2), name);
  }
}

/** What a server makes of a path: one decoding a segment. */
function segmentsOf(url: string): string[] {
  const { origin, pathname, search, hash, href } = new URL(url);
  assert.equal(`${origin}${pathname}`, href);
  assert.equal(search + hash, '');
  return pathname.split('/').map((segment) => decodeURIComponent(segment));
}

/** Whether a request goes out for these names; if it does, it names them and nothing else. */
function checkWire(names: readonly string[], purpose: 'read' | 'change'): boolean {
  const [owner = '', packageName = '', version = '', fileName = ''] = names;
  const url = fileUrl(serverUrl, { owner, packageName, version, fileName }, purpose);
  if (url.ok) {
    const segments = segmentsOf(url.value);
    assert.deepEqual(segments, ['', 'sub', 'api', 'packages', owner, 'generic', ...names.slice(1)]);
    // A proxy may decode a slash and fold what stands around it; nothing may then be changed elsewhere.
    const folded = purpose === 'change' ? segments.flatMap((segment) => segment.split(/[/\\]/)) : [];
    assert.ok(!folded.includes('.') && !folded.includes('..'), url.value);
  }
  const whole = api.packageVersion(serverUrl, { owner, packageName, version }, purpose);
  if (whole.ok) {
    const wanted = ['', 'sub', 'api', 'v1', 'packages', owner, 'generic', packageName, version];
    assert.deepEqual(segmentsOf(whole.value), wanted);
  }
  return url.ok;
}

async function fuzzNames(world: FaultWorld, count: number): Promise<void> {
  const below = (limit: number) => world.random.below(limit);
  let requests = 0;
  for (let made = 0; made < count; made += batch) {
    const names = Array.from({ length: batch }, () => oddName(below));
    checkPlan(names);
    for (const name of names) {
      const others = ['crew', 'kettle', '1.0', 'kettle.bin'];
      others[below(4)] = name;
      others[below(4)] = names[below(batch)] ?? name;
      if (checkWire(others, below(2) === 0 ? 'read' : 'change')) requests += 1;
    }
  }
  world.tries(count);
  if (count < enough) return;
  world.figure(
    7,
    `paths: ${count.toLocaleString('en')} names through planner and wire, 0 outside their folder, 0 taken twice, ` +
      `${requests.toLocaleString('en')} requests, 0 with another path than meant`,
  );
}

/** Folders for versions of odd names, all made in one place. */
async function versionFolders(world: FaultWorld): Promise<void> {
  const parent = join(world.folder, 'a', 'b', 'downloads');
  await mkdir(parent, { recursive: true });
  await writeFile(join(world.folder, 'sentinel'), 'mine');
  const before = await treeOf(world.folder, parent);
  const below = (limit: number) => world.random.below(limit);
  const made = new Set<string>();
  for (let count = 0; count < 400; count += 1) {
    const folder = await makeVersionFolder(watchedDisk({}), parent, {
      owner: oddName(below),
      packageName: oddName(below),
      version: oddName(below),
    });
    assert.ok(folder.ok);
    assert.ok(!made.has(folder.value), 'a folder was given out twice');
    made.add(folder.value);
  }
  assert.deepEqual(await treeOf(world.folder, parent), before);
  const there = (await readdir(parent)).map((name) => join(parent, name));
  assert.deepEqual(new Set(there), made);
}

/** Rows 56, 57 and 81, with the figure for paths. */
export const fuzzCases: readonly FaultCase[] = [
  {
    row: 57,
    name: '5,000 made-up names through planner and wire',
    when: 'short',
    run: (world) => fuzzNames(world, 5000),
  },
  {
    row: 57,
    name: '100,000 made-up names through planner and wire',
    when: 'always',
    limit: 120,
    run: (world) => fuzzNames(world, 100_000),
  },
  { row: 57, name: 'folders for 400 versions of made-up names', when: 'always', run: versionFolders },
];
