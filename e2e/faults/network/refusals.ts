import assert from 'node:assert/strict';
import { describeFailure } from '../../../shared/failure-words.ts';
import type { RequestKind, SpokenAnswer } from '../../faulty-proxy.ts';
import type { FaultCase } from '../fault-case.ts';
import {
  expectFailed,
  expectNothingStored,
  expectState,
  expectUnpublished,
  expectUploaded,
  expectWaited,
  megabytes,
  putByHand,
  sample,
  startDownload,
  startUpload,
  stored,
} from './steps.ts';

const size = 50_000;

function plain(status: number, body: string): SpokenAnswer {
  return { status, headers: { 'content-type': 'text/plain;charset=utf-8' }, body };
}

function page(status: number, server: string, body: string): SpokenAnswer {
  return { status, headers: { 'content-type': 'text/html', server }, body };
}

/** An upload that is refused for good: said so, nothing there, not tried again. */
function refusedUpload(
  row: number,
  name: string,
  answer: SpokenAnswer,
  expected: RegExp,
  check: (words: string) => void = () => undefined,
): FaultCase {
  return {
    row,
    name,
    when: 'always',
    run: async (world) => {
      const run = await startUpload(world, sample(world, size), [
        { on: 'publish', times: 9, instead: answer },
      ]);
      const { state, failure } = await run.engine.end(run.id);
      assert.match(`${state} ${failure?.reason}`, expected);
      assert.equal(run.proxy.count('publish'), 1, 'it was sent again');
      await expectNothingStored(world, run.file);
      if (failure === null) return;
      const { title, nextStep, details } = describeFailure(failure);
      const words = `${title}. ${nextStep} ${details ?? ''}`;
      assert.doesNotMatch(words, /<\/?\w+>/);
      assert.ok((failure.serverWords ?? '').length <= 200);
      check(words);
    },
  };
}

/** 401 and 403 that mean different things, as recorded from Gitea. */
const meanings: readonly (readonly [name: string, SpokenAnswer, expected: string])[] = [
  ['no right', plain(401, 'reqPackageAccess\n'), 'failed not-allowed'],
  ['bad login, Gitea 1.23', plain(401, 'authGroup.Verify\n'), 'paused bad-login'],
  ['bad login, Gitea 1.26', plain(401, 'Failed to authenticate user\n'), 'paused bad-login'],
  ['token for public packages only', plain(403, 'reqToken\n'), 'failed public-only-token'],
];

const toldApart: FaultCase = {
  row: 30,
  name: 'no right, bad login and public only are three sentences',
  when: 'short',
  run: async (world) => {
    const sentences = new Map<string, Set<string>>();
    for (const [index, [name, answer, expected]] of meanings.entries()) {
      const run = await startUpload(world, sample(world, size, `kettle-${index}.bin`), [
        { on: 'publish', times: 9, instead: answer },
      ]);
      const { state, failure } = await run.engine.end(run.id);
      assert.equal(`${state} ${failure?.reason}`, expected, name);
      assert.equal(run.proxy.count('publish'), 1);
      if (failure === null) continue;
      const { title, nextStep } = describeFailure(failure);
      const known = sentences.get(failure.reason) ?? new Set();
      sentences.set(failure.reason, known.add(`${title} ${nextStep}`));
    }
    assert.deepEqual(
      [...sentences.values()].map((known) => known.size),
      [1, 1, 1],
    );
    assert.equal(new Set([...sentences.values()].flatMap((known) => [...known])).size, 3);
    world.tries(meanings.length);
  },
};

const goneDownload: FaultCase = {
  row: 31,
  name: 'is said, and not tried again',
  when: 'always',
  run: async (world) => {
    const run = await startDownload(world, await stored(world, size), [
      { on: 'download', times: 9, instead: plain(404, 'package file does not exist\n') },
    ]);
    const { failure } = await expectFailed(run, 'not-found');
    assert.equal(run.proxy.count('download'), 1);
    assert.deepEqual(await expectUnpublished(run.to, run.file), []);
    if (failure !== null) assert.match(describeFailure(failure).title, /not on the server/);
  },
};

const goneDeletion: FaultCase = {
  row: 32,
  name: 'somebody else was quicker: it is gone, which is what was wanted',
  when: 'always',
  run: async (world) => {
    const file = await stored(world, 100, 'first.bin');
    const other = { ...sample(world, 100, 'second.bin'), version: file.version };
    await putByHand(world, other);
    const { owner, packageName, version } = file.version;
    const proxy = await world.proxy();
    const path = `/api/packages/${owner}/generic/${packageName}/${version}/first.bin`;
    proxy.faults = [
      {
        on: 'delete',
        struck: () =>
          fetch(`${world.server.url}${path}`, {
            method: 'DELETE',
            headers: { authorization: `token ${world.server.token}` },
          }),
      },
    ];
    const place = ['--server', proxy.url, '--owner', owner, '--package', packageName, '--version', version];
    const { code, lines } = await world.cli(['delete', ...place, '--file', 'first.bin', '--yes']).ended;
    const files = await world.byHand.files(owner, packageName, version);
    assert.deepEqual([...(files?.keys() ?? [])], ['second.bin']);
    assert.equal(code, 0, JSON.stringify(lines));
  },
};

