import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { partEnding } from '../../../electron/transfers/part-names.ts';
import { withEnding } from '../../../shared/safe-file-name.ts';
import type { AnswerHead, ProxyFault, RequestFault } from '../../faulty-proxy.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import {
  expectDownloaded,
  expectFailed,
  expectState,
  expectUnpublished,
  folder,
  megabytes,
  putByHand,
  type Sample,
  sample,
  startDownload,
  stored,
} from './steps.ts';

const size = 3 * megabytes;
const cutAt = size / 2;

const cut: ProxyFault = { on: 'download', down: { kind: 'end', at: cutAt } };

type Headers = Parameters<NonNullable<RequestFault['head']>>[0];

function withRange(range: string) {
  return (headers: Headers, status: number): AnswerHead => ({
    status,
    headers: { ...headers, 'content-range': range },
  });
}

/** The answer to the first resumption is wrong: it is never appended, and the download starts over. */
function wrongAnswer(name: string, fault: RequestFault): FaultCase {
  return {
    row: 19,
    name,
    when: 'always',
    run: async (world) => {
      const run = await startDownload(world, await stored(world, size), [cut, { on: 'download', ...fault }]);
      await expectDownloaded(run);
      const [, second] = run.proxy.asked.filter(({ kind }) => kind === 'download');
      assert.equal(second?.headers.range, `bytes=${cutAt}-`);
    },
  };
}

function multipart(bytes: Buffer): Buffer {
  const part = `--tea\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ${cutAt}-${size - 1}/${size}\r\n\r\n`;
  return Buffer.concat([Buffer.from(part), bytes, Buffer.from('\r\n--tea--\r\n')]);
}

const asMultipart: RequestFault = {
  head: ({ 'content-range': _range, 'content-length': _length, ...headers }, status) => ({
    status,
    headers: { ...headers, 'content-type': 'multipart/byteranges; boundary=tea' },
  }),
  down: { kind: 'replace', with: multipart },
};

const refusedRange: RequestFault = {
  instead: {
    status: 416,
    headers: { 'content-type': 'text/plain', 'content-range': `bytes */${size}` },
    body: 'invalid range: failed to overlap\n',
  },
};

const startsOver: FaultCase = {
  row: 20,
  name: '416 in the middle: it starts over, without the words in the file',
  when: 'always',
  run: async (world) => {
    const run = await startDownload(world, await stored(world, size), [
      cut,
      { on: 'download', ...refusedRange },
    ]);
    await expectDownloaded(run);
  },
};

/** A part of an earlier run is there, whatever is in it. */
async function startFromPart(world: FaultWorld, file: Sample, part: Buffer, faults: readonly ProxyFault[]) {
  const partHolder = 'earlier';
  const proxy = await world.proxy();
  const engine = world.engine({ url: proxy.url, partHolder });
  const listed = await engine.client.listFiles(file.version);
  const state = listed.ok ? listed.value.files.find(({ fileName }) => fileName === file.fileName) : undefined;
  assert.ok(state !== undefined);
  const source = {
    origin: engine.client.serverUrl,
    coordinates: { ...file.version, fileName: file.fileName },
  };
  const to = await folder(world);
  await writeFile(join(to, withEnding(file.fileName, partEnding(source, state, partHolder))), part);
  proxy.faults = [...faults];
  const [id = ''] = engine.download(file.version, [file.fileName], to);
  return { proxy, engine, id, to, file };
}

const completePart: FaultCase = {
  row: 20,
  name: 'a complete part is verified and gets its name',
  when: 'always',
  run: async (world) => {
    const file = await stored(world, size);
    const run = await startFromPart(world, file, file.bytes, [{ on: 'download', ...refusedRange }]);
    await expectDownloaded(run);
    assert.equal(run.proxy.count('download'), 0);
  },
};

const completeButWrong: FaultCase = {
  row: 20,
  name: 'a complete part of other bytes is fetched again',
  when: 'always',
  run: async (world) => {
    const file = await stored(world, size);
    const run = await startFromPart(world, file, world.random.bytes(size), []);
    await expectDownloaded(run);
    assert.equal(run.proxy.count('download'), 1);
  },
};

