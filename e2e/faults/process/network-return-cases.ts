import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';

const size = 6 * 1024 * 1024;

/** Milliseconds from the return of the network to the end of the transfer. */
const most = 5000;

/**
 * The network goes in the middle of a transfer and comes back, with the system saying so or not: the transfer goes on
 * and comes to its end without anybody doing anything.
 */
async function networkReturns(world: FaultWorld, times: number): Promise<void> {
  const bytes = world.random.bytes(size);
  const sha256 = sha256Of(bytes);
  const path = await world.source('up.bin', bytes);
  const down = world.newVersion();
  await world.byHand.put(down.owner, down.packageName, down.version, 'down.bin', bytes);
  let slowest = 0;
  for (let time = 0; time < times; time += 1) {
    const isUpload = world.random.below(3) === 0;
    const isTold = world.random.below(2) === 0;
    const isNoticed = world.random.below(2) === 0;
    const up = world.newVersion();
    const proxy = await world.proxy();
    const engine = world.engine({ url: proxy.url, limits: { uploadStall: 10_000, downloadStall: 10_000 } });
    const to = join(world.folder, `out-${time}`);
    await mkdir(to);
    proxy.holdBodiesAfter(1 + world.random.below(size - 1));
    const [id = ''] = isUpload ? await engine.publish(up, [path]) : engine.download(down, ['down.bin'], to);
    await engine.until(id, ({ state }) => state === 'sending' || state === 'receiving');
    await proxy.goAway();
    if (isNoticed) await engine.until(id, ({ state }) => state !== 'sending' && state !== 'receiving');
    await proxy.comeBack();
    const start = performance.now();
    if (isTold) engine.queue.reconnect();
    const { state, failure } = await engine.end(id);
    const milliseconds = performance.now() - start;
    const what = `${isUpload ? 'upload' : 'download'} ${time}`;
    assert.ok(state === 'done' || state === 'skipped', `${what}: ${state} ${JSON.stringify(failure)}`);
    assert.ok(milliseconds <= most, `${what} took ${milliseconds} ms`);
    slowest = Math.max(slowest, milliseconds);
    if (isUpload) {
      const listed = await world.byHand.files(up.owner, up.packageName, up.version);
      assert.equal(listed?.get('up.bin'), sha256);
    } else assert.equal(sha256Of(await readFile(join(to, 'down.bin'))), sha256);
    await engine.stop();
    await proxy.goAway();
  }
  world.tries(times);
  if (times < enough) return;
  world.figure(
    10,
    `network gone and back: ${times} of ${times} came to their end by themselves, the slowest after ${Math.round(slowest)} ms`,
  );
}

/** Fewer are no figure. */
const enough = 100;

/** Row 69 and the figure for networks that come back. */
export const networkReturnCases: readonly FaultCase[] = [
  { row: 69, name: 'the network is gone and back', when: 'short', run: (world) => networkReturns(world, 3) },
  {
    row: 69,
    name: 'the network is gone and back 100 times',
    when: 'always',
    limit: 240,
    run: (world) => networkReturns(world, 100),
  },
];
