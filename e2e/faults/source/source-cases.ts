import assert from 'node:assert/strict';
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { startCommand } from '../kill/command-line.ts';

const size = 16 * 1024 * 1024;
const heldAfter = 4 * 1024 * 1024;

/** Starts to publish a file and does something to it while half of it is on its way. */
async function changeWhileSent(world: FaultWorld, change: (path: string) => void) {
  const bytes = world.random.bytes(size);
  const path = await world.source('source.bin', bytes);
  const proxy = await world.proxy();
  const engine = world.engine({ url: proxy.url, limits: { uploadStall: 20_000 } });
  const version = world.newVersion();
  proxy.holdBodiesAfter(heldAfter);
  const [id = ''] = await engine.publish(version, [path]);
  await engine.until(id, ({ transferred }) => transferred >= heldAfter);
  change(path);
  proxy.release();
  const transfer = await engine.end(id);
  const listed = await world.byHand.files(version.owner, version.packageName, version.version);
  return { bytes, transfer, listed: listed?.get('source.bin') ?? null };
}

/** What was changed while it was sent never arrives. */
async function neverArrives(world: FaultWorld, change: (path: string) => void): Promise<void> {
  const { transfer, listed } = await changeWhileSent(world, change);
  assert.equal(transfer.state, 'failed');
  assert.equal(transfer.failure?.reason, 'local-file-changed');
  assert.equal(listed, null, 'the server has something');
}

/** What was taken away while it was sent arrives as it was given, or not at all, and is not called what it is not. */
async function arrivesAsGiven(world: FaultWorld, change: (path: string) => void): Promise<void> {
  const { bytes, transfer, listed } = await changeWhileSent(world, change);
  if (transfer.state === 'done') assert.equal(listed, sha256Of(bytes));
  else assert.equal(transfer.failure?.reason, 'local-file-changed');
  if (listed !== null) assert.equal(listed, sha256Of(bytes));
}

/** The disk fails in the middle of one file of three: it is named, the others arrive. */
async function readError(world: FaultWorld, code: string): Promise<void> {
  const version = world.newVersion();
  const names = ['a.bin', 'b.bin', 'c.bin'];
  for (const name of names) await world.source(join('src', name), world.random.bytes(3_000_000));
  const { ended } = startCommand(world, 'publish', world.server.url, version, [join(world.folder, 'src')], {
    fault: { kind: 'fail', point: 'handle read before 2', code },
  });
  const { code: exitCode, output, errors } = await ended;
  assert.equal(exitCode, 1, errors);
  const lines = output.split('\n').filter((line) => line.includes('"kind":"file"'));
  const failed = lines.filter((line) => line.includes('"state":"failed"'));
  assert.equal(failed.length, 1, output);
  assert.match(failed[0] ?? '', /"reason":"local-file-unreadable"/);
  const listed = await world.byHand.files(version.owner, version.packageName, version.version);
  assert.equal(listed?.size, 2, 'the other two are there');
  const name = names.find((name) => failed[0]?.includes(name)) ?? '';
  assert.equal(listed?.has(name), false, 'what could not be read is there');
}

/** Rows 45 to 49: what happens to a file while it is sent. */
export const sourceCases: readonly FaultCase[] = [
  {
    row: 45,
    name: 'written into, its size the same',
    when: 'short',
    run: (world) => neverArrives(world, (path) => writeFileSync(path, Buffer.from('other'), { flag: 'r+' })),
  },
  {
    row: 46,
    name: 'cut to half',
    when: 'always',
    run: (world) => neverArrives(world, (path) => truncateSync(path, size / 2)),
  },
  {
    row: 46,
    name: 'emptied',
    when: 'always',
    run: (world) => neverArrives(world, (path) => truncateSync(path, 0)),
  },
  {
    row: 47,
    name: 'longer by a byte',
    when: 'always',
    run: (world) => neverArrives(world, (path) => appendFileSync(path, 'x')),
  },
  {
    row: 48,
    name: 'removed',
    when: 'always',
    run: (world) => arrivesAsGiven(world, (path) => rmSync(path)),
  },
  {
    row: 48,
    name: 'replaced by another file',
    when: 'always',
    run: (world) =>
      arrivesAsGiven(world, (path) => {
        writeFileSync(`${path}.new`, Buffer.alloc(size, 1));
        renameSync(`${path}.new`, path);
      }),
  },
  ...['EIO', 'ESTALE', 'ENODEV', 'EACCES'].map(
    (code): FaultCase => ({
      row: 49,
      name: `${code} while one of three files is read`,
      when: code === 'EIO' ? 'short' : 'always',
      run: (world) => readError(world, code),
    }),
  ),
];
