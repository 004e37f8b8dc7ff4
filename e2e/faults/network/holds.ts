import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { SpokenAnswer } from '../../faulty-proxy.ts';
import type { Engine } from '../engine.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { expectDownloaded, expectState, folder, startDownload, stored } from './steps.ts';

const size = 50_000;
const batch = 12;
const minutes = 60_000;

async function sources(world: FaultWorld, count: number): Promise<string[]> {
  const paths: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = `batch/kettle-${String(index).padStart(2, '0')}.bin`;
    paths.push(await world.source(name, world.random.bytes(size)));
  }
  return paths;
}

function states(engine: Engine, ids: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of ids) {
    const { state } = engine.transfer(id);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

const badLogin: SpokenAnswer = {
  status: 401,
  headers: { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="Gitea Package API"' },
  body: 'Failed to authenticate user\n',
};

const badLoginOfApi: SpokenAnswer = {
  status: 401,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"invalid username, password or token"}',
};

const atOnce = { publish: 3, download: 4 };

/** The token ends in the middle of a batch. */
function tokenEnds(direction: 'publish' | 'download'): FaultCase {
  return {
    row: 29,
    name: direction,
    when: direction === 'publish' ? 'short' : 'always',
    run: async (world) => {
      const version = world.newVersion();
      const paths = await sources(world, batch);
      const proxy = await world.proxy();
      const engine = world.engine({ url: proxy.url, parallel: atOnce });
      let ids: readonly string[] = [];
      let isOver = false;
      let refused = 0;
      proxy.choose = ({ kind }) => {
        const isFinished = (states(engine, ids)['done'] ?? 0) > 0;
        if (kind === direction && proxy.count(direction) >= 7 && isFinished) isOver = true;
        if (!isOver) return undefined;
        refused += 1;
        return { instead: kind === 'list' ? badLoginOfApi : badLogin };
      };
      if (direction === 'publish') ids = await engine.publish(version, paths);
      else {
        const direct = world.engine();
        await direct.ends(await direct.publish(version, paths));
        const names = paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
        ids = engine.download(version, names, await folder(world));
      }
      const ends = await engine.ends(ids);
      const finished = ends.filter(({ state }) => state === 'done').length;
      assert.ok(finished >= 1, 'nothing was finished before');
      const others = ends.filter(({ state }) => state !== 'done');
      for (const transfer of others) expectState(transfer, 'paused', 'bad-login');
      // Those that were under way, and what each of them asks after its bytes.
      assert.ok(refused <= 2 * atOnce[direction], `${refused} requests after the first refusal`);

      proxy.choose = () => undefined;
      engine.queue.resumeAccount('faults');
      await world.until(
        () => (states(engine, ids)['done'] ?? 0) + (states(engine, ids)['skipped'] ?? 0) === batch,
      );
      const files = await world.byHand.files(version.owner, version.packageName, version.version);
      assert.equal(files?.size, batch);
    },
  };
}

/** A server that says when to come again. The engine's clock is fast, so that a minute may be waited for. */
function comeAgain(
  name: string,
  status: number,
  retryAfter: () => string,
  seconds: readonly [number, number],
): FaultCase {
  return {
    row: 38,
    name,
    when: name === '429, seconds' ? 'short' : 'always',
    run: async (world) => {
      const file = await stored(world, size);
      const to = await folder(world);
      const others = await folder(world, 'others');
      const proxy = await world.proxy();
      const engine = world.engine({ url: proxy.url, parallel: { publish: 1, download: 1 } });
      proxy.choose = ({ kind }) =>
        kind === 'download' && proxy.count('download') === 1
          ? { instead: { status, headers: { 'retry-after': retryAfter() } } }
          : undefined;
      const asked = Date.now();
      const [id = ''] = engine.download(file.version, [file.fileName], to);
      // A second one to the same server has to wait along.
      const [other = ''] = engine.download(file.version, [file.fileName], others);
      const { retryAt, failure } = await engine.endOrWaiting(id);
      assert.ok(retryAt !== null, `it did not wait: ${JSON.stringify(failure)}`);
      const waits = engine.waits(id)[0] ?? Number.NaN;
      const [least, most] = seconds;
      assert.ok(
        waits >= least * 1000 && waits <= most * 1000,
        `waits ${waits / 1000} s, after ${Date.now() - asked} ms`,
      );
      assert.equal(proxy.count('download'), 1, 'the other one did not wait');
      await expectDownloaded({ proxy, engine, id, to, file });
      await expectDownloaded({ proxy, engine, id: other, to: others, file });
      assert.ok(proxy.count('download') <= 3);
    },
  };
}

const aYear: FaultCase = {
  row: 38,
  name: 'a year: asks',
  when: 'always',
  run: async (world) => {
    const run = await startDownload(world, await stored(world, size), [
      {
        on: 'download',
        times: 99,
        instead: { status: 503, headers: { 'retry-after': String(365 * 24 * 3600) } },
      },
    ]);
    const { state, retryAt } = await run.engine.endOrWaiting(run.id);
    const isAsking = state === 'paused' || state === 'needs-decision';
    const isCapped =
      state === 'waiting' && retryAt !== null && (run.engine.waits(run.id)[0] ?? 0) <= 15 * minutes;
    assert.ok(isAsking || isCapped, `${state} until ${retryAt}`);
    assert.equal(run.proxy.count('download'), 1);
    assert.deepEqual(
      (await readdir(run.to)).filter((name) => name === run.file.fileName),
      [],
    );
  },
};

/** Servers that hold a whole account. */
export const holdCases: readonly FaultCase[] = [
  tokenEnds('publish'),
  tokenEnds('download'),
  comeAgain('429, seconds', 429, () => '30', [29.5, 38]),
  comeAgain('503, seconds', 503, () => '30', [29.5, 38]),
  comeAgain('503, date', 503, () => new Date(Date.now() + 30_000).toUTCString(), [27, 38]),
  comeAgain('429, nonsense', 429, () => 'soon', [0.9, 2]),
  comeAgain('429, below zero', 429, () => '-5', [0.9, 2]),
  aYear,
];
