import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { certificates } from '../certificates.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { type Elsewhere, giveBytes, startElsewhere } from './elsewhere.ts';
import { findSecret } from './secrets.ts';
import { secureFront, trustingAgents } from './secure-front.ts';
import {
  expectDownloaded,
  expectFailed,
  expectNothingStored,
  expectStored,
  expectUnpublished,
  folder,
  megabytes,
  sample,
  startDownload,
  startUpload,
  stored,
} from './steps.ts';

const size = 20_000;
const statuses = [301, 302, 303, 307, 308] as const;

/** Where a redirect leads, as seen from the server: everything else is the same. */
const targets = [
  { name: 'another port', host: '127.0.0.1', isOtherScheme: false },
  { name: 'another host name', host: 'localhost', isOtherScheme: false },
  { name: 'another scheme', host: '127.0.0.1', isOtherScheme: true },
] as const;

/** At once, after one more server, or at home again. */
const ways = ['one hop', 'two hops', 'and back'] as const;

function addressOf({ scheme, port }: Elsewhere, host: string): string {
  return `${scheme}://${host}:${port}`;
}

/** Follows redirects of every kind with a credential that must stay at home. */
async function walkMatrix(world: FaultWorld): Promise<{ tries: number; leaks: number }> {
  const { token } = world.server;
  const file = await stored(world, size);
  const proxy = await world.proxy();
  const front = await secureFront(world, (await certificates()).good, proxy.url);
  const first = { http: await startElsewhere(world, 'http'), https: await startElsewhere(world, 'https') };
  const second = { http: await startElsewhere(world, 'http'), https: await startElsewhere(world, 'https') };
  const everywhere = [first.http, first.https, second.http, second.https];
  let tries = 0;
  let leaks = 0;
  for (const home of [proxy.url, front.url]) {
    const scheme = home.startsWith('https:') ? 'https' : 'http';
    const engine = world.engine({ url: home, agents: await trustingAgents(world) });
    for (const target of targets) {
      const otherScheme = scheme === 'http' ? 'https' : 'http';
      const chosen = target.isOtherScheme ? otherScheme : scheme;
      for (const way of ways) {
        for (const status of statuses) {
          tries += 1;
          // Back from https to http at home is a step down as well.
          const isDown = target.isOtherScheme && (scheme === 'https' || way === 'and back');
          for (const server of everywhere) server.heard.length = 0;
          const last = way === 'one hop' ? first[chosen] : second[chosen];
          const far = `${addressOf(last, target.host)}/signed?X-Signature=1`;
          const back = `${home}/api/packages/back`;
          first[chosen].answer = (request, response) => {
            if (way === 'one hop') giveBytes(request, response, file.bytes);
            else response.writeHead(status, { location: way === 'and back' ? back : far }).end();
          };
          second[chosen].answer = (request, response) => giveBytes(request, response, file.bytes);
          const location = `${addressOf(first[chosen], target.host)}/signed?X-Signature=1`;
          proxy.choose = ({ kind, path }) => {
            if (path.endsWith('/back')) return { instead: { status: 200, body: file.bytes } };
            return kind === 'download' ? { instead: { status, headers: { location } } } : undefined;
          };
          const to = await folder(world, `to-${tries}`);
          const [id = ''] = engine.download(file.version, [file.fileName], to);
          const run = { proxy, engine, id, to, file };
          const about = `${scheme}, ${target.name}, ${way}, ${status}`;
          if (isDown) {
            await expectFailed(run, 'redirect-refused');
            if (scheme === 'https')
              assert.deepEqual(
                everywhere.flatMap((server) => server.heard),
                [],
                `${about}: went from https to http`,
              );
          } else {
            await expectDownloaded(run);
          }
          const told = everywhere.flatMap((server) => server.heard).join('\n');
          if (told.includes(token) || /^(?:authorization|cookie)$/im.test(told)) leaks += 1;
        }
      }
    }
    assert.ok(!engine.log.join('\n').includes(token), 'the log has the token');
    assert.ok(!engine.log.join('\n').includes('X-Signature'), 'the log has a signature');
  }
  return { tries, leaks };
}

