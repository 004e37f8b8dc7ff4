import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { list } from 'tar';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ServedRegistry, serveRegistry } from '../local-registry/testing/served-registry.ts';
import { HoldingServer } from './testing/holding-server.ts';
import { type CliEnd, startCli } from './testing/run-cli.ts';

let data: string;
let registry: ServedRegistry;
let folder: string;
let holding: HoldingServer;
let number = 0;
let packageName = '';
const ended: CliEnd[] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'tea-chest-cli-data-'));
  registry = await serveRegistry('--data', data);
});
afterAll(async () => {
  await registry.end('SIGKILL');
  await rm(data, { recursive: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-cli-'));
  holding = await HoldingServer.before(registry.url);
  number += 1;
  packageName = `kettle${number}`;
});
afterEach(async () => {
  await holding.close();
  await rm(folder, { recursive: true });
});

function place(url = holding.url): string[] {
  return ['--server', url, '--owner', registry.owner, '--package', packageName, '--version', '1.0'];
}

async function run(...line: readonly string[]): Promise<CliEnd> {
  const end = await startCli(registry.token, ...line).ended;
  ended.push(end);
  return end;
}

async function source(name: string, content: string | Buffer): Promise<string> {
  await mkdir(join(folder, 'src'), { recursive: true });
  await writeFile(join(folder, 'src', name), content);
  return join(folder, 'src', name);
}

function checksumLine(name: string, content: string): string {
  return `${createHash('sha256').update(content).digest('hex')}  ${name}\n`;
}

function puts(): string[] {
  return holding.asked.filter((asked) => asked.startsWith('PUT'));
}

describe('publish and download', () => {
  it('puts folders in front of names where that is asked for', async () => {
    for (const inner of ['linux', 'mac']) {
      await mkdir(join(folder, 'src', inner), { recursive: true });
      await writeFile(join(folder, 'src', inner, 'kettle'), inner);
    }
    const refused = await run('publish', ...place(), join(folder, 'src'));
    expect(refused.lines).toContainEqual({ kind: 'refused', name: 'kettle', why: 'name-twice' });
    expect(puts()).toEqual([]);
    const byPath = ['--names', 'path', '--join', '_'];
    expect((await run('publish', ...place(), ...byPath, join(folder, 'src'))).code).toBe(0);
    const listed = JSON.stringify((await run('list', ...place())).lines);
    expect(listed).toContain('linux_kettle');
    expect(listed).toContain('mac_kettle');
    await source('.DS_Store', 'x');
    const verified = await run('verify', ...place(), join(folder, 'src'));
    expect(verified.lines.at(-1)).toMatchObject({ exitCode: 0, same: 2, extra: 0 });
  });

  it('packs folders where that is asked for, sends nothing the second time and leaves nothing behind', async () => {
    const [from, alone] = [join(folder, 'src'), join(folder, 'alone.txt')];
    await source('kettle', 'hot');
    await source('.DS_Store', 'x');
    await writeFile(alone, 'alone');
    const profile = join(folder, 'profile');
    const leftOver = join(profile, 'packed-by-commands', '0999999999', 'src.tar.gz');
    await mkdir(leftOver, { recursive: true });
    const command = ['publish', ...place(), '--user-data-dir', profile, '--names', 'tar.gz', from, alone];
    const first = await run(...command);
    expect(first.lines.at(-1)).toMatchObject({ exitCode: 0, done: 2, skipped: 0 });
    expect(first.lines).toContainEqual({ kind: 'packed', name: 'src.tar.gz', size: expect.any(Number) });
    const listed = JSON.stringify((await run('list', ...place())).lines);
    expect(listed).toContain('"src.tar.gz"');
    expect(listed).toContain('"alone.txt"');
    const second = await run(...command);
    expect(second.lines.at(-1)).toMatchObject({ exitCode: 0, done: 0, skipped: 2 });
    expect(await readdir(join(profile, 'packed-by-commands'))).toEqual([]);
    const to = join(folder, 'back');
    expect((await run('download', ...place(), '--to', to)).code).toBe(0);
    const names: string[] = [];
    await list({ file: join(to, 'src.tar.gz'), onReadEntry: ({ path }) => names.push(path) });
    expect(names).toEqual(['src/kettle']);
  });

  it('takes package and version from what lies beside the files, if that says one thing', async () => {
    const file = await source('kettle.bin', 'hot');
    const at = ['--server', holding.url, '--owner', registry.owner];
    const unknown = await run('publish', ...at, file);
    expect(unknown.code).toBe(2);
    expect(unknown.errors).toContain('--package is missing, and neither file names nor what lies');

    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: packageName, version: '3.1.0' }));
    const sent = await run('publish', ...at, file);
    expect(sent.code).toBe(0);
    const from = `package.json in ${basename(folder)}`;
    expect(sent.lines).toContainEqual({ kind: 'guessed', what: 'package', value: packageName, from });
    expect(sent.lines).toContainEqual({ kind: 'guessed', what: 'version', value: '3.1.0', from });
    const puts = holding.asked.filter((asked) => asked.startsWith('PUT'));
    expect(puts).toEqual([expect.stringContaining(`/${packageName}/3.1.0/kettle.bin`)]);

    const other = await source(`${packageName}-3.2.0.bin`, 'hotter');
    const refused = await run('publish', ...at, other);
    expect(refused.code).toBe(2);
    expect(refused.errors).toContain(`3.2.0 from the file names, 3.1.0 from ${from}`);
    expect(holding.asked.filter((asked) => asked.startsWith('PUT'))).toEqual(puts);
    expect((await run('publish', ...at, '--version', '3.2.0', other)).code).toBe(0);
  });

  it('leaves out of folders what nobody means to publish, and what is told to be left out', async () => {
    await source('kettle', 'hot');
    await source('.DS_Store', 'x');
    const log = await source('build.log', 'x');
    const sent = await run('publish', ...place(), '--exclude', '*.LOG', join(folder, 'src'));
    expect(sent.lines).toContainEqual({
      kind: 'left-out',
      name: 'src/build.log',
      why: 'excluded',
      pattern: '*.LOG',
    });
    expect(sent.lines.at(-1)).toMatchObject({ exitCode: 0, done: 1 });
    const named = await run('publish', ...place(), '--exclude', '*.log', log);
    expect(named.lines.at(-1)).toMatchObject({ exitCode: 0, done: 1 });
  });

  it.each(['--names whole', '--names path --join /', '--names base --join -'])(
    'takes no rule for names that is none: %s',
    async (words) => {
      expect((await run('publish', ...place(), ...words.split(' '), folder)).code).toBe(2);
    },
  );

  it('publishes a list of checksums last, once, and not over another one', async () => {
    await source('a.txt', 'hello');
    await source('b.txt', 'there');
    const first = await run('publish', ...place(), '--checksums', join(folder, 'src'));
    expect(first.lines.at(-1)).toMatchObject({ exitCode: 0, done: 3 });
    expect(puts().at(-1)).toContain('SHA256SUMS');
    const verified = await run('verify', ...place(), join(folder, 'src'));
    expect(verified.lines.at(-1)).toMatchObject({ exitCode: 0, same: 3, missing: 0 });
    const again = await run('publish', ...place(), '--checksums', join(folder, 'src'));
    expect(again.lines.at(-1)).toMatchObject({ exitCode: 0, done: 0, skipped: 3 });
    expect(puts()).toHaveLength(3);
    const to = join(folder, 'out');
    await run('download', ...place(), '--to', to);
    expect(await readFile(join(to, 'SHA256SUMS'), 'utf8')).toBe(
      checksumLine('a.txt', 'hello') + checksumLine('b.txt', 'there'),
    );

    await source('c.txt', 'new');
    const more = await run('publish', ...place(), '--checksums', join(folder, 'src'));
    expect(more.lines.at(-1)).toMatchObject({ exitCode: 3, failed: 1 });
    expect(puts()).toHaveLength(3);
    await source('a.txt', 'world');
    const replacing = ['--checksums', '--on-conflict', 'replace', join(folder, 'src', 'a.txt')];
    // Files that take the place of others take the list along: one that stayed would be wrong.
    expect((await run('publish', ...place(), ...replacing)).lines.at(-1)).toMatchObject({ done: 2 });
    expect(puts()).toHaveLength(5);
    const named = await run('publish', ...place(), '--checksums', join(to, 'SHA256SUMS'));
    expect(named.code).toBe(1);
  });

  it('publishes no list of checksums where a file is missing', async () => {
    await run('publish', ...place(), await source('a.txt', 'theirs'));
    await source('a.txt', 'my own');
    await source('b.txt', 'there');
    const end = await run('publish', ...place(), '--checksums', join(folder, 'src'));
    expect(end.lines.at(-1)).toMatchObject({ exitCode: 3, done: 1, failed: 2 });
    expect(puts().join(' ')).not.toContain('SHA256SUMS');
  });

  it('sends a folder, once, and fetches it, once', async () => {
    await source('a.txt', 'hello');
    await source('b.txt', '');
    await mkdir(join(folder, 'src', 'inner'));
    await writeFile(join(folder, 'src', 'inner', 'c.txt'), 'deep');
    const first = await run('publish', ...place(), join(folder, 'src'));
    expect(first.lines.at(-1)).toMatchObject({ kind: 'summary', exitCode: 0, done: 3, skipped: 0 });
    expect((await run('verify', ...place(), join(folder, 'src'))).code).toBe(0);
    expect(first.code).toBe(0);
    const again = await run('publish', ...place(), join(folder, 'src'));
    expect(again.lines.at(-1)).toMatchObject({ exitCode: 0, done: 0, skipped: 3 });
    expect(puts()).toHaveLength(3);

    const to = join(folder, 'out');
    expect((await run('download', ...place(), '--to', to)).lines.at(-1)).toMatchObject({ done: 3 });
    expect(await readFile(join(to, 'a.txt'), 'utf8')).toBe('hello');
    expect((await readdir(to)).sort()).toEqual(['a.txt', 'b.txt', 'c.txt']);
    holding.asked.length = 0;
    const more = await run('download', ...place(), '--to', to);
    expect(more.lines.at(-1)).toMatchObject({ exitCode: 0, done: 0, skipped: 3 });
    expect(holding.asked).toHaveLength(2);
  });

  it('keeps both where other bytes have the name, and fetches them once', async () => {
    await run('publish', ...place(), await source('a.txt', 'theirs'));
    const to = join(folder, 'out');
    await mkdir(to);
    await writeFile(join(to, 'a.txt'), 'mine');
    expect((await run('download', ...place(), '--file', 'a.txt', '--to', to)).code).toBe(0);
    expect((await run('download', ...place(), '--to', to)).lines.at(-1)).toMatchObject({ skipped: 1 });
    expect((await readdir(to)).sort()).toEqual(['a (2).txt', 'a.txt']);
    expect(await readFile(join(to, 'a.txt'), 'utf8')).toBe('mine');
  });

  it('says 3 where other bytes are on the server, and sends nothing of them', async () => {
    await run('publish', ...place(), await source('a.txt', 'one'));
    const { code, lines } = await run('publish', ...place(), await source('a.txt', 'two'));
    expect(code).toBe(3);
    expect(lines[0]).toMatchObject({ state: 'failed', failure: { reason: 'already-exists' } });
    expect(puts()).toHaveLength(1);
  });

  it('does with other bytes what it was told: leave, rename, or replace them', async () => {
    await run('publish', ...place(), await source('a.txt', 'one'), await source('b.txt', 'same'));
    const paths = [await source('a.txt', 'two'), await source('b.txt', 'same')];

    const left = await run('publish', ...place(), '--on-conflict', 'leave', ...paths);
    expect(left.code).toBe(0);
    expect(left.lines[0]).toMatchObject({ kind: 'conflict', name: 'a.txt', action: 'leave' });
    expect(left.lines.at(-1)).toMatchObject({ done: 0, skipped: 1 });

    const renamed = await run('publish', ...place(), '--on-conflict', 'rename', ...paths);
    expect(renamed.lines.at(-1)).toMatchObject({ done: 1, skipped: 1, exitCode: 0 });
    const again = await run('publish', ...place(), '--on-conflict', 'rename', ...paths);
    expect(again.lines.at(-1)).toMatchObject({ done: 0, skipped: 2, exitCode: 0 });

    const replaced = await run('publish', ...place(), '--on-conflict', 'replace', ...paths);
    expect(replaced.code).toBe(0);
    expect(replaced.lines).toContainEqual(
      expect.objectContaining({ kind: 'file', name: 'a.txt', state: 'done', oldFile: 'replaced' }),
    );
    const to = join(folder, 'there');
    await run('download', ...place(), '--to', to);
    expect((await readdir(to)).sort()).toEqual(['a-2.txt', 'a.txt', 'b.txt']);
    expect(await readFile(join(to, 'a.txt'), 'utf8')).toBe('two');
    expect(await readFile(join(to, 'a-2.txt'), 'utf8')).toBe('two');
    expect((await run('publish', ...place(), '--on-conflict', 'overwrite', ...paths)).code).toBe(2);
  });

  it('replaces a list of checksums with the files that it is about', async () => {
    await run('publish', ...place(), '--checksums', await source('a.txt', 'one'));
    const command = ['publish', ...place(), '--checksums', '--on-conflict'];
    const path = await source('a.txt', 'other');
    expect((await run(...command, 'leave', path)).code).toBe(0);
    const replaced = await run(...command, 'replace', path);
    expect(replaced.lines.at(-1)).toMatchObject({ done: 2, exitCode: 0 });
    const to = join(folder, 'there');
    await run('download', ...place(), '--to', to);
    const sha256 = createHash('sha256').update('other').digest('hex');
    expect(await readFile(join(to, 'SHA256SUMS'), 'utf8')).toBe(`${sha256}  a.txt\n`);
  });

  it('sends nothing at all when the server would refuse a name, and says which it would take', async () => {
    await source('fine.txt', 'x');
    await source('tür.txt', 'x');
    const { code, lines } = await run('publish', ...place(), join(folder, 'src'));
    expect(code).toBe(1);
    expect(lines[0]).toMatchObject({ kind: 'refused', name: 'tür.txt', proposal: 'tuer.txt' });
    // Which names it takes depends on its version.
    expect(holding.asked).toEqual(['GET /api/v1/version']);
  });

  it('sends nothing when a named file is not there', async () => {
    const { code } = await run('publish', ...place(), await source('a', 'x'), join(folder, 'gone'));
    expect(code).toBe(1);
    expect(holding.asked).toEqual([]);
  });

  it('says 1 for a file that is not there and fetches the others', async () => {
    await run('publish', ...place(), await source('a.txt', 'x'));
    const to = join(folder, 'out');
    const { code } = await run('download', ...place(), '--file', 'no', '--file', 'a.txt', '--to', to);
    expect(code).toBe(1);
    expect(await readdir(to)).toEqual(['a.txt']);
  });

  it('fetches a named public file without a token, and says that nothing vouches for it', async () => {
    await run('publish', ...place(), await source('a.txt', 'public'));
    const to = join(folder, 'out');
    const { code, lines } = await startCli(null, 'download', ...place(), '--file', 'a.txt', '--to', to).ended;
    expect(lines[0]).toMatchObject({ kind: 'file', state: 'done', verified: false });
    expect(code).toBe(0);
    expect(await readFile(join(to, 'a.txt'), 'utf8')).toBe('public');
    expect((await startCli(null, 'download', ...place(), '--to', to).ended).code).toBe(4);
  });
});

