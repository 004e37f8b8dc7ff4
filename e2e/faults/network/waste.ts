import assert from 'node:assert/strict';
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { describeSeen, expectState, folder } from './steps.ts';

const mebibyte = 1024 * 1024;
const cuts = 100;

/** Writes a large file piece by piece and answers its path and sha256. */
async function largeFile(world: FaultWorld, mebibytes: number): Promise<{ path: string; sha256: string }> {
  const piece = world.random.bytes(mebibyte);
  const hash: Hash = createHash('sha256');
  function* pieces(): Generator<Buffer> {
    for (let number = 0; number < mebibytes; number += 1) {
      const next = Buffer.from(piece);
      next.writeUInt32LE(number, 0);
      hash.update(next);
      yield next;
    }
  }
  const path = join(await folder(world, 'from'), 'large.bin');
  await pipeline(Readable.from(pieces(), { objectMode: false }), createWriteStream(path));
  return { path, sha256: hash.digest('hex') };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: mebibyte })) hash.update(chunk);
  return hash.digest('hex');
}

function waste(mebibytes: number, when: FaultCase['when'], limit: number): FaultCase {
  return {
    row: 7,
    name: `${mebibytes} MiB cut ${cuts} times`,
    when,
    limit,
    run: async (world) => {
      const size = mebibytes * mebibyte;
      const { path, sha256 } = await largeFile(world, mebibytes);
      const version = world.newVersion();
      const direct = world.engine();
      const [published = ''] = await direct.publish(version, [path]);
      expectState(await direct.end(published), 'done');

      const proxy = await world.proxy();
      const step = Math.floor(size / (cuts + 1));
      proxy.faults = Array.from({ length: cuts }, () => ({
        on: 'download' as const,
        down: { kind: 'end' as const, at: step },
      }));
      const engine = world.engine({ url: proxy.url });
      const to = await folder(world);
      const [id = ''] = engine.download(version, ['large.bin'], to);
      const { state } = await engine.end(id);
      const received = proxy.bytes.download / size;
      const left = proxy.faults.length;
      world.figure(
        5,
        `waste: a download of ${mebibytes} MiB cut ${cuts - left} times received ${received.toFixed(4)} ×`,
      );
      assert.equal(state, 'done', `after ${cuts - left} cuts: ${describeSeen(engine, id).slice(-300)}`);
      assert.equal((await stat(join(to, 'large.bin'))).size, size);
      assert.equal(await hashOf(join(to, 'large.bin')), sha256);
      assert.equal(left, 0);
      assert.ok(received <= 1.01, `received ${received.toFixed(4)} times its bytes`);
    },
  };
}

function uploadWaste(mebibytes: number, when: FaultCase['when'], limit: number): FaultCase {
  return {
    row: 8,
    name: `${mebibytes} MiB, cut near the end each time`,
    when,
    limit,
    run: async (world) => {
      const size = mebibytes * mebibyte;
      const { path } = await largeFile(world, mebibytes);
      const version = world.newVersion();
      const proxy = await world.proxy();
      proxy.faults = [{ on: 'publish', times: 100, up: { kind: 'end', at: size - 1 } }];
      const engine = world.engine({ url: proxy.url });
      const [id = ''] = await engine.publish(version, [path]);
      const { state, failure } = await engine.end(id);
      const sends = proxy.count('publish');
      const sent = proxy.bytes.publish / size;
      world.figure(
        5,
        `waste: an upload of ${mebibytes} MiB cut each time was sent ${sends} times, ${sent.toFixed(2)} ×, then ${state} (${failure?.reason})`,
      );
      assert.notEqual(state, 'done');
      assert.ok(sends <= 2, `sent ${sends} times`);
      assert.ok(sent <= 2);
    },
  };
}

/** How many bytes more than the file's go over a network that breaks. */
export const wasteCases: readonly FaultCase[] = [
  waste(64, 'always', 180),
  uploadWaste(64, 'always', 180),
  waste(1024, 'long', 1200),
  uploadWaste(1024, 'long', 1200),
];
