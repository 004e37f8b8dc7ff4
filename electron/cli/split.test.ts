import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedRegistry, serveRegistry } from '../local-registry/testing/served-registry.ts';
import { HoldingServer } from './testing/holding-server.ts';
import { type CliEnd, startCli } from './testing/run-cli.ts';

const name = 'kettle (1).iso';
const bytes = randomBytes(1_050_000);

let data: string;
let folder: string;
let registry: ServedRegistry;
let holding: HoldingServer;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'tea-chest-cli-data-'));
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-cli-'));
  registry = await serveRegistry('--data', data);
  holding = await HoldingServer.before(registry.url);
  await writeFile(join(folder, name), bytes);
});
afterEach(async () => {
  await holding.close();
  await registry.end('SIGKILL');
  await rm(data, { recursive: true });
  await rm(folder, { recursive: true });
});

function run(command: string, ...more: readonly string[]): Promise<CliEnd> {
  const place = [
    '--server',
    holding.url,
    '--owner',
    registry.owner,
    '--package',
    'kettle',
    '--version',
    '1.0',
  ];
  return startCli(registry.token, command, ...place, ...more).ended;
}

/** The names that were put, without those that came before. */
function puts(): string[] {
  const names = holding.asked
    .filter((asked) => asked.startsWith('PUT'))
    .map((asked) => decodeURIComponent(asked.split('/').at(-1) ?? ''));
  holding.asked.length = 0;
  return names;
}

describe('a file in parts on the command line', () => {
  it('is published part by part, gone on with, downloaded as one and verified', async () => {
    expect((await run('publish', '--split', '300kB', join(folder, name))).code).toBe(0);
    const parts = [1, 2, 3, 4].map((number) => `${name}.part00${number}of004`);
    expect(puts().toSorted()).toEqual([...parts, `${name}.split.txt`]);

    for (const gone of [`${name}.split.txt`, parts[1] ?? '']) {
      expect((await run('delete', '--file', gone, '--yes')).code).toBe(0);
    }
    const again = await run('publish', '--split', '300kB', join(folder, name));
    expect(again.lines.at(-1)).toMatchObject({ exitCode: 0, done: 2, skipped: 3 });
    expect(puts()).toEqual([parts[1], `${name}.split.txt`]);

    const to = join(folder, 'to');
    const fetched = await run('download', '--to', to);
    expect(fetched.lines.at(-1)).toMatchObject({ exitCode: 0, done: 1, failed: 0 });
    expect(await readdir(to)).toEqual([name]);
    expect((await readFile(join(to, name))).equals(bytes)).toBe(true);
    expect((await run('download', '--to', to)).lines.at(-1)).toMatchObject({ done: 0, skipped: 1 });

    expect((await run('verify', to)).lines.at(-1)).toMatchObject({ exitCode: 0, same: 1, extra: 0 });
    await writeFile(join(to, name), bytes.subarray(1));
    expect((await run('verify', to)).lines.at(-1)).toMatchObject({ exitCode: 3, differs: 1 });
  });

  it('can be fetched by its name, and a part of it by that of the part', async () => {
    await run('publish', '--split', '300kB', join(folder, name));
    const to = join(folder, 'to');
    const part = `${name}.part004of004`;
    await run('download', '--to', to, '--file', name, '--file', part);
    expect((await readdir(to)).toSorted()).toEqual([name, part]);
    expect((await readFile(join(to, part))).equals(bytes.subarray(900_000))).toBe(true);
  });

  it('is known again by its manifest however it is cut, and never sent beside other bytes', async () => {
    await run('publish', '--split', '300kB', join(folder, name));
    puts();
    const otherwise = await run('publish', '--split', '200kB', join(folder, name));
    expect(otherwise.lines.at(-1)).toMatchObject({ exitCode: 0, done: 0, skipped: 1 });
    const plan = await run('publish', '--dry-run', '--split', '200kB', join(folder, name));
    expect(JSON.stringify(plan.lines)).toContain('"verdict":"identical"');

    await writeFile(join(folder, name), randomBytes(1_050_000));
    const refused = await run('publish', '--split', '200kB', join(folder, name));
    expect(refused.lines.at(-1)).toMatchObject({ exitCode: 3, failed: 1 });
    expect(puts()).toEqual([]);
  });

  it.each(['much', '10', '5 TB'])('is refused with --split %s', async (size) => {
    const { code, errors } = await run('publish', '--split', size, join(folder, name));
    expect(code).toBe(2);
    expect(errors).toContain('--split is a size from 100kB to 100GB');
  });
});
