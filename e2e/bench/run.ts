import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { RegistryByHand } from '../registry-by-hand.ts';
import { type ServerUnderTest, startServer } from '../server-under-test.ts';
import { benchBrowse } from './browse.ts';
import { Curl } from './curl.ts';
import { Engine } from './engine.ts';
import { type Comparison, median, table } from './report.ts';
import { allWork, type Round, type Sizes, type Work } from './work.ts';

const usage = `Usage: npm run bench -- browse
       npm run bench -- [--quick] [--rounds N] [--only WORD]
  browse       a listing of 100,000 versions in the window, on the built-in registry
  --quick      small sizes: whether it runs, not how fast
  --rounds N   how often each thing is done, from 1 to 99; 5 if left out
  --only WORD  only work whose name holds the word, such as "up", "GiB" or "KiB down"
Files lie where TMPDIR says. TEA_CHEST_SERVER, TEA_CHEST_TOKEN and TEA_CHEST_OWNER name a server to measure on;
without them it is the built-in registry.`;

const wholeSizes: Sizes = { large: 1024 * 1024 * 1024, smallFiles: 1000, small: 10 * 1024 };
const quickSizes: Sizes = { large: 32 * 1024 * 1024, smallFiles: 50, small: 10 * 1024 };

interface Options {
  readonly sizes: Sizes;
  readonly rounds: number;
  readonly only: string;
}

/** Null when the command line makes no sense; the reason was printed. */
function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        only: { type: 'string', default: '' },
      },
    });
    const rounds = values.rounds ?? (values.quick ? '1' : '5');
    if (!/^[1-9]\d?$/.test(rounds)) throw new Error(`--rounds wants a number from 1 to 99, not "${rounds}"`);
    return { sizes: values.quick ? quickSizes : wholeSizes, rounds: Number(rounds), only: values.only };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return null;
  }
}

function compare(work: Work, rounds: readonly Round[]): Comparison[] {
  const ours = rounds.map((round) => round.ours.seconds);
  return Object.entries(work.goals).map(([against, goal]) => {
    const curl = rounds.map((round) => round.curl[against] ?? Number.NaN);
    const ratios = ours.map((seconds, index) => seconds / (curl[index] ?? Number.NaN));
    return {
      name: work.name,
      against,
      curl,
      ours,
      ratios,
      ratio: median(ratios),
      goal,
      processorSeconds: median(rounds.map((round) => round.ours.processorSeconds)),
      blocked: Math.max(...rounds.map((round) => round.ours.blocked)),
      memory: Math.max(...rounds.map((round) => round.ours.memory)),
    };
  });
}

async function measureAll(options: Options, server: ServerUnderTest, folder: string): Promise<Comparison[]> {
  const registry = new RegistryByHand(server.url, server.token);
  const packageName = `bench-${randomBytes(4).toString('hex')}`;
  const { engine, curl } = { engine: new Engine(server), curl: new Curl(server.token) };
  const parts = { server, registry, engine, curl, folder, packageName, sizes: options.sizes };
  const comparisons: Comparison[] = [];
  try {
    for (const work of allWork(parts).filter(({ name }) => name.includes(options.only))) {
      await work.prepare();
      const rounds: Round[] = [];
      for (let number = 1; number <= options.rounds; number += 1) {
        const round = await work.round();
        rounds.push(round);
        const curls = Object.entries(round.curl).map(([name, seconds]) => `${name} ${seconds.toFixed(2)} s`);
        console.log(
          `${work.name}, round ${number}: ${curls.join(', ')}, ours ${round.ours.seconds.toFixed(2)} s, ${round.ours.processorSeconds.toFixed(2)} s of processor`,
        );
      }
      comparisons.push(...compare(work, rounds));
    }
  } finally {
    await registry.deletePackage(server.owner, packageName);
  }
  return comparisons;
}

function writeReport(options: Options, server: ServerUnderTest, comparisons: readonly Comparison[]): string {
  const folder = fileURLToPath(new URL('../../out/bench/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'bench.json');
  const report = {
    at: new Date().toISOString(),
    server: server.isReal ? 'a server' : 'built-in registry',
    node: process.version,
    processors: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
    sizes: options.sizes,
    rounds: options.rounds,
    comparisons,
  };
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  return path;
}

async function main(options: Options): Promise<void> {
  const server = await startServer();
  const folder = await mkdtemp(join(tmpdir(), 'tea-chest-bench-'));
  try {
    console.log(`Measured on ${server.isReal ? 'the server that was named' : 'the built-in registry'}.`);
    const comparisons = await measureAll(options, server, folder);
    const path = writeReport(options, server, comparisons);
    console.log(`\n${table(comparisons)}\n\nMedians of ${options.rounds}; curl and ours took turns. ${path}`);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[2] === 'browse') {
  await benchBrowse();
} else {
  const options = readOptions();
  if (options === null) process.exitCode = 2;
  else await main(options);
}