const nginx413 = page(
  413,
  'nginx/1.29.3',
  '<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx/1.29.3</center>\r\n</body>\r\n</html>\r\n',
);
const cloudflare413: SpokenAnswer = {
  status: 413,
  headers: { 'content-type': 'text/html', server: 'cloudflare', 'cf-ray': '9a1b2c3d4e5f6789-FRA' },
  body: '<html><head><title>413 Payload Too Large</title></head><body><center>cloudflare</center></body></html>',
};

/** Uploads one after the other of which the first is refused: the rest of that owner waits, none is tried in vain. */
function quota(name: string, answer: SpokenAnswer, reason: string): FaultCase {
  return {
    row: 37,
    name,
    when: 'always',
    run: async (world) => {
      const version = world.newVersion();
      const paths: string[] = [];
      for (let index = 0; index < 6; index += 1) {
        paths.push(await world.source(`batch/kettle-${index}.bin`, world.random.bytes(1000)));
      }
      const proxy = await world.proxy();
      proxy.choose = ({ kind }) => (kind === 'publish' ? { instead: answer } : undefined);
      const engine = world.engine({ url: proxy.url });
      const ids = await engine.publish(version, paths);
      const ends = await engine.ends(ids);
      for (const { state, failure } of ends) {
        assert.match(state, /^(?:failed|paused)$/);
        assert.equal(failure?.reason, reason);
      }
      assert.ok(proxy.count('publish') <= 1, `${proxy.count('publish')} of 6 were sent in vain`);
      const words = ends.map(({ failure }) => failure?.serverWords ?? '').join();
      assert.match(words, /quota|count/);
    },
  };
}

/** An error that passes, then none. */
function passing(on: RequestKind, name: string, answer: SpokenAnswer, times: number): FaultCase {
  return {
    row: 39,
    name,
    when: 'always',
    run: async (world) => {
      const faults = [{ on, times, instead: answer }];
      if (on === 'publish') {
        const run = await startUpload(world, sample(world, size), faults);
        await expectUploaded(world, run);
        expectWaited(run, 'server-error');
      } else {
        const run = await startDownload(world, await stored(world, size), faults);
        expectState(await run.engine.end(run.id), 'done');
      }
    },
  };
}

const storedFileMissing: FaultCase = {
  row: 39,
  name: 'download, always: the stored file is missing on the server',
  when: 'always',
  run: async (world) => {
    const run = await startDownload(world, await stored(world, size), [
      { on: 'download', times: 99, instead: { status: 500 } },
    ]);
    const { failure } = await run.engine.end(run.id);
    assert.equal(run.engine.transfer(run.id).state, 'failed');
    assert.ok(run.proxy.count('download') <= 12, `${run.proxy.count('download')} requests`);
    assert.deepEqual(await expectUnpublished(run.to, run.file), []);
    assert.equal(failure?.reason, 'damaged-on-server');
  },
};

const always500: FaultCase = {
  row: 39,
  name: 'upload, always: given up after three tries',
  when: 'always',
  run: async (world) => {
    const run = await startUpload(world, sample(world, size), [
      { on: 'publish', times: 99, instead: plain(500, 'internal server error') },
    ]);
    await expectFailed(run, 'server-error');
    assert.ok(run.proxy.count('publish') <= 3, `${run.proxy.count('publish')} requests`);
  },
};

/** Fails whatever comes while something else is being taken. */
const failsInParallel: FaultCase = {
  row: 40,
  name: 'goes on one by one',
  when: 'always',
  run: async (world) => {
    const version = world.newVersion();
    const paths: string[] = [];
    for (let index = 0; index < 8; index += 1) {
      paths.push(await world.source(`batch/kettle-${index}.bin`, world.random.bytes(10_000)));
    }
    const proxy = await world.proxy();
    let running = 0;
    let failures = 0;
    proxy.choose = ({ kind }) => {
      if (kind !== 'publish') return undefined;
      if (running > 0) {
        failures += 1;
        return { swallow: plain(500, 'internal server error') };
      }
      running += 1;
      return {
        head: (headers, status) => {
          running -= 1;
          return { headers, status };
        },
      };
    };
    const engine = world.engine({ url: proxy.url, parallel: { publish: 4, download: 4 } });
    for (const { state, failure } of await engine.ends(await engine.publish(version, paths))) {
      assert.equal(state, 'done', JSON.stringify(failure));
    }
    assert.ok(failures > 0, 'nothing ran in parallel');
    const files = await world.byHand.files(version.owner, version.packageName, version.version);
    assert.equal(files?.size, 8);
  },
};

