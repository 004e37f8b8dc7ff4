import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { fillRegistry, type RegistryScale } from './scale/fill-registry.ts';

const Ready = z.object({
  url: z.string(),
  owner: z.string(),
  token: z.string(),
  tokens: z.object({ 'user-only': z.string(), 'read-only': z.string(), neighbour: z.string() }),
});

export interface ServerUnderTest {
  /** Root URL without a slash at its end. */
  readonly url: string;
  /** Where the tests publish. */
  readonly owner: string;
  readonly token: string;
  /** Tokens that lack a scope; null on a real server, which was given one token only. */
  readonly weakTokens: { readonly userOnly: string; readonly readOnly: string } | null;
  /** Somebody else there whose packages can be seen; null on a real server, where nobody else is known. */
  readonly neighbour: { readonly owner: string; readonly token: string } | null;
  /** True when the environment named a server that is not ours to throw away. */
  readonly isReal: boolean;
  stop(): Promise<void>;
}

/** The server that `TEA_CHEST_SERVER`, `TEA_CHEST_TOKEN` and `TEA_CHEST_OWNER` name, or null. */
export function realServer(): ServerUnderTest | null {
  const { TEA_CHEST_SERVER: url, TEA_CHEST_TOKEN: token, TEA_CHEST_OWNER: owner } = process.env;
  if (url === undefined || token === undefined || owner === undefined) return null;
  return {
    url: url.replace(/\/$/, ''),
    token,
    owner,
    weakTokens: null,
    neighbour: null,
    isReal: true,
    stop: () => Promise.resolve(),
  };
}

/** The real server if one is named, or else the built-in registry as a process of its own with an empty folder. */
export async function startServer(): Promise<ServerUnderTest> {
  return realServer() ?? startBuiltIn(await mkdtemp(join(tmpdir(), 'tea-chest-registry-')));
}

/** A built-in registry of its own that holds so much. */
export async function startFilledServer(scale: RegistryScale): Promise<ServerUnderTest> {
  const data = await mkdtemp(join(tmpdir(), 'tea-chest-registry-'));
  const empty = await startBuiltIn(data, 'keep');
  await empty.stop();
  await fillRegistry(data, scale);
  return startBuiltIn(data);
}

/** Waits for the end of a registry; one that does not come to it says in a report what it waits for. */
async function orReported(registry: ChildProcess, exited: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  const isLate = setTimeout(20_000, true, { signal: late.signal }).catch(() => false);
  if (await Promise.race([exited.then(() => false), isLate])) {
    registry.kill('SIGUSR2');
    await setTimeout(2_000);
    registry.kill('SIGKILL');
    throw new Error(
      `The built-in registry (process ${registry.pid}) did not end; its report is in ${tmpdir()}.`,
    );
  }
  late.abort();
}

async function startBuiltIn(
  data: string,
  afterwards: 'remove' | 'keep' = 'remove',
): Promise<ServerUnderTest> {
  const world = fileURLToPath(new URL('world.json', import.meta.url));
  const program = fileURLToPath(new URL('../electron/local-registry/serve.ts', import.meta.url));
  const node = ['--report-on-signal', '--report-directory', tmpdir()];
  const registry = spawn(
    process.execPath,
    [...node, program, '--port', '0', '--data', data, '--world', world],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = once(registry, 'exit');
  const lines = createInterface({ input: registry.stdout });
  const first: unknown[] = await once(lines, 'line');
  const { url, owner, token, tokens } = Ready.parse(JSON.parse(String(first[0])));
  return {
    url,
    owner,
    token,
    weakTokens: { userOnly: tokens['user-only'], readOnly: tokens['read-only'] },
    neighbour: { owner: 'neighbour', token: tokens.neighbour },
    isReal: false,
    stop: async () => {
      registry.kill('SIGTERM');
      await orReported(registry, exited);
      if (afterwards === 'remove') await rm(data, { recursive: true, force: true });
    },
  };
}
