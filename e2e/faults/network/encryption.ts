import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { describeFailure } from '../../../shared/failure-words.ts';
import { type Certificates, certificates } from '../certificates.ts';
import type { FaultCase } from '../fault-case.ts';
import { secureFront, trustingAgents } from './secure-front.ts';
import {
  expectDownloaded,
  expectFailed,
  expectUploaded,
  folder,
  megabytes,
  sample,
  stored,
} from './steps.ts';

const size = 3 * megabytes;

type Bad = Exclude<keyof Certificates, 'authority' | 'good'>;

function refused(row: number, which: Bad, problem: RegExp): FaultCase {
  return {
    row,
    name: which,
    when: which === 'expired' ? 'short' : 'always',
    run: async (world) => {
      const file = sample(world, 1);
      const proxy = await world.proxy();
      const front = await secureFront(world, (await certificates())[which], proxy.url);
      const engine = world.engine({ url: front.url, agents: await trustingAgents(world) });
      const to = await folder(world);
      const [id = ''] = engine.download(file.version, [file.fileName], to);
      const { failure } = await expectFailed({ proxy, engine, id, file }, 'certificate-refused');
      assert.match(failure?.subject ?? '', problem);
      assert.equal(front.count.connections, 1, 'it was tried again');
      assert.equal(front.count.talks, 0, 'something was said to it');
      assert.deepEqual(await readdir(to), []);
      if (failure === null) return;
      // A computer's clock that is years off makes every certificate look like that.
      assert.match(describeFailure(failure).nextStep, /clock/);
    },
  };
}

const fingerprint: FaultCase = {
  row: 4,
  name: 'the fingerprint is told, so that it can be compared',
  when: 'always',
  run: async (world) => {
    const file = sample(world, 1);
    const proxy = await world.proxy();
    const missing: string[] = [];
    for (const which of ['expired', 'otherHost', 'selfSigned', 'ofUnknownAuthority'] as const) {
      const front = await secureFront(world, (await certificates())[which], proxy.url);
      const engine = world.engine({ url: front.url, agents: await trustingAgents(world) });
      const [id = ''] = engine.download(file.version, [file.fileName], world.folder);
      const { failure } = await expectFailed({ proxy, engine, id, file }, 'certificate-refused');
      if (!/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/.test(failure?.subject ?? '')) missing.push(which);
    }
    assert.deepEqual(missing, []);
  },
};

const cliRefused: FaultCase = {
  row: 4,
  name: 'the command line does not go on trying',
  when: 'always',
  run: async (world) => {
    const proxy = await world.proxy();
    const front = await secureFront(world, (await certificates()).selfSigned, proxy.url);
    const { owner, packageName, version } = world.newVersion();
    const place = ['--owner', owner, '--package', packageName, '--version', version];
    const { code, lines, errors } = await world.cli([
      'publish',
      '--server',
      front.url,
      ...place,
      await world.source('kettle.bin', 'tea'),
    ]).ended;
    assert.equal(code, 1, errors);
    assert.match(JSON.stringify(lines), /"reason":"certificate-refused"/);
    assert.equal(front.count.talks, 0);
  },
};

/** One bit of a record is another one: TLS notices, and it is a cut like any other. */
function brokenRecord(name: string, at: number): FaultCase {
  return {
    row: 5,
    name: `at ${name}`,
    when: 'always',
    run: async (world) => {
      const file = await stored(world, size);
      const proxy = await world.proxy();
      const front = await secureFront(world, (await certificates()).good, proxy.url);
      const relay = await world.relay(front.url);
      const engine = world.engine({
        url: relay.url.replace('http:', 'https:'),
        agents: await trustingAgents(world),
      });
      const to = await folder(world);
      relay.cuts.push({ direction: 'to-client', afterBytes: 5000 + at, kind: 'flip' });
      const [id = ''] = engine.download(file.version, [file.fileName], to);
      await expectDownloaded({ proxy, engine, id, to, file });
      assert.equal(relay.cuts.length, 0, 'nothing was broken');
      const [, second] = proxy.asked.filter(({ kind }) => kind === 'download');
      assert.match(second?.headers.range ?? (at < size / 4 ? 'bytes=' : ''), /^bytes=/);
    },
  };
}

const brokenUpward: FaultCase = {
  row: 5,
  name: 'while uploading',
  when: 'always',
  run: async (world) => {
    const file = sample(world, size);
    const proxy = await world.proxy();
    const front = await secureFront(world, (await certificates()).good, proxy.url);
    const relay = await world.relay(front.url);
    relay.cuts.push({ direction: 'to-server', afterBytes: size / 2, kind: 'flip' });
    const url = relay.url.replace('http:', 'https:');
    const engine = world.engine({ url, agents: await trustingAgents(world) });
    const [id = ''] = await engine.publish(file.version, [await world.source(file.fileName, file.bytes)]);
    await expectUploaded(world, { proxy, engine, id, file });
    assert.equal(relay.cuts.length, 0, 'nothing was broken');
  },
};

/** Certificates that must not be believed, and TLS that breaks. */
export const encryptionCases: readonly FaultCase[] = [
  refused(4, 'expired', /expired/),
  refused(4, 'otherHost', /wrong host/),
  refused(4, 'selfSigned', /self-signed/),
  refused(4, 'ofUnknownAuthority', /unknown issuer/),
  fingerprint,
  cliRefused,
  refused(42, 'notYetValid', /not valid yet/),
  brokenRecord('0', 0),
  brokenRecord('50 %', size / 2),
  brokenRecord('the end', size - 10_000),
  brokenUpward,
];
