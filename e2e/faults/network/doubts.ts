import assert from 'node:assert/strict';
import type { RequestFault } from '../../faulty-proxy.ts';
import type { FaultCase } from '../fault-case.ts';
import {
  describeSeen,
  expectNothingStored,
  expectState,
  expectStored,
  expectUploaded,
  megabytes,
  type ProxiedRun,
  putByHand,
  type Sample,
  sample,
  startUpload,
} from './steps.ts';

const size = 2 * megabytes;

interface Doubt {
  readonly row: number;
  readonly name: string;
  /** How the client is left without a clear answer. */
  readonly fault: Pick<RequestFault, 'answer' | 'swallow'>;
}

/** Each of them twice: with a server that has stored the file, and one that never heard of it. */
const doubts: readonly { readonly row: number; readonly name: string; readonly answer: 'drop' | number }[] = [
  { row: 9, name: 'cut', answer: 'drop' },
  ...[408, 502, 504, 524].map((status) => ({ row: 10, name: String(status), answer: status })),
];

function spoken(answer: 'drop' | number) {
  if (answer === 'drop') return answer;
  return { status: answer, headers: { 'content-type': 'text/html' }, body: '<html>gateway</html>' };
}

function arrived({ row, name, fault }: Doubt): FaultCase {
  return {
    row,
    name: `${name}: it had arrived, and is not sent again`,
    when: row === 9 ? 'short' : 'always',
    run: async (world) => {
      const run = await startUpload(world, sample(world, size), [{ on: 'publish', ...fault }]);
      await expectUploaded(world, run);
      assert.equal(run.proxy.count('publish'), 1);
      assert.ok(run.proxy.bytes.publish <= size);
    },
  };
}

function arrivesLate({ row, name, fault }: Doubt): FaultCase {
  return {
    row,
    name: `${name}: it arrives while the listing is watched`,
    when: 'always',
    run: async (world) => {
      const file = sample(world, size);
      const run = await startUpload(world, file, [{ on: 'publish', ...fault }]);
      await world.until(() => run.proxy.count('publish') === 1);
      // The first look comes too early.
      const looks = run.proxy.count('list');
      run.proxy.faults.push({ on: 'list' }, { on: 'list', struck: () => putByHand(world, file) });
      await expectUploaded(world, run);
      assert.equal(run.proxy.count('publish'), 1);
      assert.ok(run.proxy.count('list') >= looks);
    },
  };
}

function absent({ row, name, fault }: Doubt): FaultCase {
  return {
    row,
    name: `${name}: it had not arrived, and is sent once more`,
    when: 'always',
    run: async (world) => {
      const run = await startUpload(world, sample(world, size), [{ on: 'publish', ...fault }]);
      await expectUploaded(world, run);
      assert.equal(run.proxy.count('publish'), 2, describeSeen(run.engine, run.id));
      assert.ok(run.proxy.bytes.publish <= 2 * size);
    },
  };
}

function neverArrives({ row, name, fault }: Doubt): FaultCase {
  return {
    row,
    name: `${name}, again and again: one re-send, then it asks`,
    when: 'always',
    run: async (world) => {
      const run = await startUpload(world, sample(world, size), [{ on: 'publish', times: 100, ...fault }]);
      const { state } = await run.engine.end(run.id);
      assert.ok(state !== 'done' && state !== 'skipped', state);
      assert.equal(run.proxy.count('publish'), 2, describeSeen(run.engine, run.id));
      assert.ok(run.proxy.bytes.publish <= 2 * size);
      await expectNothingStored(world, run.file);
    },
  };
}

/** Somebody else's bytes got the name meanwhile. */
function othersArrived({ row, name, fault }: Doubt): FaultCase {
  return {
    row,
    name: `${name}: other bytes arrived, which is a conflict`,
    when: 'always',
    run: async (world) => {
      const file = sample(world, size);
      const others: Sample = { ...sample(world, 1000), version: file.version };
      const run = await startUpload(world, file, [
        { on: 'publish', ...fault, struck: () => putByHand(world, others) },
      ]);
      expectState(await run.engine.end(run.id), 'needs-decision', 'already-exists');
      assert.equal(run.proxy.count('publish'), 1);
      await expectStored(world, others);
    },
  };
}

const silent: FaultCase = {
  row: 13,
  name: 'it is "storing", then looked for in the listing',
  when: 'always',
  run: async (world) => {
    const limits = { storing: 200 };
    const run = await startUpload(world, sample(world, size), [{ on: 'publish', answer: 'hold' }], {
      limits,
    });
    await run.engine.until(
      run.id,
      ({ state }) => state !== 'sending' && state !== 'checking' && state !== 'queued',
    );
    await expectUploaded(world, run);
    expectSeen(run, 'storing');
    assert.equal(run.proxy.count('publish'), 1);
  },
};

const slowToStore: FaultCase = {
  row: 13,
  name: 'patience grows with the size',
  when: 'always',
  run: async (world) => {
    // 2 MB at 2 MB a second: a second, though 50 ms would do for a small file.
    const limits = { storing: 50, storingRate: size };
    const run = await startUpload(world, sample(world, size), [{ on: 'publish', answer: 'hold' }], {
      limits,
    });
    await run.engine.until(run.id, ({ state }) => state === 'storing');
    const asked = run.proxy.count('list');
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(run.proxy.count('list'), asked);
    run.proxy.release();
    await expectUploaded(world, run);
  },
};

function expectSeen({ engine, id }: ProxiedRun, state: string): void {
  assert.ok(
    engine.seen(id).some((seen) => seen.state === state),
    describeSeen(engine, id),
  );
}

function casesOf(world: (typeof doubts)[number]): FaultCase[] {
  const { row, name } = world;
  const stored = { row, name, fault: { answer: spoken(world.answer) } };
  const lost = { row, name, fault: { swallow: spoken(world.answer) } };
  const common = [arrived(stored), absent(lost)];
  if (name !== 'cut' && name !== '504') return common;
  return [...common, arrivesLate(lost), neverArrives(lost), othersArrived(lost)];
}

/** Uploads of which nobody said whether they arrived. */
export const doubtCases: readonly FaultCase[] = [...doubts.flatMap(casesOf), silent, slowToStore];