const portal = page(200, 'hotel', '<!doctype html><html><title>Welcome</title><form>Sign in</form></html>');

function portalAnswers(on: 'list' | 'download'): FaultCase {
  return {
    row: 41,
    name: `login page in place of the ${on === 'list' ? 'listing' : 'file'}`,
    when: 'always',
    run: async (world) => {
      const run = await startDownload(world, await stored(world, size), [
        { on, times: 999, instead: portal },
      ]);
      const { failure, state } = await run.engine.endOrWaiting(run.id);
      assert.match(state, /^(?:failed|paused|waiting)$/);
      assert.match(failure?.reason ?? '', /^(?:unexpected-answer|login-page)$/);
      assert.deepEqual(await expectUnpublished(run.to, run.file), []);
      if (failure !== null) assert.match(Object.values(describeFailure(failure)).join(' '), /login page/i);
    },
  };
}

const proxyLogin = refusedUpload(
  41,
  '407: the proxy wants to know who asks',
  { status: 407, headers: { 'proxy-authenticate': 'Basic realm="corp"' } },
  /^(?:failed|paused) (?:refused-by-proxy|proxy-sign-in-required)$/,
  (words) => assert.match(words, /proxy/i),
);

/** Object storage that finds the clock of whoever signed too far off. */
const skewed: FaultCase = {
  row: 42,
  name: 'storage that finds the time too skewed names the clock',
  when: 'always',
  run: async (world) => {
    const storage = await world.scripted((_, response) => {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end(
        '<Error><Code>RequestTimeTooSkewed</Code><Message>The difference is too large.</Message></Error>',
      );
    });
    const run = await startDownload(world, await stored(world, size), [
      { on: 'download', times: 99, instead: { status: 303, headers: { location: `${storage.url}/kettle` } } },
    ]);
    const { failure } = await run.engine.endOrWaiting(run.id);
    await expectUnpublished(run.to, run.file);
    assert.ok(failure !== null);
    assert.match(Object.values(describeFailure(failure)).join(' '), /clock|time/i);
  },
};

/** Ten years off, in either direction. */
function wrongClock(name: string, years: number): FaultCase {
  return {
    row: 42,
    name,
    when: 'always',
    run: async (world) => {
      const off = years * 365 * 24 * 3600 * 1000;
      const clock = {
        now: () => Date.now() + off,
        monotonic: () => performance.now() * 100,
        after: (milliseconds: number, action: () => void) => {
          const timer = setTimeout(action, milliseconds / 100);
          return () => clearTimeout(timer);
        },
      };
      const up = await startUpload(
        world,
        sample(world, 2 * megabytes),
        [{ on: 'publish', times: 1, up: { kind: 'end', at: megabytes } }],
        { clock },
      );
      await expectUploaded(world, up);
      const down = await startDownload(
        world,
        up.file,
        [{ on: 'download', down: { kind: 'end', at: megabytes } }],
        { clock },
      );
      expectState(await down.engine.end(down.id), 'done');
    },
  };
}

/** What servers and proxies refuse. */
export const refusalCases: readonly FaultCase[] = [
  toldApart,
  goneDownload,
  goneDeletion,
  refusedUpload(36, 'nginx', nginx413, /^failed (?:refused-by-proxy|too-large-for-proxy)$/, (words) => {
    assert.match(words, /nginx/);
    assert.match(words, /client_max_body_size/);
  }),
  refusedUpload(
    36,
    'Cloudflare',
    cloudflare413,
    /^failed (?:refused-by-proxy|too-large-for-proxy)$/,
    (words) => {
      assert.match(words, /Cloudflare/i);
      assert.match(words, /100 MB/);
    },
  ),
  quota('Forgejo, before the body', plain(413, 'quota exceeded'), 'storage-quota-reached'),
  quota(
    'Gitea, storage',
    plain(403, 'maximum allowed package storage quota exceeded'),
    'storage-quota-reached',
  ),
  quota('Gitea, number', plain(403, 'maximum allowed package count exceeded'), 'package-count-reached'),
  refusedUpload(
    37,
    'Gitea, size of one file',
    plain(403, 'maximum allowed package type size exceeded'),
    /^failed file-too-large$/,
  ),
  passing('publish', 'upload, twice, in words', plain(500, 'internal server error'), 2),
  passing('publish', 'upload, once, empty', { status: 500 }, 1),
  passing('download', 'download, twice, as a page', page(500, 'nginx', '<html>500</html>'), 2),
  passing('list', 'listing, once', { status: 500 }, 1),
  always500,
  storedFileMissing,
  failsInParallel,
  portalAnswers('list'),
  portalAnswers('download'),
  proxyLogin,
  skewed,
  wrongClock('ten years slow', -10),
  wrongClock('ten years fast', 10),
];
