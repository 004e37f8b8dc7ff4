import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RequestFault } from '../../faulty-proxy.ts';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import type { SeededRandom } from '../seeded-random.ts';
import {
  expectDownloaded,
  expectState,
  expectUnpublished,
  folder,
  megabytes,
  startDownload,
  stored,
} from './steps.ts';

const size = 3 * megabytes;

/** A stored file that lost its end: the answer is in itself right. */
const shorterThanListed: FaultCase = {
  row: 15,
  name: 'is said to be damaged, without trying for ever',
  when: 'short',
  run: async (world) => {
    const run = await startDownload(world, await stored(world, size), []);
    run.proxy.choose = ({ kind, headers }) =>
      kind === 'download' ? truncated(size / 2, headers.range) : undefined;
    expectState(await run.engine.end(run.id), 'failed', 'damaged-on-server');
    await expectUnpublished(run.to, run.file);
    assert.ok(run.proxy.count('download') <= 3, `${run.proxy.count('download')} requests`);
  },
};

/** What a server answers whose copy has `length` bytes. */
function truncated(length: number, range: string | undefined): RequestFault {
  const start = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
  if (start >= length) {
    return { instead: { status: 416, headers: { 'content-range': `bytes */${length}` } } };
  }
  return {
    head: (headers, status) => ({
      status,
      headers: {
        ...headers,
        'content-length': length - start,
        ...(status === 206 ? { 'content-range': `bytes ${start}-${length - 1}/${length}` } : {}),
      },
    }),
    down: { kind: 'replace', with: (bytes) => bytes.subarray(0, length - start) },
  };
}

const flippedOnce: FaultCase = {
  row: 18,
  name: 'once: fetched again',
  when: 'short',
  run: async (world) => {
    const at = world.random.below(size);
    const run = await startDownload(world, await stored(world, size), [
      { on: 'download', down: { kind: 'flip', at, bit: world.random.below(8) } },
    ]);
    await expectDownloaded(run);
    assert.equal(run.proxy.count('download'), 2);
  },
};

function flippedAlways(name: string, reason: string, bitOf: (count: number) => number): FaultCase {
  return {
    row: 18,
    name,
    when: 'always',
    run: async (world) => {
      const run = await startDownload(world, await stored(world, size), []);
      const at = world.random.below(size);
      run.proxy.choose = ({ kind }) =>
        kind === 'download'
          ? { down: { kind: 'flip', at, bit: bitOf(run.proxy.count('download')) } }
          : undefined;
      const { failure } = await run.engine.endOrWaiting(run.id);
      assert.equal(failure?.reason, reason);
      await expectUnpublished(run.to, run.file);
    },
  };
}

type Corruption = (random: SeededRandom, bytes: Buffer) => RequestFault;

function lie(change: (bytes: Buffer) => Buffer, length: (bytes: number) => number): RequestFault {
  return {
    head: (headers, status) => ({
      status,
      headers: { ...headers, 'content-length': length(Number(headers['content-length'] ?? 0)) },
    }),
    down: { kind: 'replace', with: change },
  };
}

/** What is done to a body; each keeps to what a broken network, proxy or disk does. */
const corruptions: readonly Corruption[] = [
  // One bit
  (random, bytes) => ({ down: { kind: 'flip', at: random.below(bytes.length), bit: random.below(8) } }),
  // Several bytes
  (random) => {
    const changes = Array.from(
      { length: 1 + random.below(8) },
      () => [random.fraction(), random.below(255) + 1] as const,
    );
    return {
      down: {
        kind: 'replace',
        with: (body) => {
          const changed = Buffer.from(body);
          for (const [place, by] of changes) {
            const at = Math.floor(place * changed.length);
            changed.writeUInt8(changed.readUInt8(at) ^ by, at);
          }
          return changed;
        },
      },
    };
  },
  // Cut, by a reset or an end
  (random, bytes) => ({
    down: { kind: random.pick(['reset', 'end'] as const), at: random.below(bytes.length) },
  }),
  // Cut, with a length that fits
  (random) => {
    const share = random.fraction();
    const shorter = (length: number) => Math.floor(length * share);
    return lie((body) => body.subarray(0, shorter(body.length)), shorter);
  },
  // A piece left out, with a length that fits
  (random) => {
    const place = random.fraction();
    const missing = 1 + random.below(100);
    return lie(
      (body) => {
        const at = Math.floor(place * (body.length - missing));
        return Buffer.concat([body.subarray(0, at), body.subarray(at + missing)]);
      },
      (length) => length - missing,
    );
  },
  // A piece twice, with a length that fits
  (random) => {
    const place = random.fraction();
    const more = 1 + random.below(100);
    return lie(
      (body) => {
        const at = Math.floor(place * (body.length - more));
        return Buffer.concat([body.subarray(0, at + more), body.subarray(at)]);
      },
      (length) => length + more,
    );
  },
  // Two pieces that changed places
  (random) => {
    const place = random.fraction();
    return {
      down: {
        kind: 'replace',
        with: (body) => {
          const at = 1 + Math.floor(place * (body.length - 2));
          return Buffer.concat([body.subarray(at), body.subarray(0, at)]);
        },
      },
    };
  },
  // More or fewer bytes announced than come
  (random) => {
    const by = random.below(200) - 100;
    return lie(
      (body) => body,
      (length) => Math.max(0, length + by),
    );
  },
  // Compressed, whether said so or not
  (random) => {
    const isSaid = random.below(2) === 0;
    return {
      head: ({ 'content-length': _length, ...headers }, status) => ({
        status,
        headers: isSaid ? { ...headers, 'content-encoding': 'gzip' } : headers,
      }),
      down: { kind: 'replace', with: (body) => gzipSync(body) },
    };
  },
  // A page of somebody else
  (random) => ({
    instead: {
      status: 200,
      headers: { 'content-type': random.pick(['text/html', 'application/octet-stream']) },
      body: '<!doctype html><title>Sign in</title>',
    },
  }),
  // Zeros from some byte on, as from a disk that lost power
  (random) => {
    const place = random.fraction();
    return {
      down: {
        kind: 'replace',
        with: (body) =>
          Buffer.concat([
            body.subarray(0, Math.floor(place * body.length)),
            Buffer.alloc(body.length),
          ]).subarray(0, body.length),
      },
    };
  },
];

