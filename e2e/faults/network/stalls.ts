import assert from 'node:assert/strict';
import { defaultLimits } from '../../../electron/registry/request-limits.ts';
import type { FaultCase } from '../fault-case.ts';
import {
  expectDownloaded,
  expectUploaded,
  megabytes,
  sample,
  startDownload,
  startUpload,
  stored,
} from './steps.ts';

const size = 3 * megabytes;

/** More than two kernels keep for a reader who does not read. */
const beyondBuffers = 32 * megabytes;

function downloadStalls(name: string, at: number): FaultCase {
  return {
    row: 11,
    name: `download, at ${name}`,
    when: name === '50 %' ? 'short' : 'always',
    run: async (world) => {
      assert.ok(defaultLimits.downloadStall <= 30_000);
      const run = await startDownload(
        world,
        await stored(world, size),
        [{ on: 'download', down: { kind: 'stall', at } }],
        { limits: { downloadStall: 300 } },
      );
      await expectDownloaded(run);
      assert.equal(run.proxy.count('download'), 2);
      assert.ok(run.proxy.bytes.download <= size);
    },
  };
}

const headStalls: FaultCase = {
  row: 11,
  name: 'download, before the head of the answer',
  when: 'always',
  run: async (world) => {
    const run = await startDownload(world, await stored(world, size), [{ on: 'download', answer: 'hold' }], {
      limits: { downloadAnswer: 400 },
    });
    await expectDownloaded(run);
    assert.equal(run.proxy.count('download'), 2);
  },
};

const uploadStalls: FaultCase = {
  row: 11,
  name: 'upload, at the beginning',
  when: 'always',
  run: async (world) => {
    assert.ok(defaultLimits.uploadStall <= 60_000);
    const file = sample(world, beyondBuffers);
    const run = await startUpload(world, file, [{ on: 'publish', up: { kind: 'stall', at: 1000 } }], {
      limits: { uploadStall: 1000, storing: 10_000 },
    });
    await expectUploaded(world, run);
    assert.equal(run.proxy.count('publish'), 2);
  },
};

/** Longer in all than the patience with standing still. */
const slowButMoving: FaultCase = {
  row: 11,
  name: 'slow is not standing still',
  when: 'always',
  run: async (world) => {
    const run = await startDownload(
      world,
      await stored(world, size),
      [{ on: 'download', down: { kind: 'trickle', at: 0, bytes: size / 20, every: 20 } }],
      { limits: { downloadStall: 500 } },
    );
    await expectDownloaded(run);
    assert.equal(run.proxy.count('download'), 1);
  },
};

/** Bytes come all the time, and far too few of them. */
const trickles: FaultCase = {
  row: 12,
  name: 'a new connection, and then at full speed',
  when: 'short',
  run: async (world) => {
    assert.equal(defaultLimits.trickleRate, 1024);
    assert.ok(defaultLimits.trickle <= 120_000);
    const run = await startDownload(
      world,
      await stored(world, size),
      [{ on: 'download', down: { kind: 'trickle', at: size / 2, bytes: 1, every: 10 } }],
      { limits: { trickle: 300 } },
    );
    await expectDownloaded(run);
    const downloads = run.proxy.asked.filter(({ kind }) => kind === 'download');
    assert.equal(downloads.length, 2);
    const [from = 0] = /\d+/.exec(downloads[1]?.headers.range ?? '') ?? [];
    assert.ok(Number(from) >= size / 2, 'what had come was fetched again');
  },
};

const tricklesOn: FaultCase = {
  row: 12,
  name: 'always: three new connections, then it is borne',
  when: 'always',
  run: async (world) => {
    const file = await stored(world, 200);
    const run = await startDownload(world, file, [], { limits: { trickle: 200 } });
    run.proxy.choose = ({ kind }) =>
      kind === 'download' ? { down: { kind: 'trickle', at: 0, bytes: 1, every: 10 } } : undefined;
    await expectDownloaded(run);
    assert.ok(run.proxy.count('download') <= 4, `${run.proxy.count('download')} connections`);
  },
};

/** Transfers that stand still with their connection open. */
export const stallCases: readonly FaultCase[] = [
  downloadStalls('0', 0),
  downloadStalls('1', 1),
  downloadStalls('50 %', size / 2),
  downloadStalls('N-1', size - 1),
  headStalls,
  uploadStalls,
  slowButMoving,
  trickles,
  tricklesOn,
];
