import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { type ServedRegistry, serveRegistry } from './testing/served-registry.ts';

let data: string;
let served: ServedRegistry;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'tea-chest-crash-'));
  served = await serveRegistry('--data', data);
});

afterEach(async () => {
  await served.end('SIGKILL');
  await rm(data, { recursive: true, force: true });
});

async function killAndRestart(): Promise<void> {
  await served.end('SIGKILL');
  served = await serveRegistry('--data', data);
}

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `token ${served.token}` };
  return fetch(`${served.url}${path}`, { ...init, headers });
}

function put(path: string, body: string | Uint8Array<ArrayBuffer> | ReadableStream): Promise<Response> {
  return ask(`/api/packages/me/generic/${path}`, { method: 'PUT', body, duplex: 'half' });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function fileNames(folder: string): Promise<string[]> {
  const entries = await readdir(join(data, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** A body of `size` bytes that is sent, and never ends. */
function endless(size: number): ReadableStream {
  return new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(size)) });
}

const Versions = z.array(z.object({ name: z.string(), version: z.string() }));
const Files = z.array(z.object({ name: z.string(), sha256: z.string(), size: z.number() }));

/** The content of every file that is listed, by `version/file`, after reading all of it. */
async function wholeFiles(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let page = 1; ; page += 1) {
    const versions = Versions.parse(await (await ask(`/api/v1/packages/me?limit=50&page=${page}`)).json());
    if (versions.length === 0) return found;
    for (const { name, version } of versions) {
      const files = Files.parse(
        await (await ask(`/api/v1/packages/me/generic/${name}/${version}/files`)).json(),
      );
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const download = await ask(`/api/packages/me/generic/${name}/${version}/${file.name}`);
        const bytes = new Uint8Array(await download.arrayBuffer());
        expect({ size: bytes.length, sha256: sha256(bytes) }).toEqual({
          size: file.size,
          sha256: file.sha256,
        });
        found.set(`${version}/${file.name}`, file.sha256);
      }
    }
  }
}

it.each([1, 70_000, 3_000_000])('an upload that is killed after %i bytes leaves nothing', async (size) => {
  expect((await put('tool/1/kept', 'kept')).status).toBe(201);
  const upload = put('tool/2/half', endless(size)).catch(() => null);
  await expect.poll(async () => (await fileNames('incoming')).length).toBe(1);
  await killAndRestart();
  expect(await upload).toBeNull();
  expect([...(await wholeFiles()).keys()]).toEqual(['1/kept']);
  expect(await fileNames('incoming')).toEqual([]);
  expect(await fileNames('blobs')).toEqual([sha256(Buffer.from('kept'))]);
  expect((await put('tool/2/half', 'whole')).status).toBe(201);
});

it('whatever was answered with 201 is there after a kill, whole, and nothing else is on the disk', async () => {
  const published = new Map<string, string>();
  const deleted: string[] = [];
  /** Publishes and deletes until the registry is gone. */
  async function work(prefix: string): Promise<never> {
    for (let index = 0; ; index += 1) {
      const bytes = new Uint8Array(randomBytes(1 + ((index * 7919) % 200_000)));
      const path = `${prefix}/f${index}`;
      expect((await put(`tool/${path}`, bytes)).status).toBe(201);
      if (index % 3 === 2) {
        const removal = await ask(`/api/packages/me/generic/tool/${path}`, { method: 'DELETE' });
        if (removal.status !== 204) throw new Error(`A deletion was answered with ${removal.status}.`);
        deleted.push(path);
      } else published.set(path, sha256(bytes));
    }
  }
  for (let round = 0; round < 3; round += 1) {
    const before = published.size;
    const ends = Array.from({ length: 6 }, (_, worker) =>
      work(`${round}-${worker}`).catch((error: unknown) => String(error)),
    );
    await expect.poll(() => published.size, { timeout: 10_000 }).toBeGreaterThan(before + 10 + round * 9);
    await killAndRestart();
    for (const end of await Promise.all(ends)) expect(end).toContain('fetch failed');
  }
  const found = await wholeFiles();
  expect(found).toEqual(new Map([...found, ...published]));
  expect(deleted.filter((path) => found.has(path))).toEqual([]);
  expect(await fileNames('incoming')).toEqual([]);
  expect((await fileNames('blobs')).sort()).toEqual([...new Set(found.values())].sort());
});