const tooLongPart: FaultCase = {
  row: 20,
  name: 'a part longer than the file is no part',
  when: 'always',
  run: async (world) => {
    const file = await stored(world, size);
    const run = await startFromPart(world, file, Buffer.concat([file.bytes, Buffer.from('x')]), []);
    await expectDownloaded(run);
  },
};

/** Deleted and published anew in one second: the date tells nothing, the listing does. */
function replacedMeanwhile(name: string, change: (world: FaultWorld, file: Sample) => Sample): FaultCase {
  return {
    row: 21,
    name,
    when: name === 'same size' ? 'short' : 'always',
    run: async (world) => {
      const file = await stored(world, size);
      const after = change(world, file);
      const { owner, packageName, version } = file.version;
      const swap = async () => {
        await world.byHand.deleteVersion(owner, packageName, version);
        await putByHand(world, after);
      };
      const run = await startDownload(world, file, []);
      run.proxy.faults = [{ ...cut, struck: () => void run.proxy.faults.push({ on: 'list', struck: swap }) }];
      await expectDownloaded({ ...run, file: after });
    },
  };
}

/** By a proxy that means well, or says so without doing it. */
function encoded(name: string, change: (bytes: Buffer) => Buffer): FaultCase {
  return {
    row: 22,
    name,
    when: 'always',
    run: async (world) => {
      const fault: RequestFault = {
        head: ({ 'content-length': _length, ...headers }, status) => ({
          status,
          headers: { ...headers, 'content-encoding': 'gzip' },
        }),
        down: { kind: 'replace', with: change },
      };
      const run = await startDownload(world, await stored(world, size), [
        { on: 'download', times: 20, ...fault },
      ]);
      await expectFailed(run, 'packed-on-the-way');
      assert.deepEqual(await expectUnpublished(run.to, run.file), []);
      for (const { kind, headers } of run.proxy.asked) {
        if (kind === 'download') assert.equal(headers['accept-encoding'], 'identity');
      }
    },
  };
}

/** Gone after the cut: not tried again, and what came is not lost at once. */
const goneAfterCut: FaultCase = {
  row: 31,
  name: 'in the middle: the part stays',
  when: 'always',
  run: async (world) => {
    const file = await stored(world, size);
    const answer = {
      status: 404,
      headers: { 'content-type': 'text/plain' },
      body: 'package file does not exist\n',
    };
    const run = await startDownload(world, file, [cut, { on: 'download', times: 20, instead: answer }], {
      partHolder: 'kept',
    });
    expectState(await run.engine.end(run.id), 'failed', 'not-found');
    assert.equal(run.proxy.count('download'), 2);
    const left = await expectUnpublished(run.to, file);
    assert.ok(
      left.some((name) => name.includes('.teapart-')),
      `left: ${left.join(', ')}`,
    );
  },
};

/** Resumptions that servers and proxies answer wrongly. */
export const rangeCases: readonly FaultCase[] = [
  wrongAnswer('206 from another byte on', { head: withRange(`bytes ${cutAt - 7}-${size - 1}/${size}`) }),
  wrongAnswer('206 of another total', { head: withRange(`bytes ${cutAt}-${size - 1}/${size + 7}`) }),
  wrongAnswer('206 without a range', { head: withRange('') }),
  wrongAnswer('200 with everything', { ignoresRange: true }),
  wrongAnswer('multipart/byteranges', asMultipart),
  startsOver,
  completePart,
  completeButWrong,
  tooLongPart,
  replacedMeanwhile('same size', (world, file) => ({ ...sample(world, size), version: file.version })),
  replacedMeanwhile('shorter', (world, file) => ({ ...sample(world, 1000), version: file.version })),
  encoded('gzip', (bytes) => gzipSync(bytes)),
  encoded('gzip in name only', (bytes) => bytes),
  goneAfterCut,
];
