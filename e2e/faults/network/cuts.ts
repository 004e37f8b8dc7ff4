import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultCase } from '../fault-case.ts';

const size = 3_000_000;

/** Where bodies are cut: before and after their first byte, and before and after their last one. */
const positions: ReadonlyMap<string, number> = new Map([
  ['0', 0],
  ['1', 1],
  ['25 %', size / 4],
  ['50 %', size / 2],
  ['N-1', size - 1],
  ['N', size],
]);

function downloadCut(name: string, at: number, kind: 'reset' | 'end'): FaultCase {
  return {
    row: kind === 'reset' ? 7 : 14,
    name: `at ${name}`,
    when: name === '50 %' ? 'short' : 'always',
    run: async (world) => {
      const bytes = world.random.bytes(size);
      const version = world.newVersion();
      await world.byHand.put(version.owner, version.packageName, version.version, 'kettle.bin', bytes);
      const proxy = await world.proxy();
      proxy.faults = [{ on: 'download', down: { kind, at } }];
      const engine = world.engine({ url: proxy.url });
      const to = join(world.folder, 'to');
      await mkdir(to);
      const [id = ''] = engine.download(version, ['kettle.bin'], to);
      const { state, sha256 } = await engine.end(id);
      assert.deepEqual({ state, sha256 }, { state: 'done', sha256: sha256Of(bytes) });
      assert.deepEqual(await readdir(to), ['kettle.bin']);
      assert.ok((await readFile(join(to, 'kettle.bin'))).equals(bytes));
    },
  };
}

/** Bodies that are cut on their way. */
export const cutCases: readonly FaultCase[] = [...positions].flatMap(([name, at]) => [
  downloadCut(name, at, 'reset'),
  downloadCut(name, at, 'end'),
]);
