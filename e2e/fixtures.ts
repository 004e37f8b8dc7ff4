import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'playwright/test';
import { AppUnderTest } from './app-under-test.ts';
import { FaultyProxy } from './faulty-proxy.ts';
import { RegistryByHand } from './registry-by-hand.ts';
import type { RegistryScale } from './scale/fill-registry.ts';
import { type ServerUnderTest, startFilledServer, startServer } from './server-under-test.ts';

export interface Fixtures {
  /** The app on a profile of its own, with its window open. */
  readonly app: AppUnderTest;
  /** What the registry holds from the start; a spec that says so runs on the built-in one only. */
  readonly scale: RegistryScale | null;
  /** A fresh built-in registry by itself, or the real server that the environment names. */
  readonly server: ServerUnderTest;
  /** What lies between app and server, doing nothing until told. */
  readonly network: FaultyProxy;
  /** The same server past the app. */
  readonly byHand: RegistryByHand;
  /** A package name that no other test uses; whatever begins with it is deleted in the end. */
  readonly packageName: string;
  /** An empty folder for local files. */
  readonly folder: string;
}

/** Every test on a fresh profile and a fresh registry; logs and a picture of the window are kept when it fails. */
export const test = base.extend<Fixtures>({
  folder: async ({}, provide) => {
    const folder = await mkdtemp(join(tmpdir(), 'tea-chest-files-'));
    await provide(folder);
    await rm(folder, { recursive: true, force: true });
  },
  scale: [null, { option: true }],
  server: async ({ scale }, provide) => {
    const server = await (scale === null ? startServer() : startFilledServer(scale));
    await provide(server);
    await server.stop();
  },
  byHand: async ({ server }, provide) => {
    await provide(new RegistryByHand(server.url, server.token));
  },
  packageName: async ({ server, byHand }, provide) => {
    const name = `tc-e2e-${randomBytes(4).toString('hex')}`;
    await provide(name);
    if (!server.isReal) return;
    for (const each of await byHand.packagesNamed(server.owner, name))
      await byHand.deletePackage(server.owner, each);
  },
  network: async ({ server }, provide) => {
    const network = await FaultyProxy.before(server.url);
    await provide(network);
    await network.goAway();
  },
  app: async ({}, provide, testInfo) => {
    const app = await AppUnderTest.start();
    await provide(app);
    if (testInfo.status !== testInfo.expectedStatus) {
      await writeFile(testInfo.outputPath('logs.txt'), app.logs());
      await writeFile(testInfo.outputPath('page.yml'), await app.outline());
      await app.picture(testInfo.outputPath('window.png'));
    }
    await app.dispose();
  },
});

export { expect } from 'playwright/test';
