import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { allCases } from './cases.ts';
import { asPureFunctions, notCovered, rows } from './catalogue.ts';
import type { FaultCase, Figure } from './fault-case.ts';
import { startFaultServer } from './fault-server.ts';
import { LeakWatch } from './leaks.ts';
import { type CaseResult, runCases } from './runner.ts';

/** The fault suite: `npm run faults`. What networks, disks and servers do wrong, and what must come of it. */

const usage = `Usage: npm run faults -- [--long | --short] [--only ROW[,ROW]] [--seed N]
  --long   also what takes long: more seeds, larger files
  --short  only what also runs within npm test
  --only   only these rows of the catalogue
  --seed   where the random cases begin; printed at each run
TEA_CHEST_SERVER, TEA_CHEST_TOKEN and TEA_CHEST_OWNER name a server to run on;
without them it is the built-in registry.`;

interface Options {
  readonly length: 'long' | 'normal' | 'short';
  readonly only: ReadonlySet<number> | null;
  readonly seed: number;
}

/** Null when the command line makes no sense; the reason was printed. */
function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        long: { type: 'boolean', default: false },
        short: { type: 'boolean', default: false },
        only: { type: 'string' },
        seed: { type: 'string' },
      },
    });
    if (values.long && values.short) throw new Error('--long and --short exclude each other');
    if (values.only !== undefined && !/^\d+(?:,\d+)*$/.test(values.only)) {
      throw new Error(`--only wants rows such as 7,8, not "${values.only}"`);
    }
    if (values.seed !== undefined && !/^\d{1,10}$/.test(values.seed)) {
      throw new Error(`--seed wants a number, not "${values.seed}"`);
    }
    return {
      length: values.long ? 'long' : values.short ? 'short' : 'normal',
      only: values.only === undefined ? null : new Set(values.only.split(',').map(Number)),
      seed: values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed) >>> 0,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return null;
  }
}

function isWanted({ row, when }: FaultCase, { length, only }: Options): boolean {
  if (only !== null && !only.has(row)) return false;
  if (length === 'short') return when === 'short';
  return when !== 'long' || length === 'long';
}

function describeRow(row: number, results: readonly CaseResult[]): string {
  const verdict = results.some(({ error }) => error !== null) ? 'FAIL' : 'PASS';
  const tries = results.reduce((sum, result) => sum + result.tries, 0);
  const milliseconds = results.reduce((sum, result) => sum + result.milliseconds, 0);
  const cases = tries === 1 ? '1 case' : `${tries.toLocaleString('en')} cases`;
  const name = rows.get(row) ?? 'figures';
  return `${verdict} ${String(row).padStart(3)}  ${name}: ${cases}, ${Math.round(milliseconds)} ms`;
}

function describeFailed({ fault, seed, error, isHang }: CaseResult): string {
  const what = error instanceof Error ? error.message : String(error);
  const cause = error instanceof AggregateError ? `\n${error.errors.map(String).join('\n')}` : '';
  const lines = `${what}${cause}`
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('+ actual'))
    .slice(0, 10);
  return [
    `     ${fault.name} (seed ${seed})${isHang ? ': HANG' : ''}`,
    ...lines.map((line) => `       ${line}`),
  ].join('\n');
}

/** Prints a row once all of its cases have ended. */
function rowPrinter(cases: readonly FaultCase[]): (result: CaseResult) => void {
  const left = new Map<number, number>();
  for (const { row } of cases) left.set(row, (left.get(row) ?? 0) + 1);
  const done = new Map<number, CaseResult[]>();
  return (result) => {
    const { row } = result.fault;
    const results = [...(done.get(row) ?? []), result];
    done.set(row, results);
    if (results.length < (left.get(row) ?? 0)) return;
    console.log(describeRow(row, results));
    for (const failed of results.filter(({ error }) => error !== null)) console.log(describeFailed(failed));
  };
}

function printUncovered(cases: readonly FaultCase[], isWhole: boolean): void {
  for (const { row, test } of asPureFunctions) {
    console.log(`Row ${row}, ${rows.get(row)}: as a pure function in ${test}`);
  }
  for (const { row, why } of notCovered)
    console.log(`Row ${row}, ${rows.get(row)}: not covered here: ${why}`);
  if (!isWhole) return;
  const told = new Set([...cases, ...asPureFunctions, ...notCovered].map(({ row }) => row));
  const missing = [...rows.keys()].filter((row) => !told.has(row));
  if (missing.length > 0) console.log(`Rows without any case: ${missing.join(', ')}`);
}

async function main(options: Options): Promise<boolean> {
  const watch = new LeakWatch();
  const server = await startFaultServer();
  console.log(
    `Seed ${options.seed}; ${server.dataFolder === null ? 'the server that was named' : 'built-in registry'}`,
  );
  const cases = allCases.filter((fault) => isWanted(fault, options));
  const figures: Figure[] = [];
  const results = await runCases(cases, {
    server,
    seed: options.seed,
    isLong: options.length === 'long',
    figure: (figure) => void figures.push(figure),
    settled: rowPrinter(cases),
  });
  await server.stop();
  const leaks = await watch.end();
  printUncovered(cases, options.only === null && options.length !== 'short');

  const failed = results.filter(({ error }) => error !== null).length;
  const hangs = results.filter(({ isHang }) => isHang).length;
  const tries = results.reduce((sum, result) => sum + result.tries, 0);
  const covered = new Set(cases.map(({ row }) => row).filter((row) => row > 0)).size;
  const descriptors = leaks.descriptors === null ? '' : `, ${leaks.descriptors} leaked file descriptors`;
  figures.push({
    number: 2,
    text:
      `sweep: ${covered} rows, ${tries.toLocaleString('en')} cases, ${failed} not as promised; ${hangs} hangs, ` +
      `${watch.uncaught.length} unhandled errors, ${leaks.sockets} leaked sockets${descriptors}`,
  });
  for (const { number, text } of figures.toSorted((one, other) => one.number - other.number)) {
    console.log(`${number}. ${text}`);
  }
  for (const error of watch.uncaught) console.log(error);
  const isClean = watch.uncaught.length === 0 && leaks.sockets === 0 && (leaks.descriptors ?? 0) === 0;
  console.log(`${results.length - failed + (isClean ? 1 : 0)} passed, ${failed + (isClean ? 0 : 1)} failed`);
  return failed === 0 && isClean;
}

const options = readOptions();
if (options === null) process.exitCode = 2;
else process.exitCode = (await main(options)) ? 0 : 1;
