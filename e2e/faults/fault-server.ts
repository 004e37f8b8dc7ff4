import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalRegistry } from '../../electron/local-registry/server.ts';
import { realServer } from '../server-under-test.ts';
import type { FaultServer } from './fault-case.ts';

export interface StartedServer extends FaultServer {
  stop(): Promise<void>;
}

/** The real server if the environment names one, or else the built-in registry with an empty folder. */
export async function startFaultServer(): Promise<StartedServer> {
  const real = realServer();
  if (real !== null) return { ...real, dataFolder: null };
  const dataFolder = await mkdtemp(join(tmpdir(), 'tea-chest-faults-registry-'));
  const owner = 'local';
  // What clients break off is what this suite is about.
  const registry = await startLocalRegistry({ dataDirectory: dataFolder, report: () => undefined });
  return {
    url: registry.url,
    token: registry.issueToken(owner, 'faults'),
    owner,
    dataFolder,
    stop: async () => {
      await registry.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
