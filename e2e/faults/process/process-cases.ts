import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp } from '../../../electron/app.ts';
import { DatabaseInUse } from '../../../electron/database/open-database.ts';
import { isSettled } from '../../../shared/transfer.ts';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { startApp } from '../hostile/app-in-process.ts';
import { startCommand } from '../kill/command-line.ts';
import { KeptPlatform } from '../kill/kept-platform.ts';

const name = 'kettle.bin';
const size = 12 * 1024 * 1024;
const heldAfter = 9 * 1024 * 1024;
const partAtLeast = 8 * 1024 * 1024;

async function partSize(folder: string): Promise<number> {
  const [part] = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.teapart'));
  return part === undefined ? 0 : (await stat(join(folder, part))).size;
}

/** The machine sleeps in the middle of a download; its connections are gone when it wakes. Nobody has to do anything. */
async function sleep(world: FaultWorld): Promise<void> {
  const bytes = world.random.bytes(size);
  const version = world.newVersion();
  await world.byHand.put(version.owner, version.packageName, version.version, name, bytes);
  const proxy = await world.proxy();
  proxy.holdBodiesAfter(heldAfter);
  const to = join(world.folder, 'out');
  await mkdir(to);
  const { child, ended } = startCommand(world, 'download', proxy.url, version, ['--to', to]);
  await world.until(async () => (await partSize(to)) >= partAtLeast);
  child.kill('SIGSTOP');
  await proxy.goAway();
  await proxy.comeBack();
  child.kill('SIGCONT');
  const woken = performance.now();
  const { code, output, errors } = await ended;
  const seconds = (performance.now() - woken) / 1000;
  assert.equal(code, 0, errors);
  assert.ok(!output.includes('"failed":1'), output);
  assert.ok(seconds <= 5, `it took ${seconds} s to go on`);
  assert.deepEqual(await readdir(to), [name]);
  assert.ok((await readFile(join(to, name))).equals(bytes));
}

/** The window is drawn anew from one answer: all transfers as they stand, and what is pushed after. */
async function windowGone(world: FaultWorld): Promise<void> {
  const proxy = await world.proxy();
  const { platform, account } = await startApp(world, 'app', proxy.url);
  const version = world.newVersion();
  const bytes = world.random.bytes(size);
  await world.byHand.put(version.owner, version.packageName, version.version, name, bytes);
  proxy.holdBodiesAfter(heldAfter);
  const [id = ''] = await platform.request('transfers:download', {
    accountId: account.id,
    version,
    fileNames: [name],
    to: 'download-folder',
  });
  const { downloads } = platform.folders;
  await world.until(async () => (await partSize(downloads)) >= partAtLeast);
  // A window that crashed takes nothing any more; the next one asks once.
  platform.pushed.length = 0;
  const listed = await platform.request('transfers:list', undefined);
  assert.deepEqual(
    listed.map((transfer) => ({ id: transfer.id, state: transfer.state, size: transfer.size })),
    [{ id, state: 'receiving', size }],
  );
  proxy.release();
  await world.until(() =>
    platform.pushed.some(({ name, value }) => {
      const text = JSON.stringify(value);
      return name === 'transfers:changed' && text.includes(id) && text.includes('"done"');
    }),
  );
  assert.ok((await readFile(join(downloads, name))).equals(bytes));
}

/** Quitting in the middle of a download and an upload takes at most two seconds, and both go on at the next start. */
async function quit(world: FaultWorld): Promise<void> {
  const proxy = await world.proxy();
  const first = await startApp(world, 'app', proxy.url);
  const accountId = first.account.id;
  const down = world.newVersion();
  const up = world.newVersion();
  const bytes = world.random.bytes(size);
  await world.byHand.put(down.owner, down.packageName, down.version, name, bytes);
  proxy.holdBodiesAfter(heldAfter);
  first.platform.chosen = [await world.source('up.bin', bytes)];
  const { files } = await first.platform.request('local-files:choose', { what: 'files' });
  const ids = [
    ...(await first.platform.request('transfers:publish', {
      accountId,
      version: up,
      files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
    })),
    ...(await first.platform.request('transfers:download', {
      accountId,
      version: down,
      fileNames: [name],
      to: 'download-folder',
    })),
  ];
  await world.until(async () => {
    const transfers = await first.platform.request('transfers:list', undefined);
    return transfers.every(({ transferred }) => transferred >= partAtLeast);
  });
  const start = performance.now();
  await first.stop();
  const milliseconds = performance.now() - start;
  assert.ok(milliseconds <= 2000, `it took ${milliseconds} ms to stop`);
  proxy.release();

  const second = await startApp(world, 'app', proxy.url);
  const restored = await second.platform.request('transfers:list', undefined);
  assert.deepEqual(restored.map(({ id }) => id).sort(), ids.toSorted());
  await world.until(async () => {
    const transfers = await second.platform.request('transfers:list', undefined);
    return transfers.every(({ state }) => isSettled(state));
  });
  const ended = await second.platform.request('transfers:list', undefined);
  for (const { state, failure } of ended) assert.equal(state, 'done', JSON.stringify(failure));
  assert.deepEqual(await readdir(second.platform.folders.downloads), [name]);
  const listed = await world.byHand.files(up.owner, up.packageName, up.version);
  assert.equal(listed?.get('up.bin'), sha256Of(bytes));
}

/** A second app on one profile does not start, and takes nothing from the first. */
async function secondApp(world: FaultWorld): Promise<void> {
  const first = await startApp(world, 'app', world.server.url);
  assert.throws(() => createApp(new KeptPlatform(join(world.folder, 'app'))), DatabaseInUse);
  await first.platform.request('transfers:list', undefined);
  await first.stop();
  await startApp(world, 'app', world.server.url);
}

/** Two commands do the same at once: what one of them has done the other finds, and nothing is damaged. */
async function twoCommands(world: FaultWorld): Promise<void> {
  const version = world.newVersion();
  const bytes = world.random.bytes(3_000_000);
  const path = await world.source(name, bytes);
  const { url } = world.server;
  const up = await Promise.all([1, 2].map(() => startCommand(world, 'publish', url, version, [path]).ended));
  for (const { code, errors } of up) assert.equal(code, 0, errors);
  const listed = await world.byHand.files(version.owner, version.packageName, version.version);
  assert.deepEqual([...(listed ?? [])], [[name, sha256Of(bytes)]]);

  const to = join(world.folder, 'out');
  await mkdir(to);
  const line = ['--to', to] as const;
  const down = await Promise.all([1, 2].map(() => startCommand(world, 'download', url, version, line).ended));
  for (const { code, errors } of down) assert.equal(code, 0, errors);
  for (const found of await readdir(to)) {
    assert.match(found, /^kettle(?: \(2\))?\.bin$/);
    assert.ok((await readFile(join(to, found))).equals(bytes));
  }
}

/** Rows 69 to 73: sleep, windows that go, quitting, two at once. */
export const processCases: readonly FaultCase[] = [
  { row: 69, name: 'asleep in the middle of a download', when: 'always', run: sleep },
  { row: 70, name: 'the window goes in the middle of a download', when: 'always', run: windowGone },
  { row: 72, name: 'in the middle of an upload and a download', when: 'always', limit: 60, run: quit },
  { row: 73, name: 'two apps on one profile', when: 'short', run: secondApp },
  { row: 73, name: 'two commands that do the same', when: 'always', limit: 60, run: twoCommands },
];