describe('an interruption', () => {
  const bytes = randomBytes(6_000_000);

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'of an upload by %s is made good by the same command',
    async (signal) => {
      // More than what is on its way in the system's buffers, and might still arrive.
      const path = await source('big.bin', randomBytes(24_000_000));
      const held = holding.hold('up', 3_000_000);
      const broken = startCli(registry.token, 'publish', ...place(), path);
      await held;
      broken.child.kill(signal);
      const end = await broken.ended;
      expect(end.code).toBe(signal === 'SIGINT' ? 130 : null);
      expect((await run('publish', ...place(), path)).lines.at(-1)).toMatchObject({ exitCode: 0, done: 1 });
      expect((await run('verify', ...place(), join(folder, 'src'))).code).toBe(0);
    },
  );

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'by %s before or in the list of checksums is made good by the same command, and nothing is sent twice',
    async (signal) => {
      await source('a.txt', 'hello');
      await source('big.bin', randomBytes(24_000_000));
      const command = ['publish', ...place(), '--checksums', join(folder, 'src')];
      const inFile = holding.hold('up', 3_000_000);
      const first = startCli(registry.token, ...command);
      await inFile;
      first.child.kill(signal);
      await first.ended;
      expect(puts().join(' ')).not.toContain('SHA256SUMS');
      await run('publish', ...place(), join(folder, 'src'));

      const inList = holding.holdAnswer('PUT');
      const second = startCli(registry.token, ...command);
      await inList;
      second.child.kill(signal);
      await second.ended;
      expect((await run(...command)).lines.at(-1)).toMatchObject({ exitCode: 0, skipped: 2 });
      expect(puts().filter((put) => put.includes('SHA256SUMS'))).toHaveLength(1);
      expect(puts().filter((put) => put.includes('a.txt'))).toHaveLength(1);
    },
  );

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'of a replacement by %s while the old file is away is made good by any publish to the version',
    async (signal) => {
      await run(
        'publish',
        ...place(),
        await source('big.bin', randomBytes(3_000_000)),
        await source('a.txt', 'a'),
      );
      const bytesNow = randomBytes(4_000_000);
      const path = await source('big.bin', bytesNow);
      const held = holding.hold('up', 1_000_000);
      const broken = startCli(registry.token, 'publish', ...place(), '--on-conflict', 'replace', path);
      await held;
      broken.child.kill(signal);
      const { code, errors } = await broken.ended;
      expect(code).toBe(signal === 'SIGINT' ? 130 : null);
      expect(signal === 'SIGKILL' || errors.includes('the old file is not on the server any more')).toBe(
        true,
      );

      const { lines } = await run('publish', ...place(), await source('b.txt', 'b'));
      expect(lines.at(-1)).toMatchObject({ done: 2, exitCode: 0 });
      const to = join(folder, 'there');
      await run('download', ...place(), '--to', to);
      expect((await readdir(to)).sort()).toEqual(['a.txt', 'b.txt', 'big.bin']);
      expect((await readFile(join(to, 'big.bin'))).equals(bytesNow)).toBe(true);
    },
  );

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'of a download by %s is resumed by the same command',
    async (signal) => {
      const large = randomBytes(12_000_000);
      await run('publish', ...place(), await source('big.bin', large));
      const to = join(folder, 'out');
      const held = holding.hold('down', 9_000_000);
      const broken = startCli(registry.token, 'download', ...place(), '--to', to);
      await held;
      await vi.waitFor(async () => {
        const [name = ''] = await readdir(to);
        expect((await stat(join(to, name))).size).toBeGreaterThanOrEqual(8 * 1024 * 1024);
      });
      broken.child.kill(signal);
      expect((await broken.ended).code).toBe(signal === 'SIGINT' ? 130 : null);
      const [part = ''] = await readdir(to);
      expect(part).toMatch(/^big\.bin\.teapart-/);
      const { size } = await stat(join(to, part));
      holding.asked.length = 0;
      expect((await run('download', ...place(), '--to', to)).lines.at(-1)).toMatchObject({ done: 1 });
      expect(holding.asked.filter((asked) => asked.includes('bytes='))).toEqual([
        expect.stringContaining(`bytes=${size}-`),
      ]);
      expect(await readdir(to)).toEqual(['big.bin']);
      expect((await readFile(join(to, 'big.bin'))).equals(large)).toBe(true);
    },
  );

  it('between giving a download its name and removing the part leaves no part for good', async () => {
    await run('publish', ...place(), await source('big.bin', bytes));
    const to = join(folder, 'out');
    const held = holding.hold('down', 4_000_000);
    const broken = startCli(registry.token, 'download', ...place(), '--to', to);
    await held;
    broken.child.kill('SIGKILL');
    await broken.ended;
    const [part = ''] = await readdir(to);
    await writeFile(join(to, part), bytes);
    await link(join(to, part), join(to, 'big.bin'));
    expect((await run('download', ...place(), '--to', to)).lines.at(-1)).toMatchObject({ skipped: 1 });
    expect(await readdir(to)).toEqual(['big.bin']);
  });

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'by %s of an upload that the server has whole sends nothing again, also while it is still being stored',
    async (signal) => {
      const path = await source('big.bin', bytes);
      const stored = holding.holdAnswer('PUT');
      const broken = startCli(registry.token, 'publish', ...place(), path);
      await stored;
      broken.child.kill(signal);
      await broken.ended;
      expect((await run('publish', ...place(), path)).lines.at(-1)).toMatchObject({ exitCode: 0, done: 1 });
      expect(puts()).toHaveLength(1);
    },
  );

  it('of the connection is made good by the command itself', async () => {
    const path = await source('big.bin', bytes);
    const cut = holding.hold('up', 3_000_000);
    const publishing = startCli(registry.token, 'publish', ...place(), path);
    await cut;
    holding.cut();
    const end = await publishing.ended;
    expect(end.lines.at(-1)).toMatchObject({ exitCode: 0, done: 1 });
    expect(end.errors).toContain('Trying again in 1 s');
    expect(puts()).toHaveLength(2);
  });

  it('followed by a new file on the server starts over', async () => {
    const path = await source('big.bin', bytes);
    await run('publish', ...place(), path);
    const to = join(folder, 'out');
    const held = holding.hold('down', 4_000_000);
    const broken = startCli(registry.token, 'download', ...place(), '--to', to);
    await held;
    broken.child.kill('SIGKILL');
    await broken.ended;
    await run('delete', ...place(), '--yes');
    const others = randomBytes(6_000_000);
    await run('publish', ...place(), await source('big.bin', others));
    expect((await run('download', ...place(), '--to', to)).code).toBe(0);
    expect(await readdir(to)).toEqual(['big.bin']);
    expect((await readFile(join(to, 'big.bin'))).equals(others)).toBe(true);
  });
});