/** The command line in the middle of a signed download: what it says and what lies on the disk. */
async function searchTraces(world: FaultWorld): Promise<number> {
  const signature = 'X-Signature=c4n4ry';
  const file = await stored(world, 12 * megabytes, 'kettle.bin');
  const proxy = await world.proxy();
  const storage = await startElsewhere(world, 'http');
  storage.answer = (_, response) => {
    response.writeHead(200, { 'content-length': file.bytes.length });
    response.write(file.bytes.subarray(0, 9 * megabytes));
  };
  const location = `${addressOf(storage, 'localhost')}/kettle?${signature}`;
  proxy.choose = ({ kind }) =>
    kind === 'download' ? { instead: { status: 303, headers: { location } } } : undefined;
  const to = await folder(world, 'to-cli');
  const { owner, packageName, version } = file.version;
  const place = ['--server', proxy.url, '--owner', owner, '--package', packageName, '--version', version];
  const run = world.cli(['download', ...place, '--to', to]);
  await world.until(async () => (await readdir(to)).some((name) => name.includes('.teapart-')));
  const secrets = [world.server.token, signature];
  const inProgress = await findSecret([world.folder, world.profile], secrets);
  run.child.kill('SIGINT');
  const { output, errors } = await run.ended;
  const refused = await world.cli(['list', '--server', proxy.url, '--owner', world.server.token]).ended;
  const said = [output, errors, refused.output, refused.errors].filter((text) =>
    secrets.some((secret) => text.includes(secret)),
  );
  const left = await findSecret([world.folder, world.profile], secrets);
  assert.deepEqual([...inProgress, ...left, ...said], []);
  return said.length + left.length + inProgress.length;
}

const matrix: FaultCase = {
  row: 25,
  name: 'the credential stays at home',
  when: 'always',
  limit: 120,
  run: async (world) => {
    const { tries, leaks } = await walkMatrix(world);
    world.tries(tries);
    const traces = await searchTraces(world);
    const where = 'log, output, errors, parts and profile';
    world.figure(
      6,
      `secrets: ${tries} redirects, ${leaks} with a credential to another origin; token or signature in ${traces} places of ${where}`,
    );
    assert.equal(leaks, 0);
    assert.ok(tries >= 60);
  },
};

const schemes: FaultCase = {
  row: 6,
  name: 'from http to https without the credential, from https to http never',
  when: 'short',
  run: async (world) => {
    const file = await stored(world, size);
    const proxy = await world.proxy();
    const front = await secureFront(world, (await certificates()).good, proxy.url);
    const agents = await trustingAgents(world);
    for (const [home, scheme] of [
      [proxy.url, 'https'],
      [front.url, 'http'],
    ] as const) {
      const away = await startElsewhere(world, scheme);
      away.answer = (request, response) => giveBytes(request, response, file.bytes);
      const location = `${addressOf(away, '127.0.0.1')}/file`;
      proxy.faults = [{ on: 'download', instead: { status: 302, headers: { location } } }];
      const engine = world.engine({ url: home, agents });
      const to = await folder(world, scheme);
      const [id = ''] = engine.download(file.version, [file.fileName], to);
      const run = { proxy, engine, id, to, file };
      if (scheme === 'http') {
        await expectFailed(run, 'redirect-refused');
        assert.deepEqual(await expectUnpublished(to, file), []);
        assert.deepEqual(away.heard, []);
      } else {
        await expectDownloaded(run);
        assert.ok(!away.heard.join().includes(world.server.token));
      }
    }
  },
};

/** Redirects that lead nowhere. */
function nowhere(name: string, locationOf: (home: string) => string): FaultCase {
  return {
    row: 26,
    name,
    when: 'always',
    run: async (world) => {
      const run = await startDownload(world, await stored(world, size), []);
      const location = locationOf(run.proxy.url);
      run.proxy.choose = ({ kind }) =>
        kind === 'download' ? { instead: { status: 302, headers: { location } } } : undefined;
      const { failure } = await expectFailed(run, 'redirect-refused');
      assert.ok(run.proxy.count('download') <= 7, `${run.proxy.count('download')} requests`);
      assert.deepEqual(await expectUnpublished(run.to, run.file), []);
      const { host } = new URL(location, run.proxy.url);
      if (host !== '') assert.equal(failure?.subject, host);
    },
  };
}

