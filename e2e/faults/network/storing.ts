import assert from 'node:assert/strict';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure } from '../../../shared/failure-words.ts';
import type { ProxiedRequest, RequestFault } from '../../faulty-proxy.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { expectState, sample, startUpload } from './steps.ts';

const size = 200_000;

const accepted = { status: 201 };

/** The read of the last byte, which every upload ends with. */
function isProbe({ kind }: ProxiedRequest): boolean {
  return kind === 'download';
}

/** A server that answers 201 and did not do it: what it does with the body, and what it gives back. */
interface Lie {
  readonly name: string;
  readonly publish?: RequestFault;
  readonly probe?: RequestFault;
}

/** Listed with these bytes, and given back with these: the listing is right, the copy is not. */
function shorterCopy(by: number): RequestFault {
  return {
    head: (headers, status) => ({
      status: status === 206 ? 206 : status,
      headers: { ...headers, 'content-range': `bytes ${size - 1 - by}-${size - 1 - by}/${size - by}` },
    }),
  };
}

const lies: readonly Lie[] = [
  { name: 'never stored', publish: { swallow: accepted } },
  {
    name: 'stored without the last byte',
    publish: { up: { kind: 'replace', with: (b) => b.subarray(0, -1) } },
  },
  { name: 'stored empty', publish: { up: { kind: 'replace', with: () => Buffer.alloc(0) } } },
  {
    name: 'stored with one more byte',
    publish: { up: { kind: 'replace', with: (b) => Buffer.concat([b, Buffer.of(0)]) } },
  },
  { name: 'stored other bytes', publish: { up: { kind: 'flip', at: 1000, bit: 3 } } },
  { name: 'blob missing: 500', probe: { instead: { status: 500 } } },
  {
    name: 'blob missing: 404',
    probe: {
      instead: {
        status: 404,
        headers: { 'content-type': 'text/plain' },
        body: 'package file does not exist\n',
      },
    },
  },
  { name: 'blob empty: 416', probe: { instead: { status: 416, headers: { 'content-range': 'bytes */0' } } } },
  {
    name: 'blob shorter: 416',
    probe: { instead: { status: 416, headers: { 'content-range': `bytes */${size - 1}` } } },
  },
  { name: 'blob of another length', probe: shorterCopy(10) },
  { name: 'blob with another last byte', probe: { down: { kind: 'flip', at: 0, bit: 0 } } },
];

async function tell(world: FaultWorld, { publish = {}, probe }: Lie, index: number) {
  const file = sample(world, size, `kettle-${index}.bin`);
  const run = await startUpload(world, file, [{ on: 'publish', ...publish }]);
  run.proxy.choose = (asked) => (isProbe(asked) ? probe : undefined);
  const transfer = await run.engine.end(run.id);
  return { run, transfer };
}

function flagged(lie: Lie): FaultCase {
  return {
    row: 43,
    name: lie.name,
    when: lie.name === 'never stored' ? 'short' : 'always',
    run: async (world) => {
      const { transfer, run } = await tell(world, lie, 0);
      const { state, failure, sha256 } = transfer;
      assert.equal(state, 'failed', `${state} ${JSON.stringify(failure)}`);
      assert.match(failure?.reason ?? '', /^(?:not-stored|damaged-on-server)$/);
      assert.equal(sha256, null);
      assert.ok(run.proxy.count('publish') <= 1, 'it was sent again');
    },
  };
}

/** The blob is really gone from the registry's disk between its 201 and the look at it. */
const realLoss: FaultCase = {
  row: 43,
  name: 'blob deleted on the disk of the built-in registry',
  when: 'always',
  run: async (world) => {
    const { dataFolder } = world.server;
    // A real server's disk is out of reach; proxies play its part in the other cases.
    if (dataFolder === null) return;
    const file = sample(world, size);
    const run = await startUpload(world, file, []);
    run.proxy.choose = (asked) =>
      isProbe(asked) ? { struck: () => removeBlob(dataFolder, file.sha256) } : undefined;
    const transfer = await run.engine.end(run.id);
    expectState(transfer, 'failed', 'damaged-on-server');
    if (transfer.failure !== null) {
      assert.match(describeFailure(transfer.failure).title, /damaged on the server|cannot give it back/);
    }
  },
};

async function removeBlob(dataFolder: string, sha256: string): Promise<void> {
  for (const name of await readdir(dataFolder, { recursive: true })) {
    const path = join(dataFolder, name);
    if (name.endsWith(sha256) && (await stat(path)).isFile()) await rm(path);
  }
}

const allFlagged: FaultCase = {
  row: 43,
  name: 'every lie, several times, for two small requests more',
  when: 'always',
  limit: 120,
  run: async (world) => {
    const rounds = 5;
    let caught = 0;
    let tries = 0;
    let index = 0;
    const honest = await tell(world, { name: 'honest' }, index);
    expectState(honest.transfer, 'done');
    const { proxy } = honest.run;
    // One listing beforehand, which every upload needs; what comes after the 201 is extra.
    const extra = proxy.count('list') - 1 + proxy.count('download');
    const bytes = proxy.bytes.download;
    for (let round = 0; round < rounds; round += 1) {
      for (const lie of lies) {
        index += 1;
        tries += 1;
        const { transfer } = await tell(world, lie, index);
        if (transfer.state === 'failed') caught += 1;
      }
    }
    world.tries(tries);
    world.figure(
      4,
      `a server that lies about storing: ${caught} of ${tries} flagged; ${extra} extra requests a file, ${bytes} byte of it read back`,
    );
    assert.equal(caught, tries);
    assert.ok(extra <= 2);
    assert.ok(bytes <= 1);
  },
};

/** Servers that answer 201 and cannot give the file back. */
export const storingCases: readonly FaultCase[] = [...lies.map(flagged), realLoss, allFlagged];
