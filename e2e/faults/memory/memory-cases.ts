import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { startProgram } from '../kill/program.ts';

const memoryProgram = new URL('memory-program.ts', import.meta.url);
const zerosServer = new URL('zeros-server.ts', import.meta.url);
const batchProgram = new URL('batch-program.ts', import.meta.url);

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

const Grown = z.object({ state: z.string(), failure: z.unknown(), grown: z.number() });
const Started = z.object({ url: z.string() });
const Batch = z.object({
  files: z.number(),
  planned: z.number(),
  cancelled: z.number(),
  grown: z.number(),
  summaries: z.number(),
});

async function run(world: FaultWorld, program: URL, words: readonly string[]): Promise<unknown> {
  const { child, ended } = startProgram(program, words, {
    environment: { TEA_CHEST_TOKEN: world.server.token },
  });
  world.atEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const { code, output, errors } = await ended;
  assert.equal(code, 0, errors);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

async function zeros(world: FaultWorld, size: number): Promise<string> {
  const { child, ended } = startProgram(zerosServer, [String(size)]);
  world.atEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  if (child.stdout === null) throw new Error('the server has no output');
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  return Started.parse(JSON.parse(String(line))).url;
}

/** One large file up and one down, each by a process of its own: how large the file is makes no difference to memory. */
async function largeFile(world: FaultWorld, size: number, most: number): Promise<void> {
  const url = await zeros(world, size);
  const sparse = join(world.folder, 'sparse.bin');
  await writeFile(sparse, '');
  await truncate(sparse, size);
  const to = join(world.folder, 'out');
  await mkdir(to);
  const grown: number[] = [];
  for (const [direction, path] of [
    ['up', sparse],
    ['down', to],
  ] as const) {
    const words = [direction, url, 'crew', 'kettle', '1', path, 'zeros.bin'];
    const end = Grown.parse(await run(world, memoryProgram, words));
    assert.equal(end.state, 'done', JSON.stringify(end.failure));
    const mebibytes = Math.round(end.grown / mebibyte);
    assert.ok(mebibytes <= most, `${direction}: grew by ${mebibytes} MiB`);
    grown.push(mebibytes);
  }
  assert.deepEqual(await readdir(to), ['zeros.bin']);
  if (size < gibibyte) return;
  world.figure(
    8,
    `memory: ${size / gibibyte} GiB, a process grown by ${grown[0]} MiB sending and ${grown[1]} MiB receiving (limit ${most})`,
  );
}

/** A computer that does other things as well takes longer. */
function patience(milliseconds: number): number {
  return milliseconds * Math.max(1, (loadavg()[0] ?? 0) / cpus().length);
}

async function folderOf(world: FaultWorld, name: string, files: number): Promise<string> {
  const folder = join(world.folder, name);
  await mkdir(folder);
  for (let number = 0; number < files; number += 1) {
    await writeFile(join(folder, `file-${number}.bin`), `tea ${number}`);
  }
  return folder;
}

async function batch(world: FaultWorld, count: number): Promise<void> {
  const source = await folderOf(world, 'src', count);
  const first = await folderOf(world, 'first', 50);
  const { owner, packageName } = world.newVersion();
  const words = [join(world.folder, 'app'), world.server.url, owner, packageName, first, source];
  const { files, planned, cancelled, grown, summaries } = Batch.parse(await run(world, batchProgram, words));
  assert.equal(files, count);
  assert.equal(summaries, 2, 'each of the two batches has one summary');
  const mebibytes = Math.round(grown / mebibyte);
  assert.ok(planned <= patience(2000), `planned in ${planned} ms`);
  assert.ok(cancelled <= patience(1000), `cancelled in ${cancelled} ms`);
  assert.ok(mebibytes <= 100, `grew by ${mebibytes} MiB`);
  world.figure(
    8,
    `memory: ${count.toLocaleString('en')} files in one batch, grown by ${mebibytes} MiB (limit 100), planned in ` +
      `${Math.round(planned)} ms, cancelled in ${Math.round(cancelled)} ms`,
  );
}

/** Row 74 and the figure for memory. */
export const memoryCases: readonly FaultCase[] = [
  { row: 74, name: '10,000 files', when: 'always', limit: 180, run: (world) => batch(world, 10_000) },
  {
    row: 0,
    name: 'memory for 1 GiB up and down',
    when: 'always',
    limit: 240,
    run: (world) => largeFile(world, gibibyte, 64),
  },
  {
    row: 0,
    name: 'memory for 4 GiB up and down',
    when: 'long',
    limit: 900,
    run: (world) => largeFile(world, 4 * gibibyte, 64),
  },
];