describe('list, delete and verify', () => {
  it('list packages, versions and files', async () => {
    await run('publish', ...place(), await source('a.txt', 'hello'));
    const owner = ['--server', registry.url, '--owner', registry.owner];
    const sha256 = createHash('sha256').update('hello').digest('hex');
    expect((await run('list', ...owner)).output).toContain(`"name":"${packageName}","versions":1`);
    expect((await run('list', ...owner, '--package', packageName)).lines[0]).toMatchObject({
      version: '1.0',
    });
    expect((await run('list', ...place())).lines[0]).toMatchObject({ name: 'a.txt', size: 5, sha256 });
    expect((await run('list', ...owner, '--package', 'nothing')).code).toBe(1);
  });

  it('deletes a file, then the version, and says 1 when there is nothing', async () => {
    await run('publish', ...place(), await source('a', 'x'), await source('b', 'y'));
    expect((await run('delete', ...place(), '--file', 'A', '--yes')).code).toBe(1);
    expect((await run('delete', ...place(), '--file', 'a', '--yes')).code).toBe(0);
    expect((await run('list', ...place())).lines.map(({ name }) => name)).toEqual(['b', undefined]);
    expect((await run('delete', ...place())).code).toBe(2);
    expect((await run('delete', ...place(), '--yes')).code).toBe(0);
    expect((await run('delete', ...place(), '--yes')).code).toBe(1);
  });

  it('verify tells same, differing, missing and extra files apart, and fetches none', async () => {
    for (const name of ['a', 'b', 'c']) await source(name, name);
    const src = join(folder, 'src');
    await run('publish', ...place(), src);
    expect((await run('verify', ...place(), src)).code).toBe(0);
    await writeFile(join(src, 'd'), 'd');
    expect((await run('verify', ...place(), src)).code).toBe(1);
    await writeFile(join(src, 'b'), 'B');
    await rm(join(src, 'c'));
    holding.asked.length = 0;
    const { code, lines } = await run('verify', ...place(), src);
    expect(code).toBe(3);
    const found = Object.fromEntries(lines.slice(0, -1).map(({ name, state }) => [name, state]));
    expect(found).toEqual({ a: 'same', b: 'differs', c: 'missing', d: 'extra' });
    expect(lines.at(-1)).toMatchObject({ same: 1, differs: 1, missing: 1, extra: 1 });
    expect(holding.asked).toHaveLength(1);
  });
});

