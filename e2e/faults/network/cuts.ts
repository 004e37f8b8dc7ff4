import assert from 'node:assert/strict';
import type { RequestFault } from '../../faulty-proxy.ts';
import type { FaultCase } from '../fault-case.ts';
import {
  expectDownloaded,
  expectNothingStored,
  expectUploaded,
  expectWaited,
  folder,
  megabytes,
  sample,
  startDownload,
  startUpload,
  stored,
} from './steps.ts';

const size = 3 * megabytes;

/** Where bodies are cut: before and after their first byte, in between, and before and after their last one. */
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
      const run = await startDownload(world, await stored(world, size), [
        { on: 'download', down: { kind, at } },
      ]);
      await expectDownloaded(run);
      const [, second] = run.proxy.asked.filter((asked) => asked.kind === 'download');
      const isWhole = kind === 'end' && at === size;
      if (isWhole) assert.equal(second, undefined);
      // What came before an orderly end is not fetched again.
      if (kind === 'end' && at > 0 && !isWhole) assert.equal(second?.headers.range, `bytes=${at}-`);
      if (kind === 'end') assert.ok(run.proxy.bytes.download <= size);
    },
  };
}

function uploadCut(name: string, at: number, kind: 'reset' | 'end'): FaultCase {
  return {
    row: 8,
    name: `by ${kind}, at ${name}`,
    when: name === '50 %' ? 'short' : 'always',
    run: async (world) => {
      const file = sample(world, size);
      const { owner, packageName, version } = file.version;
      let leftByFirst: unknown = 'nobody looked';
      const run = await startUpload(world, file, [
        { on: 'publish', up: { kind, at } },
        {
          on: 'publish',
          struck: async () => {
            leftByFirst = await world.byHand.files(owner, packageName, version);
          },
        },
      ]);
      await expectUploaded(world, run);
      if (at < size) {
        expectWaited(run, 'interrupted');
        assert.equal(run.proxy.count('publish'), 2);
        assert.equal(leftByFirst, null);
      }
      assert.ok(run.proxy.count('publish') <= 2);
      assert.ok(run.proxy.bytes.publish <= 2 * size);
    },
  };
}

const alwaysCut: FaultCase = {
  row: 8,
  name: 'every time, at the middle: one re-send, then it asks',
  when: 'always',
  run: async (world) => {
    const fault: RequestFault = { up: { kind: 'end', at: size / 2 } };
    const run = await startUpload(world, sample(world, size), [{ on: 'publish', times: 100, ...fault }]);
    const { state } = await run.engine.end(run.id);
    assert.ok(state !== 'done' && state !== 'skipped', state);
    assert.equal(run.proxy.count('publish'), 2);
    assert.ok(run.proxy.bytes.publish <= 2 * size);
    await expectNothingStored(world, run.file);
  },
};

/** An end without a length looks like any other: only the listing tells that bytes are missing. */
function withoutLength(name: string, at: number): FaultCase {
  return {
    row: 16,
    name: `at ${name}`,
    when: name === '50 %' ? 'short' : 'always',
    run: async (world) => {
      const run = await startDownload(world, await stored(world, size), [
        {
          on: 'download',
          head: ({ 'content-length': _length, ...headers }, status) => ({ status, headers }),
          down: { kind: 'end', at },
        },
      ]);
      await expectDownloaded(run);
      assert.equal(run.proxy.asked.at(1)?.headers.range, undefined);
    },
  };
}

function longer(name: string, extra: (bytes: Buffer) => Buffer): FaultCase {
  return {
    row: 17,
    name,
    when: 'always',
    run: async (world) => {
      const file = await stored(world, size);
      const run = await startDownload(world, file, [
        { on: 'download', down: { kind: 'replace', with: (bytes) => Buffer.concat([bytes, extra(bytes)]) } },
      ]);
      await expectDownloaded(run);
      // What came too much must not be taken for the answer to the next request.
      const to = await folder(world, 'again');
      const [id = ''] = run.engine.download(file.version, [file.fileName], to);
      await expectDownloaded({ ...run, id, to });
    },
  };
}

/** Bodies that are cut on their way, or are longer than they say. */
export const cutCases: readonly FaultCase[] = [
  ...[...positions].flatMap(([name, at]) => [
    downloadCut(name, at, 'reset'),
    downloadCut(name, at, 'end'),
    uploadCut(name, at, 'reset'),
    uploadCut(name, at, 'end'),
    withoutLength(name, at),
  ]),
  alwaysCut,
  longer('by a few bytes', () => Buffer.from('more')),
  longer('by what looks like an answer', ({ length }) =>
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`),
  ),
];
