import assert from 'node:assert/strict';
import { type LookupAddress, lookup } from 'node:dns';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { Agents } from '../../../electron/registry/agents.ts';
import { defaultLimits } from '../../../electron/registry/request-limits.ts';
import { deadAddress } from '../../../electron/registry/testing/scripted-server.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
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

const size = 100_000;

const refusedDownload: FaultCase = {
  row: 1,
  name: 'download waits, then goes on',
  when: 'short',
  run: async (world) => {
    const file = await stored(world, size);
    const proxy = await world.proxy();
    await proxy.goAway();
    const engine = world.engine({ url: proxy.url });
    const to = await folder(world);
    const [id = ''] = engine.download(file.version, [file.fileName], to);
    const run = { proxy, engine, id, to, file };
    const waiting = await engine.endOrWaiting(id);
    expectWaited(run, 'unreachable');
    assert.ok(waiting.retryAt !== null);
    assert.deepEqual(await readdir(to), []);
    await proxy.comeBack();
    await expectDownloaded(run);
  },
};

const refusedUpload: FaultCase = {
  row: 1,
  name: 'upload waits, then goes on',
  when: 'always',
  run: async (world) => {
    const proxy = await world.proxy();
    await proxy.goAway();
    const engine = world.engine({ url: proxy.url });
    const file = sample(world, size);
    const [id = ''] = await engine.publish(file.version, [await world.source(file.fileName, file.bytes)]);
    const run = { proxy, engine, id, file };
    await engine.endOrWaiting(id);
    expectWaited(run, 'unreachable');
    await expectNothingStored(world, file);
    await proxy.comeBack();
    await expectUploaded(world, run);
    assert.equal(proxy.count('publish'), 1);
  },
};

/** Seconds for which the command line tries again when nothing goes on. */
const retryFor = 2;

const refusedCli: FaultCase = {
  row: 1,
  name: 'command line says so and ends with 1',
  when: 'always',
  run: async (world) => {
    const path = await world.source('kettle.bin', 'tea');
    const { owner, packageName, version } = world.newVersion();
    const place = ['--owner', owner, '--package', packageName, '--version', version];
    const server = ['--server', await deadAddress(), '--retry-for', String(retryFor)];
    const { code, lines } = await world.cli(['publish', ...server, ...place, path]).ended;
    assert.equal(code, 1);
    const told = lines.find(({ kind }) => kind === 'file');
    assert.deepEqual(told?.['state'], 'failed');
    assert.match(JSON.stringify(told), /"reason":"unreachable"/);
  },
};

/** Connections whose names are looked up by `answer`. */
function agentsWith(world: FaultWorld, answer: LookupFunction): Agents {
  const agents = new Agents();
  const options: unknown = Reflect.get(agents.http, 'options');
  if (typeof options !== 'object' || options === null) throw new Error('The agent keeps no options.');
  Object.assign(options, { lookup: answer });
  world.atEnd(() => agents.destroy());
  return agents;
}

/** Fails so many times as a name server does, then finds this computer. */
function failingLookup(
  code: string,
  times: number,
): { readonly lookup: LookupFunction; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    lookup: (_name, options, done) => {
      asked += 1;
      if (asked > times) return lookup('127.0.0.1', options, done);
      const error = Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: 'getaddrinfo' });
      setImmediate(() => done(error, []));
    },
  };
}

function nameFails(code: string): FaultCase {
  return {
    row: 2,
    name: code,
    when: 'always',
    run: async (world) => {
      const file = await stored(world, size);
      const proxy = await world.proxy();
      // The listing is tried three times before it counts as failed.
      const { lookup } = failingLookup(code, 4);
      const url = proxy.url.replace('127.0.0.1', 'git.example.org');
      const engine = world.engine({ url, agents: agentsWith(world, lookup) });
      const to = await folder(world);
      const [id = ''] = engine.download(file.version, [file.fileName], to);
      const run = { proxy, engine, id, to, file };
      await expectDownloaded(run);
      expectWaited(run, 'unreachable');
    },
  };
}