const fileBytes = 20_000;
const fileCount = 50;

interface Counts {
  wrong: number;
  right: number;
}

/** What of a folder has the right bytes under the right name, and what has other ones. */
async function countPublished(to: string, files: ReadonlyMap<string, Buffer>, counts: Counts): Promise<void> {
  for (const name of await readdir(to)) {
    const bytes = files.get(name);
    // What did not match stays under another name, for whoever wants to look.
    if (bytes === undefined) continue;
    if ((await readFile(join(to, name))).equals(bytes)) counts.right += 1;
    else counts.wrong += 1;
  }
}

/** Downloads the same files again and again, each time with other corruptions of the first one to three answers. */
async function corrupt(world: FaultWorld, count: number): Promise<Counts> {
  const version = world.newVersion();
  const files = new Map<string, Buffer>();
  for (let index = 0; index < fileCount; index += 1) {
    const fileName = `kettle-${index}.bin`;
    const bytes = world.random.bytes(fileBytes);
    files.set(fileName, bytes);
    await world.byHand.put(version.owner, version.packageName, version.version, fileName, bytes);
  }
  const names = [...files.keys()];
  const left = new Map<string, number>();
  const proxy = await world.proxy();
  proxy.choose = ({ kind, path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const times = left.get(name) ?? 0;
    const bytes = files.get(name);
    if (kind !== 'download' || times === 0 || bytes === undefined) return undefined;
    left.set(name, times - 1);
    return world.random.pick(corruptions)(world.random, bytes);
  };
  const engine = world.engine({
    url: proxy.url,
    parallel: { publish: 1, download: 8 },
    limits: { downloadStall: 300 },
  });
  const counts: Counts = { wrong: 0, right: 0 };
  for (let done = 0; done < count; done += fileCount) {
    for (const name of names) left.set(name, 1 + world.random.below(3));
    const to = await folder(world, String(done));
    const ends = await engine.ends(engine.download(version, names, to));
    await countPublished(to, files, counts);
    for (const { state, sha256, coordinates } of ends) {
      const bytes = files.get(coordinates.fileName) ?? Buffer.alloc(0);
      if (state === 'done' && sha256 !== sha256Of(bytes)) counts.wrong += 1;
    }
    engine.queue.clearSettled();
    await rm(to, { recursive: true });
  }
  return counts;
}

function seeded(count: number, when: FaultCase['when']): FaultCase {
  return {
    row: 18,
    name: `${count.toLocaleString('en')} seeded corruptions`,
    when,
    limit: 60 + count / 5,
    run: async (world) => {
      const { wrong, right } = await corrupt(world, count);
      world.tries(count);
      world.figure(
        3,
        `corruption: ${count.toLocaleString('en')} downloads with seeded flips, cuts, splices, wrong lengths and gzip, ${wrong} published wrong, ${right} right in the end`,
      );
      assert.equal(wrong, 0);
      assert.ok(right > count / 4, `only ${right} of ${count} recovered`);
    },
  };
}

/** Bytes that are not those that the server lists. */
export const corruptionCases: readonly FaultCase[] = [
  shorterThanListed,
  flippedOnce,
  flippedAlways('the same way always: damaged on the server', 'damaged-on-server', () => 0),
  flippedAlways('another way each time: damaged in transit', 'damaged-in-transit', (count) => count % 8),
  seeded(200, 'short'),
  seeded(1000, 'always'),
  seeded(10_000, 'long'),
];
