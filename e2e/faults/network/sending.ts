import assert from 'node:assert/strict';
import type { SpokenAnswer } from '../../faulty-proxy.ts';
import type { FaultCase } from '../fault-case.ts';
import {
  expectFailed,
  expectNothingStored,
  expectUploaded,
  megabytes,
  sample,
  startUpload,
} from './steps.ts';

const size = 3 * megabytes;

const refusal: SpokenAnswer = {
  status: 401,
  headers: { 'content-type': 'text/plain', connection: 'close' },
  body: 'reqPackageAccess\n',
};

const tooLarge: SpokenAnswer = {
  status: 413,
  headers: { 'content-type': 'text/html', server: 'nginx' },
  body: '<html><head><title>413 Request Entity Too Large</title></head></html>',
};

const saysContinue: FaultCase = {
  row: 23,
  name: '100: sends',
  when: 'always',
  run: async (world) => {
    const run = await startUpload(world, sample(world, size), []);
    await expectUploaded(world, run);
    const [request] = run.proxy.asked.filter(({ kind }) => kind === 'publish');
    assert.equal(request?.headers.expect, '100-continue');
    assert.equal(request?.headers['content-type'], 'application/octet-stream');
    assert.equal(request?.headers['content-length'], String(size));
  },
};

const knowsNoExpect: FaultCase = {
  row: 23,
  name: '417: again without Expect',
  when: 'always',
  run: async (world) => {
    const run = await startUpload(world, sample(world, size), [
      { on: 'publish', instead: { status: 417, headers: { connection: 'close' } } },
    ]);
    await expectUploaded(world, run);
    const requests = run.proxy.asked.filter(({ kind }) => kind === 'publish');
    assert.deepEqual(
      requests.map(({ headers }) => headers.expect),
      ['100-continue', undefined],
    );
    assert.equal(run.proxy.bytes.publish, size);
  },
};

const refusedFirst: FaultCase = {
  row: 23,
  name: 'final answer: no byte of the body is sent',
  when: 'short',
  run: async (world) => {
    const run = await startUpload(world, sample(world, size), [
      { on: 'publish', times: 9, instead: refusal },
    ]);
    await expectFailed(run, 'not-allowed');
    assert.equal(run.proxy.bytes.publish, 0);
    assert.equal(run.proxy.count('publish'), 1);
    await expectNothingStored(world, run.file);
  },
};

const saysNothing: FaultCase = {
  row: 23,
  name: 'nothing: sends after a while',
  when: 'always',
  run: async (world) => {
    const run = await startUpload(world, sample(world, size), [{ on: 'publish', isMute: true }]);
    await expectUploaded(world, run);
    assert.equal(run.proxy.count('publish'), 1);
  },
};

function refusedWhileSending(name: string, bytes: number, at: number): FaultCase {
  return {
    row: 24,
    name,
    when: 'always',
    run: async (world) => {
      const run = await startUpload(world, sample(world, bytes), [
        { on: 'publish', times: 9, refuse: { at, answer: tooLarge } },
      ]);
      const { failure, state } = await run.engine.end(run.id);
      assert.equal(state, 'failed');
      assert.equal(failure?.status, 413, JSON.stringify(failure));
      assert.ok(run.proxy.count('publish') <= 1, 'it was sent again');
      assert.ok(run.proxy.bytes.publish < bytes);
      await expectNothingStored(world, run.file);
    },
  };
}

/** What servers say before and while a body is sent. */
export const sendingCases: readonly FaultCase[] = [
  saysContinue,
  knowsNoExpect,
  refusedFirst,
  saysNothing,
  refusedWhileSending('at 1 MB of many', 40 * megabytes, megabytes),
  refusedWhileSending('a body too small for Expect', 1_000_000, 100_000),
];
