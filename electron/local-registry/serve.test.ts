import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runRegistry, type ServedRegistry, serveRegistry } from './testing/served-registry.ts';

const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let folder: string;
let served: ServedRegistry | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-serve-'));
});

afterEach(async () => {
  await served?.end('SIGKILL');
  served = null;
  await rm(folder, { recursive: true, force: true });
});

async function serve(...more: readonly string[]): Promise<ServedRegistry> {
  served = await serveRegistry('--data', join(folder, 'data'), ...more);
  return served;
}

/** Who the token belongs to, or the status when it is refused. */
async function whoAmI(url: string, token: string): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1/user`, { headers: { authorization: `token ${token}` } });
  return answer.ok ? answer.json() : answer.status;
}

describe('the command', () => {
  it('tells where it is and gives a token that works', async () => {
    const { url, owner, token } = await serve();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await whoAmI(url, token)).toMatchObject({ login: owner });
  });

  it('shows the older behaviour and settings when asked', async () => {
    const { url, token } = await serve('--gitea', '1.23', '--config', 'api.MAX_RESPONSE_ITEMS=7');
    const headers = { authorization: `token ${token}` };
    expect(await (await fetch(`${url}/api/v1/version`, { headers })).json()).toEqual({ version: '1.23.6' });
    expect(await (await fetch(`${url}/api/v1/settings/api`)).json()).toMatchObject({ max_response_items: 7 });
  });

  it('enters a world and names the first user with a full token', async () => {
    const world = {
      users: { ada: {}, bob: {} },
      tokens: {
        small: { user: 'ada', scopes: ['read:package'] },
        full: { user: 'bob', scopes: ['write:package', 'read:user', 'read:organization'] },
      },
    };
    await writeFile(join(folder, 'world.json'), JSON.stringify(world));
    const { url, owner, token, tokens } = await serve('--world', join(folder, 'world.json'));
    expect(owner).toBe('bob');
    expect(await whoAmI(url, token)).toMatchObject({ login: 'bob' });
    expect(await whoAmI(url, tokens?.['small'] ?? '')).toBe(403);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends cleanly on %s, in the middle of an upload too',
    async (signal) => {
      const registry = await serve();
      const { url, owner, token } = registry;
      const upload = fetch(`${url}/api/packages/${owner}/generic/tool/1/a`, {
        method: 'PUT',
        headers: { authorization: `token ${token}` },
        body: new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1000)) }),
        duplex: 'half',
      });
      const broken = upload.catch((error: unknown) => String(error));
      expect(await registry.end(signal)).toBe(0);
      expect(await broken).toContain('fetch failed');
      served = null;
    },
  );

  it.each([
    [[], '--data names the folder'],
    [['--data', 'x', '--port', 'y'], '--port is a number'],
    [['--data', 'x', '--gitea', '2'], '--gitea is 1.23 or 1.26'],
    [['--data', 'x', '--config', 'packages.NOTHING=1'], 'no setting packages.NOTHING'],
    [['--data', 'x', '--what'], '--what'],
    [['--data', 'x', '--world', '/nowhere.json'], 'is no world'],
  ])('refuses %j with a sentence and exit code 2', async (commandLine, sentence) => {
    const { code, errors } = await runRegistry(...commandLine);
    expect(code).toBe(2);
    expect(errors).toContain(sentence);
  });
});

describe.skipIf(!hasCurl)('curl', () => {
  it.each(['token', 'user'])('uploads, downloads and deletes, signed in by %s', async (form) => {
    const { url, owner, token } = await serve();
    const base = `${url}/api/packages/${owner}/generic/tool/1.0`;
    const path = join(folder, 'file.txt');
    const fetched = join(folder, 'fetched.txt');
    await writeFile(path, 'hello\nworld');
    const signIn =
      form === 'token' ? ['-H', `Authorization: token ${token}`] : ['--user', `${owner}:${token}`];
    async function curl(...line: readonly string[]): Promise<string> {
      const { stdout } = await run('curl', ['-s', '-o', fetched, '-w', '%{http_code}', ...signIn, ...line]);
      return stdout;
    }
    expect(await curl('--upload-file', path, `${base}/file.txt`)).toBe('201');
    expect(await curl('-T', path, `${base}/`)).toBe('409');
    const binary = ['-X', 'PUT', '--data-binary', `@${path}`];
    expect(await curl(...binary, '-H', 'Content-Type: application/octet-stream', `${base}/b`)).toBe('201');
    expect(await curl(...binary, `${base}/c`)).toBe('500');
    expect(await curl(`${base}/b`)).toBe('200');
    expect(await readFile(fetched, 'utf8')).toBe('hello\nworld');
    expect(await curl('-X', 'DELETE', `${base}/b`)).toBe('204');
    expect(await curl('-X', 'DELETE', base)).toBe('204');
    expect(await curl(`${base}/file.txt`)).toBe('404');
  });
});