const deafProgram = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const server = createServer();
server.listen({ ...workerData, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** A port whose line of waiting connections is full, so that new ones are neither taken nor refused. */
async function deafPort(world: FaultWorld, host: string, port: number): Promise<number> {
  const worker = new Worker(deafProgram, { eval: true, workerData: { host, port } });
  world.atEnd(() => worker.terminate());
  const [taken]: unknown[] = await once(worker, 'message');
  const sockets: Socket[] = [];
  world.atEnd(() => sockets.forEach((socket) => socket.destroy()));
  for (let count = 0; count < 8; count += 1) {
    const socket = connect(Number(taken), host);
    socket.on('error', () => undefined);
    sockets.push(socket);
  }
  // Two fit; when they are in, so are the others or never.
  await Promise.all(sockets.slice(0, 2).map((socket) => once(socket, 'connect')));
  return Number(taken);
}

const connectHangs: FaultCase = {
  row: 3,
  name: 'connecting is given up and tried again',
  when: 'always',
  run: async (world) => {
    assert.ok(defaultLimits.connect <= 15_000);
    const port = await deafPort(world, '127.0.0.1', 0);
    const engine = world.engine({ url: `http://127.0.0.1:${port}`, limits: { connect: 100 } });
    const to = await folder(world);
    const file = sample(world, 1);
    const [id = ''] = engine.download(file.version, [file.fileName], to);
    const { failure } = await engine.endOrWaiting(id);
    assert.match(failure?.reason ?? '', /^(?:timed-out|unreachable)$/);
    assert.equal(engine.transfer(id).state, 'waiting');
    assert.deepEqual(await readdir(to), []);
  },
};

const otherFamily: FaultCase = {
  row: 3,
  name: 'IPv4 where IPv6 hangs',
  when: 'always',
  run: async (world) => {
    const file = await stored(world, size);
    const proxy = await world.proxy();
    const { port } = new URL(proxy.url);
    await deafPort(world, '::1', Number(port));
    const both: LookupAddress[] = [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ];
    const agents = agentsWith(world, (_name, _options, done) => setImmediate(() => done(null, both)));
    const engine = world.engine({ url: `http://git.example.org:${port}`, agents });
    const to = await folder(world);
    const [id = ''] = engine.download(file.version, [file.fileName], to);
    await expectDownloaded({ proxy, engine, id, to, file });
  },
};

const networkChanges: FaultCase = {
  row: 44,
  name: 'everything stands still, then all connections are gone',
  when: 'always',
  run: async (world) => {
    assert.ok(defaultLimits.downloadStall <= 30_000);
    const file = await stored(world, 3 * megabytes);
    const run = await startDownload(world, file, []);
    run.proxy.holdBodiesAfter(megabytes);
    await run.engine.until(run.id, ({ state }) => state === 'receiving');
    await world.until(() => run.proxy.bytes.download > 500_000);
    await run.proxy.goAway();
    await run.engine.until(run.id, ({ state }) => state !== 'receiving');
    await run.proxy.comeBack();
    await expectDownloaded(run);
  },
};

const networkChangesUp: FaultCase = {
  row: 44,
  name: 'the same while uploading',
  when: 'always',
  run: async (world) => {
    const run = await startUpload(world, sample(world, 3 * megabytes), []);
    run.proxy.holdBodiesAfter(megabytes);
    await world.until(() => run.proxy.bytes.publish > 500_000);
    await run.proxy.goAway();
    await run.engine.until(run.id, ({ state }) => state !== 'sending');
    await run.proxy.comeBack();
    await expectUploaded(world, run);
  },
};

/** Connections that do not come about, or go away with the network. */
export const connectionCases: readonly FaultCase[] = [
  refusedDownload,
  refusedUpload,
  refusedCli,
  nameFails('EAI_AGAIN'),
  nameFails('ENOTFOUND'),
  connectHangs,
  otherFamily,
  networkChanges,
  networkChangesUp,
];