const movedUpload: FaultCase = {
  row: 27,
  name: 'upload: asks, and sends nothing there',
  when: 'always',
  run: async (world) => {
    const away = await startElsewhere(world, 'http');
    const location = `${addressOf(away, 'localhost')}/api/packages/x`;
    for (const status of statuses) {
      const run = await startUpload(world, sample(world, size, `kettle-${status}`), [
        { on: 'publish', times: 9, instead: { status, headers: { location } } },
      ]);
      const { failure } = await expectFailed(run, 'server-moved');
      assert.equal(failure?.subject, `localhost:${away.port}`);
      await expectNothingStored(world, run.file);
      assert.equal(run.proxy.count('publish'), 1);
    }
    assert.deepEqual(away.heard, []);
    world.tries(statuses.length);
  },
};

const movedDeletion: FaultCase = {
  row: 27,
  name: 'deletion: asks, and deletes nothing there',
  when: 'always',
  run: async (world) => {
    const file = await stored(world, 100);
    const away = await startElsewhere(world, 'http');
    const proxy = await world.proxy();
    const location = `${addressOf(away, 'localhost')}/api/packages/x`;
    proxy.faults = [{ on: 'delete', times: 9, instead: { status: 307, headers: { location } } }];
    const { owner, packageName, version } = file.version;
    const place = ['--server', proxy.url, '--owner', owner, '--package', packageName, '--version', version];
    const { code, lines } = await world.cli(['delete', ...place, '--file', file.fileName, '--yes']).ended;
    assert.equal(code, 1);
    assert.match(JSON.stringify(lines), /"reason":"server-moved"/);
    await expectStored(world, file);
    assert.deepEqual(away.heard, []);
  },
};

/** A signed address that is good for a moment only. */
function expiring(name: string, refusals: number, end: 'done' | 'gives up'): FaultCase {
  return {
    row: 28,
    name,
    when: 'always',
    run: async (world) => {
      const file = await stored(world, 3 * megabytes);
      const storage = await startElsewhere(world, 'http');
      const expired =
        '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';
      let served = 0;
      storage.answer = (request, response) => {
        served += 1;
        if (served === 1) {
          response.writeHead(200, { 'content-length': file.bytes.length });
          response.write(file.bytes.subarray(0, file.bytes.length / 2), () => response.socket?.end());
        } else if (served <= 1 + refusals) {
          response.writeHead(403, { 'content-type': 'application/xml' }).end(expired);
        } else giveBytes(request, response, file.bytes);
      };
      const run = await startDownload(world, file, []);
      let signed = 0;
      run.proxy.choose = ({ kind }) => {
        if (kind !== 'download') return undefined;
        signed += 1;
        const location = `${addressOf(storage, '127.0.0.1')}/kettle?X-Signature=${signed}`;
        return { instead: { status: 303, headers: { location } } };
      };
      if (end === 'done') {
        await expectDownloaded(run);
        const asked = storage.heard.map((heard) => heard.split('\n')[0]);
        assert.equal(new Set(asked).size, asked.length, 'a signed address was used twice');
      } else {
        const { state } = await run.engine.end(run.id);
        assert.notEqual(state, 'done');
        await expectUnpublished(run.to, file);
        assert.ok(served <= 4, `asked ${served} times`);
      }
    },
  };
}

/** Redirects, and what must not go along with them. */
export const redirectCases: readonly FaultCase[] = [
  schemes,
  matrix,
  nowhere('to itself', () => ''),
  nowhere('in a circle', (home) => `${home}/api/packages/round`),
  nowhere('file:', () => 'file:///etc/passwd'),
  nowhere('javascript:', () => 'javascript:alert(1)'),
  nowhere('with a user name', (home) => home.replace('//', '//me:secret@')),
  movedUpload,
  movedDeletion,
  expiring('in the middle of a download: a new one is asked for', 1, 'done'),
  expiring('every time: at most two more', 100, 'gives up'),
];
