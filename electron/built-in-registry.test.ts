import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed } from '../shared/outcome.ts';
import { LocalBuiltInRegistry } from './built-in-registry.ts';
import { loggersTo } from './log.ts';

let folder = '';
const open: LocalBuiltInRegistry[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-built-in-'));
});
afterEach(async () => {
  for (const registry of open.splice(0)) await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

function newRegistry(): LocalBuiltInRegistry {
  const registry = new LocalBuiltInRegistry(folder, loggersTo({ write: () => undefined })('registry'));
  open.push(registry);
  return registry;
}

async function start(registry: LocalBuiltInRegistry) {
  const started = await registry.ensureStarted();
  if (!started.ok) throw new Error(started.failure.reason);
  return started.value;
}

async function whoIs(url: string, token: string): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1/user`, { headers: { authorization: `token ${token}` } });
  return answer.status === 200 ? answer.json() : answer.status;
}

describe('the built-in registry', () => {
  it('starts once however often it is asked for, and its token is good', async () => {
    const registry = newRegistry();
    const [first, second] = await Promise.all([start(registry), start(registry)]);
    expect(second).toEqual(first);
    expect(await whoIs(first.url, first.token)).toMatchObject({ login: first.owner });
    expect(await whoIs(first.url, '0'.repeat(40))).toBe(401);
  });

  it('keeps address and token over a restart, and for this user alone', async () => {
    const first = await start(newRegistry());
    await open[0]?.stop();
    const second = await start(newRegistry());
    expect(second).toEqual(first);
    expect(await whoIs(second.url, second.token)).toMatchObject({ login: 'local' });
    expect((await stat(join(folder, 'access.json'))).mode & 0o077).toBe(0);
  });

  it('takes another port when its own is taken, and a new token when its file is broken', async () => {
    const first = await start(newRegistry());
    await open[0]?.stop();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(Number(new URL(first.url).port), '127.0.0.1', resolve));
    try {
      const second = await start(newRegistry());
      expect(second.url).not.toBe(first.url);
      expect(second.token).toBe(first.token);
      await open[1]?.stop();
      await writeFile(join(folder, 'access.json'), '{"port":');
      const third = await start(newRegistry());
      expect(third.token).not.toBe(first.token);
      expect(await whoIs(third.url, third.token)).toMatchObject({ login: 'local' });
    } finally {
      other.close();
    }
  });

  it('can be started again after it was stopped, and stopped when it never ran', async () => {
    const registry = newRegistry();
    await registry.stop();
    await start(registry);
    await registry.stop();
    const { url, token } = await start(registry);
    expect(await whoIs(url, token)).toMatchObject({ login: 'local' });
  });

  it('says so when its folder cannot be used', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file');
    expect(await newRegistry().ensureStarted()).toEqual(
      failed('folder-not-writable', { subject: 'Built-in registry' }),
    );
  });
});
