import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RegistryInUse } from './schema.ts';
import { type LocalRegistry, startLocalRegistry } from './server.ts';
import { readConfig } from './settings.ts';
import { World } from './world.ts';

let dataDirectory: string;
let local: LocalRegistry;
let token: string;
const errors: unknown[] = [];

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'tea-chest-registry-'));
  local = await startLocalRegistry({ dataDirectory, report: (error) => errors.push(error) });
  token = local.issueToken('me', 'test');
});

afterEach(async () => {
  await local.stop();
  if (errors.length > 0) throw new Error(`Something broke inside: ${errors.splice(0).join(', ')}`);
  await rm(dataDirectory, { recursive: true, force: true });
});

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${local.url}${path}`, {
    ...init,
    headers: { authorization: `token ${token}`, ...init.headers },
  });
}

async function put(path: string, body: string | Uint8Array<ArrayBuffer>): Promise<number> {
  return (await ask(`/api/packages/me/generic/${path}`, { method: 'PUT', body })).status;
}

const Files = z.array(
  z.object({
    name: z.string(),
    size: z.number(),
    md5: z.string(),
    sha1: z.string(),
    sha256: z.string(),
    sha512: z.string(),
  }),
);

async function files(path: string) {
  return Files.parse(await (await ask(`/api/v1/packages/me/generic/${path}/files`)).json());
}

/** The contents on the disk, by name. */
async function storedContents(): Promise<string[]> {
  const entries = await readdir(join(dataDirectory, 'blobs'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function restart(): Promise<void> {
  await local.stop();
  local = await startLocalRegistry({ dataDirectory });
}

describe('content', () => {
  it.each([0, 1, 1024 * 1024, 1024 * 1024 + 1, 5_000_000])(
    'of %i bytes comes back as it went in',
    async (size) => {
      const bytes = randomBytes(size);
      expect(await put('tool/1.0/a.bin', new Uint8Array(bytes))).toBe(201);
      const [file] = await files('tool/1.0');
      for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'] as const) {
        expect(file?.[algorithm]).toBe(createHash(algorithm).update(bytes).digest('hex'));
      }
      expect(file?.size).toBe(size);
      const download = await fetch(`${local.url}/api/packages/me/generic/tool/1.0/a.bin`);
      expect(bytes.equals(Buffer.from(await download.arrayBuffer()))).toBe(true);
    },
  );

  it('that is the same lies on the disk once, as long as any file has it', async () => {
    await put('tool/1.0/a', 'same');
    await put('tool/2.0/b', 'same');
    expect(await storedContents()).toHaveLength(1);
    await ask('/api/packages/me/generic/tool/1.0/a', { method: 'DELETE' });
    expect(await storedContents()).toHaveLength(1);
    await ask('/api/packages/me/generic/tool/2.0', { method: 'DELETE' });
    expect(await storedContents()).toHaveLength(0);
  });

  it('that is refused leaves nothing on the disk', async () => {
    await put('tool/1.0/a', 'first');
    expect(await put('tool/1.0/a', 'second')).toBe(409);
    expect(await storedContents()).toHaveLength(1);
    expect(await readdir(join(dataDirectory, 'incoming'))).toEqual([]);
  });

  it('that is lost on the disk is an error of the server, not of the connection', async () => {
    await put('tool/1.0/a', 'lost');
    await rm(join(dataDirectory, 'blobs'), { recursive: true });
    expect((await ask('/api/packages/me/generic/tool/1.0/a')).status).toBe(500);
    expect(errors.splice(0)).toHaveLength(1);
    expect((await ask('/api/packages/me/generic/tool/1.0/nothing')).status).toBe(404);
  });

  it('goes with its package', async () => {
    await put('tool/1.0/a', 'one');
    await put('tool/2.0/a', 'two');
    expect((await ask('/api/v1/packages/me/generic/tool', { method: 'DELETE' })).status).toBe(204);
    expect(await storedContents()).toHaveLength(0);
  });
});

describe('a second start', () => {
  it('keeps packages, users and tokens', async () => {
    await put('tool/1.0/a', 'kept');
    await restart();
    expect(await (await ask('/api/packages/me/generic/tool/1.0/a')).text()).toBe('kept');
    expect(await (await ask('/api/v1/user')).json()).toMatchObject({ login: 'me' });
  });

  it('clears what uploads that never ended left behind', async () => {
    await put('tool/1.0/a', 'kept');
    await writeFile(join(dataDirectory, 'incoming', 'leftover'), 'half');
    await restart();
    expect(await readdir(join(dataDirectory, 'incoming'))).toEqual([]);
    expect(await storedContents()).toHaveLength(1);
  });

  it('is refused while the first one runs', async () => {
    await expect(startLocalRegistry({ dataDirectory })).rejects.toThrow(RegistryInUse);
  });

  it('ends the secret that a token had', async () => {
    const older = token;
    token = local.issueToken('me', 'test');
    expect((await ask('/api/v1/user')).status).toBe(200);
    token = older;
    expect((await ask('/api/v1/user')).status).toBe(401);
  });
});

describe('names beside each other', () => {
  it('differ in case only are one, and keep the spelling of the first', async () => {
    expect(await put('Tool/1.0-RC/Read.me', 'x')).toBe(201);
    expect(await put('tool/1.0-rc/READ.ME', 'y')).toBe(409);
    expect(await put('TOOL/%C3%9C1/a', 'x')).toBe(201);
    expect(await put('tool/%C3%BC1/a', 'x')).toBe(409);
    const list = await (await ask('/api/v1/packages/me')).json();
    expect(list).toMatchObject([
      { name: 'Tool', version: 'Ü1' },
      { name: 'Tool', version: '1.0-RC' },
    ]);
  });

  it('leave a package its spelling when its last version goes', async () => {
    await put('Tool/1.0/a', 'x');
    await ask('/api/packages/me/generic/tool/1.0', { method: 'DELETE' });
    expect(await (await ask('/api/v1/packages/me/generic/tool')).json()).toEqual([]);
    await put('tool/2.0-B/a', 'x');
    await ask('/api/packages/me/generic/tool/2.0-b', { method: 'DELETE' });
    await put('tool/2.0-b/a', 'x');
    const list = await (await ask('/api/v1/packages/me')).json();
    expect(list).toMatchObject([{ name: 'Tool', version: '2.0-b' }]);
  });
});

describe('searching', () => {
  it.each([
    ['t_a', ['tea', 'iced.tea']],
    ['tea%25', ['tea']],
    ['%25tea', ['tea', 'iced.tea']],
    ['a%25b', ['a-b']],
    ['%5C', []],
    ['TEA', ['tea', 'iced.tea']],
  ])('q=%s finds %j', async (query, expected) => {
    for (const name of ['tea', 'iced.tea', 'a-b', 't']) await put(`${name}/1/f`, 'x');
    const found = z
      .array(z.object({ name: z.string() }))
      .parse(await (await ask(`/api/v1/packages/me?q=${query}`)).json());
    expect(found.map(({ name }) => name).sort()).toEqual([...expected].sort());
  });
});

it('limits the number of versions of an owner', async () => {
  await local.stop();
  const { settings } = readConfig([['packages.LIMIT_TOTAL_OWNER_COUNT', 2]]);
  local = await startLocalRegistry({ dataDirectory, settings });
  expect(await put('tool/1/a', 'x')).toBe(201);
  expect(await put('tool/2/a', 'x')).toBe(201);
  const third = await ask('/api/packages/me/generic/other/1/a', { method: 'PUT', body: 'x' });
  expect([third.status, await third.text()]).toEqual([403, 'maximum allowed package count exceeded']);
  expect(await put('tool/1/b', 'x')).toBe(201);
  expect(await (await ask('/api/v1/packages/me?q=other')).json()).toEqual([]);
});

it('takes eight uploads of one name at once for one', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 8 }, (_, index) => put('tool/1/a', `body ${index}`)),
  );
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(7);
});

it('enters a world, and only who is missing when it is entered again', () => {
  const world = World.parse({
    users: { ada: {}, bob: { restricted: true } },
    orgs: { crew: { owner: 'ada', teams: { readers: { packages: 'read', members: ['bob'] } } } },
    tokens: { ada: { user: 'ada', scopes: ['read:package'], secret: 'f'.repeat(40) } },
  });
  expect(local.enter(world).get('ada')).toBe('f'.repeat(40));
  local.enter(world);
  const { accounts } = local.registry;
  expect(accounts.list('user').map(({ name }) => name)).toEqual(['ada', 'bob', 'me']);
  expect(accounts.list('organization')).toHaveLength(1);
});
