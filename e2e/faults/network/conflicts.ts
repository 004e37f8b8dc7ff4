import assert from 'node:assert/strict';
import type { FaultCase } from '../fault-case.ts';
import {
  expectState,
  expectStored,
  expectUploaded,
  megabytes,
  putByHand,
  type Sample,
  sample,
  startUpload,
  stored,
} from './steps.ts';

const size = 2 * megabytes;

const sameBytes: FaultCase = {
  row: 33,
  name: 'known beforehand: nothing is sent',
  when: 'short',
  run: async (world) => {
    const file = await stored(world, size);
    const run = await startUpload(world, file, []);
    expectState(await run.engine.end(run.id), 'skipped');
    assert.equal(run.engine.transfer(run.id).sha256, file.sha256);
    assert.equal(run.proxy.count('publish'), 0);
    await expectStored(world, file);
  },
};

/** Somebody else is quicker, after the listing was read. */
function race(row: number, name: string, others: (file: Sample) => Buffer): FaultCase {
  return {
    row,
    name,
    when: 'always',
    run: async (world) => {
      const file = sample(world, size);
      const theirs = { ...file, bytes: others(file) };
      const run = await startUpload(world, file, [{ on: 'publish', struck: () => putByHand(world, theirs) }]);
      const transfer = await run.engine.end(run.id);
      if (theirs.bytes.equals(file.bytes)) {
        assert.match(transfer.state, /^(?:done|skipped)$/, JSON.stringify(transfer.failure));
        await expectStored(world, file);
      } else {
        expectState(transfer, 'needs-decision', 'already-exists');
      }
      assert.equal(run.proxy.count('publish'), 1);
    },
  };
}

/** The first sending arrived, though nobody said so and no listing shows it yet; the second is told 409. */
const ownEarlierAttempt: FaultCase = {
  row: 35,
  name: 'with an earlier attempt of our own',
  when: 'always',
  run: async (world) => {
    const file = sample(world, size);
    const answer = {
      status: 404,
      headers: { 'content-type': 'application/json' },
      body: '{"message":"package does not exist"}',
    };
    const run = await startUpload(world, file, [{ on: 'publish', answer: 'drop' }]);
    run.proxy.choose = ({ kind }) =>
      kind === 'list' && run.proxy.count('publish') === 1 ? { instead: answer } : undefined;
    await expectUploaded(world, run);
    assert.ok(run.proxy.count('publish') <= 2);
  },
};

const twoAtOnce: FaultCase = {
  row: 35,
  name: 'two clients with the same bytes at once',
  when: 'always',
  run: async (world) => {
    const file = sample(world, size);
    const first = await startUpload(world, file, [{ on: 'publish', answer: 'hold' }]);
    const second = await startUpload(world, file, [{ on: 'publish', answer: 'hold' }]);
    await world.until(() => first.proxy.count('publish') + second.proxy.count('publish') >= 1);
    first.proxy.release();
    second.proxy.release();
    // Held answers that came later are let go as well.
    world.signal.throwIfAborted();
    const states = await Promise.all([first, second].map(({ engine, id }) => engine.end(id)));
    for (const { state, failure } of states)
      assert.match(state, /^(?:done|skipped)$/, JSON.stringify(failure));
    await expectStored(world, file);
  },
};

function otherBytes(name: string, fileName: string, length: number): FaultCase {
  return {
    row: 34,
    name,
    when: 'always',
    run: async (world) => {
      const there = await stored(world, size, 'kettle.bin');
      const mine = { ...sample(world, length, fileName), version: there.version };
      const run = await startUpload(world, mine, []);
      expectState(await run.engine.end(run.id), 'needs-decision', 'already-exists');
      assert.equal(run.proxy.count('publish'), 0);
      await expectStored(world, there);
    },
  };
}

const cliConflict: FaultCase = {
  row: 34,
  name: 'the command line ends with 3',
  when: 'always',
  run: async (world) => {
    const there = await stored(world, 1000, 'kettle.bin');
    const { owner, packageName, version } = there.version;
    const place = [
      '--server',
      world.server.url,
      '--owner',
      owner,
      '--package',
      packageName,
      '--version',
      version,
    ];
    const { code } = await world.cli(['publish', ...place, await world.source('kettle.bin', 'other')]).ended;
    assert.equal(code, 3);
    await expectStored(world, there);
  },
};

/** Names that are taken. */
export const conflictCases: readonly FaultCase[] = [
  sameBytes,
  race(33, 'found out by a 409', ({ bytes }) => bytes),
  otherBytes('other bytes of the same length', 'kettle.bin', size),
  otherBytes('other bytes of another length', 'kettle.bin', 1000),
  otherBytes('another case', 'KETTLE.bin', size),
  cliConflict,
  race(35, 'with another client, same bytes', ({ bytes }) => bytes),
  race(35, 'with another client, other bytes', ({ bytes }) => Buffer.from(bytes.subarray(1))),
  ownEarlierAttempt,
  twoAtOnce,
];
