import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter } from 'node:path';
import { project } from './project.ts';
import {
  countsOfOutput,
  countsOfTool,
  countsOfVitest,
  describeCounts,
  sumOf,
  type TestCounts,
} from './test-counts.ts';

/**
 * `npm test`: all gates in order, to the end even if one fails; the last line is `N passed, N failed`.
 * `npm run check` leaves out faults and end-to-end tests (`--quick`).
 */
interface Stage {
  readonly name: string;
  readonly command: string;
  readonly count: (output: string, succeeded: boolean) => TestCounts;
}

const unitReport = 'out/test/unit.json';

function readUnitReport(): string | null {
  const file = project(unitReport);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

const quickStages: readonly Stage[] = [
  { name: 'lint', command: 'npm run --silent lint', count: (_output, succeeded) => countsOfTool(succeeded) },
  {
    name: 'types',
    command: 'npm run --silent types',
    count: (_output, succeeded) => countsOfTool(succeeded),
  },
  {
    name: 'unit',
    command: `npm run --silent unit -- --reporter=default --reporter=json --outputFile.json=${unitReport}`,
    count: (_output, succeeded) => countsOfVitest(readUnitReport(), succeeded),
  },
  { name: 'contract', command: 'node e2e/contract/run.ts e2e/contract/recordings', count: countsOfOutput },
];
const slowStages: readonly Stage[] = [
  { name: 'faults', command: 'node e2e/faults/run.ts --short', count: countsOfOutput },
  { name: 'end to end', command: 'node e2e/run.ts', count: countsOfOutput },
];

const environment = {
  ...process.env,
  // Set by npm already, but not when this script is run by itself.
  PATH: `${project('node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  // The output passes through a pipe here, where tools would leave out their colours.
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
};

/** Runs a command with its output shown as it comes; answers that output and whether the exit code was 0. */
async function run(command: string): Promise<{ output: string; succeeded: boolean }> {
  const child = spawn(command, {
    cwd: project('.'),
    env: environment,
    shell: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    chunks.push(chunk);
  });
  const [code] = await once(child, 'close');
  return { output: Buffer.concat(chunks).toString('utf8'), succeeded: code === 0 };
}

interface Result {
  readonly name: string;
  readonly counts: TestCounts;
  readonly seconds: number;
}

async function runStage({ name, command, count }: Stage): Promise<Result> {
  console.log(`\n=== ${name}`);
  const start = performance.now();
  const { output, succeeded } = await run(command);
  const result = { name, counts: count(output, succeeded), seconds: (performance.now() - start) / 1000 };
  console.log(describe(result));
  return result;
}

function describe({ name, counts, seconds }: Result): string {
  const verdict = counts.failed > 0 ? 'FAILED' : 'passed';
  return `${verdict}  ${name.padEnd(10)}  ${`${seconds.toFixed(1)} s`.padStart(8)}  ${describeCounts(counts)}`;
}

rmSync(project(unitReport), { force: true });
const results: Result[] = [];
for (const stage of process.argv.includes('--quick') ? quickStages : [...quickStages, ...slowStages]) {
  results.push(await runStage(stage));
}
const { passed, failed } = sumOf(results.map((result) => result.counts));
console.log(`\n${results.map(describe).join('\n')}\n\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