describe('what cannot be done', () => {
  it('says 4 for a token that is not accepted', async () => {
    const { code, lines } = await startCli('0'.repeat(40), 'list', ...place()).ended;
    expect(code).toBe(4);
    expect(lines[0]).toMatchObject({ kind: 'error', reason: 'bad-login' });
  });

  it('says 1 for a server that is not there', async () => {
    expect(
      (await run('list', '--server', 'http://127.0.0.1:1', '--owner', 'o', '--retry-for', '0')).code,
    ).toBe(1);
  });

  it.each([
    [['push'], 'There is no command push'],
    [['list', '--owner', 'o'], '--server is missing'],
    [['list', '--server', 'ftp://x', '--owner', 'o'], '--server is no address'],
    [['list', '--server', 'x', '--owner', 'o', '--version', '1'], '--package is missing'],
    [['list', '--server', 'x', '--owner', 'o', '--to', 'y'], 'list takes no --to'],
    [['publish', '--server', 'x', '--owner', 'o', '--package', 'p', '--version', '1'], 'FILE is missing'],
    [
      ['publish', '--server', 'x', '--owner', 'o', '--package', 'ü', '--version', '1', 'f'],
      'takes no package',
    ],
    [
      ['publish', '--server', 'x', '--owner', 'o', '--package', 'p', '--version', 'a/b', 'f'],
      'cannot be published',
    ],
    [['publish', '--token', 'x'], '--token'],
  ])('refuses %j with a sentence, the usage and 2', async (line, sentence) => {
    const { code, errors, lines } = await run(...line);
    expect(code).toBe(2);
    expect(errors).toContain(sentence);
    expect(errors).toContain('Usage: npm run -s cli --');
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', exitCode: 2 });
  });

  it('explains itself', async () => {
    const { code, output } = await run('--help');
    expect(code).toBe(0);
    expect(output).toContain('TEA_CHEST_TOKEN');
  });

  it('never shows the token, whatever was done before', async () => {
    await run('list', '--server', registry.url, '--owner', registry.token);
    await run('list', `--${registry.token}`);
    expect(ended.length).toBeGreaterThan(10);
    for (const { output, errors } of ended) expect(output + errors).not.toContain(registry.token);
  });
});
