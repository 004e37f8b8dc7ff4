import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalFact } from '../../../shared/local-fact.ts';
import { findFacts } from './find-facts.ts';

/** Stands for a home folder; the project in it is `kettle`. */
let home = '';
let project = '';
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'tea-chest-facts-')));
  project = join(home, 'kettle');
  await mkdir(project);
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function write(path: string, content: string | Buffer): Promise<string> {
  await mkdir(dirname(join(project, path)), { recursive: true });
  await writeFile(join(project, path), content);
  return join(project, path);
}

/** Facts in short: what says it, where, what, and how far away. */
async function told(...paths: string[]) {
  const given = await Promise.all(
    (paths.length > 0 ? paths : ['dist/a.bin']).map((path) => write(path, 'a')),
  );
  return short(await findFacts(given, [home]));
}

function short(facts: readonly LocalFact[]) {
  return facts.map(({ source, folder, packageName, version, distance }) => {
    const what = source.kind === 'tag' ? source.tag : source.file;
    return [what, folder, packageName, version, distance];
  });
}

function git(...line: readonly string[]): string {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...line], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function commit(message: string): void {
  git('commit', '--quiet', '--allow-empty', '--message', message);
}

function newRepository(): void {
  git('init', '--quiet');
  commit('first');
}

describe('manifests beside the files', () => {
  it('are read by their kinds', async () => {
    await write('package.json', JSON.stringify({ name: '@acme/kettle', version: '1.4.2', private: true }));
    await write('Cargo.toml', '[package]\nname = "kettle-core"\nversion = "0.3.0"');
    await write('pyproject.toml', '[project]\nname = "pykettle"\nversion = "2.0b1"');
    expect(await told()).toEqual([
      ['package.json', 'kettle', 'kettle', '1.4.2', 1],
      ['Cargo.toml', 'kettle', 'kettle-core', '0.3.0', 1],
      ['pyproject.toml', 'kettle', 'pykettle', '2.0b1', 1],
    ]);
  });

  it('may be of Poetry', async () => {
    await write(
      'pyproject.toml',
      '[tool.poetry]\nname = "kettle"\nversion = "3.1"\n[tool.ruff]\nline-length = 100',
    );
    expect(await told()).toEqual([['pyproject.toml', 'kettle', 'kettle', '3.1', 1]]);
  });

  it('may leave the version to the workspace', async () => {
    await write('Cargo.toml', '[workspace]\nmembers = ["cli"]\n[workspace.package]\nversion = "1.5.0"');
    await write('cli/Cargo.toml', '[package]\nname = "kettle-cli"\nversion.workspace = true');
    expect(await told('cli/target/kettle')).toEqual([
      ['Cargo.toml', 'cli', 'kettle-cli', null, 1],
      ['Cargo.toml', 'kettle', null, '1.5.0', 2],
    ]);
  });

  it('are those nearest to the files', async () => {
    await write('package.json', JSON.stringify({ name: 'all', version: '9.0.0' }));
    await write('lid/package.json', JSON.stringify({ name: 'lid' }));
    await write('cup/package.json', JSON.stringify({ name: 'cup', version: '2.0.0' }));
    expect(await told('lid/dist/x')).toEqual([
      ['package.json', 'lid', 'lid', null, 1],
      ['package.json', 'kettle', null, '9.0.0', 2],
    ]);
    expect(await told('cup/a', 'cup/dist/b')).toEqual([['package.json', 'cup', 'cup', '2.0.0', 0]]);
  });

  it('are looked for up to the root of the repository, the home folder, or a few folders', async () => {
    await writeFile(join(home, 'package.json'), JSON.stringify({ name: 'home' }));
    expect(await told()).toEqual([]);
    await write('package.json', JSON.stringify({ name: 'kettle' }));
    expect(await told('1/2/3/4/5/a')).toEqual([['package.json', 'kettle', 'kettle', null, 5]]);
    expect(await told('1/2/3/4/5/6/a')).toEqual([]);
    await mkdir(join(project, '1', '.git'));
    expect(await told('1/2/a')).toEqual([]);
  });

  it('that are links, pipes, folders, large or no manifests say nothing', async () => {
    const elsewhere = join(home, 'secret.json');
    await writeFile(elsewhere, JSON.stringify({ name: 'secret', version: '1.0' }));
    await symlink(elsewhere, join(project, 'package.json'));
    execFileSync('mkfifo', [join(project, 'Cargo.toml')]);
    await mkdir(join(project, 'pyproject.toml'));
    expect(await told()).toEqual([]);
    const long = JSON.stringify({ name: 'dist', description: 'x'.repeat(600 * 1024) });
    await write('dist/package.json', long);
    await write('dist/Cargo.toml', 'a = ['.repeat(20_000));
    await write('dist/pyproject.toml', '[project]\nname = 5\nversion = ["1.0"]\n');
    expect(await told()).toEqual([]);
    await write('dist/package.json', '[1, 2');
    expect(await told()).toEqual([]);
    await write(
      'dist/package.json',
      '\uFEFF{"name": {"a": 1}, "version": "1.0", "__proto__": {"name": "x"}}',
    );
    expect(await told()).toEqual([['package.json', 'dist', null, '1.0', 0]]);
  });

  it('of any content are borne with', async () => {
    await write('a.bin', 'a');
    const content = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom('[project]\n', '[package]\nversion = ', 'project = 1', '[[tool]]\npoetry = 1', 'null'),
    );
    const name = fc.constantFrom('package.json', 'Cargo.toml', 'pyproject.toml');
    await fc.assert(
      fc.asyncProperty(name, content, async (file, text) => {
        await write(file, text);
        const facts = await findFacts([join(project, 'a.bin')], [home]);
        expect(facts.every((fact) => fact.packageName !== null || fact.version !== null)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('are found on the way that a link in front of the file leads', async () => {
    await write('package.json', JSON.stringify({ name: 'kettle' }));
    await write('dist/a.bin', 'a');
    await symlink(join(project, 'dist'), join(home, 'short'));
    expect(short(await findFacts([join(home, 'short', 'a.bin')], [home]))).toEqual([
      ['package.json', 'kettle', 'kettle', null, 1],
    ]);
  });
});

describe('tags of the commit that is checked out', () => {
  it('are found whether plain or annotated, packed or not, and no others', async () => {
    newRepository();
    git('tag', 'v1.0.0');
    commit('second');
    git('tag', 'v1.1.0');
    git('tag', '--annotate', '--message', 'x', 'kettle@1.1.0');
    git('tag', 'stable');
    git('tag', 'a/b/v7');
    const tags = [
      ['a/b/v7', 'kettle', 'b', '7', 1],
      ['kettle@1.1.0', 'kettle', 'kettle', '1.1.0', 1],
      ['v1.1.0', 'kettle', null, '1.1.0', 1],
    ];
    expect(await told()).toEqual(tags);
    git('pack-refs', '--all');
    expect(await readFile(join(project, '.git', 'packed-refs'), 'utf8')).toContain('\n^');
    expect(await told()).toEqual(tags);
    git('checkout', '--quiet', 'v1.0.0');
    expect(await told()).toEqual([['v1.0.0', 'kettle', null, '1.0.0', 1]]);
  });

  it('are those of the working tree that the files lie in', async () => {
    newRepository();
    git('tag', 'v1.0.0');
    git('branch', 'older');
    commit('second');
    git('tag', 'v2.0.0');
    git('worktree', 'add', '--quiet', join(home, 'older'), 'older');
    await writeFile(join(home, 'older', 'a.bin'), 'a');
    expect(short(await findFacts([join(home, 'older', 'a.bin')], [home]))).toEqual([
      ['v1.0.0', 'older', null, '1.0.0', 0],
    ]);
  });

  it('need no object that is damaged or grows beyond all bounds', async () => {
    newRepository();
    git('tag', '--annotate', '--message', 'x', 'v1.0.0');
    const id = git('rev-parse', 'v1.0.0');
    const object = join(project, '.git', 'objects', id.slice(0, 2), id.slice(2));
    await rm(object, { force: true });
    const { deflateSync } = await import('node:zlib');
    for (const content of ['damaged', deflateSync(Buffer.alloc(40 * 1024 * 1024))]) {
      await writeFile(object, content);
      expect(await told()).toEqual([]);
    }
  });

  it.each([
    ['a link in place of git’s folder', 'link'],
    ['a head that leads out of it', 'head'],
    ['a folder on another computer', 'remote'],
  ])('are not looked for behind %s', async (_what, kind) => {
    newRepository();
    git('tag', 'v1.0.0');
    expect(await told()).toHaveLength(1);
    const real = join(home, 'real.git');
    execFileSync('mv', [join(project, '.git'), real]);
    if (kind === 'link') await symlink(real, join(project, '.git'));
    if (kind === 'remote') await write('.git', `gitdir: /${real}`);
    if (kind === 'head') {
      await write('.git', `gitdir: ${real}`);
      await writeFile(join(home, 'id'), await readFile(join(real, 'refs', 'tags', 'v1.0.0')));
      await writeFile(join(real, 'HEAD'), 'ref: refs/../../id');
    }
    expect(await told()).toEqual([]);
  });

  it('of any content are borne with', async () => {
    await mkdir(join(project, '.git', 'refs', 'tags'), { recursive: true });
    await write('a.bin', 'a');
    const line = fc.constantFrom(
      'ref: refs/tags/v1',
      'a'.repeat(40),
      '../../v1',
      `${'a'.repeat(40)} refs/tags/v1`,
      '^',
    );
    const content = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n')),
    );
    const name = fc.constantFrom('HEAD', 'packed-refs', 'commondir', 'refs/tags/v1');
    const files = fc.array(fc.tuple(name, content), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(files, async (written) => {
        for (const [file, text] of written) await write(`.git/${file}`, text);
        const facts = await findFacts([join(project, 'a.bin')], [home]);
        expect(facts.filter(({ version }) => version !== '1')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('stop nobody where there are none', async () => {
    await mkdir(join(project, '.git'));
    expect(await told()).toEqual([]);
    await write('.git/HEAD', 'ref: refs/heads/main\n');
    expect(await told()).toEqual([]);
  });
});
