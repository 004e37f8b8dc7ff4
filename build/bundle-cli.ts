import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { cliBuild } from './build.ts';

/** Before unit tests: bundles the command line as users get it. They start it often, and so that takes a third. */
export default async function bundleCli(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tea-chest-cli-'));
  await build({ ...cliBuild, build: { ...cliBuild.build, outDir: folder } });
  process.env['TEA_CHEST_CLI'] = join(folder, 'cli.js');
  return () => rm(folder, { recursive: true });
}
