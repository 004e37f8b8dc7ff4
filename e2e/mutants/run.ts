import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { assertNever } from '../../shared/assert-never.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { type Verdict, Workshop } from './workshop.ts';

/**
 * `npm run mutants`: takes out one safety check at a time, in a copy of the sources, and shows that a unit test misses
 * it. Ends with 1 when no test does, or when a check is no longer where the list says.
 */
const usage = `Usage: npm run mutants -- [--only NAME]
  --only NAME  one check alone, by its name`;

/** Null when the command line makes no sense; the reason was printed. */
function readChosen(): readonly Mutant[] | null {
  try {
    const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
    const chosen = mutants.filter(({ name }) => only === undefined || name === only);
    if (chosen.length === 0) throw new Error(`No check is called "${only}".`);
    return chosen;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return null;
  }
}

function describe({ name, takenOut }: Mutant, verdict: Verdict): string {
  switch (verdict.kind) {
    case 'killed':
      return `${name}: KILLED by ${verdict.by}`;
    case 'survived':
      return `${name}: SURVIVED. ${takenOut}`;
    case 'stale':
      return `${name}: STALE, its text does not stand in the file exactly once. ${takenOut}`;
    case 'broken':
      return `${name}: BROKEN, ${verdict.why.split('\n')[0]}. ${takenOut}`;
    default:
      return assertNever(verdict);
  }
}

/** The tests must pass with every check in place, or their failing says nothing. */
async function areTestsGood(chosen: readonly Mutant[], workshop: Workshop, signal: AbortSignal) {
  const files = [...new Set(chosen.flatMap(({ tests }) => tests))];
  const { failedTest, problem } = await workshop.test(files, signal);
  if (failedTest === null && problem === null) return true;
  console.error(`With every check in place: ${failedTest ?? problem}`);
  return false;
}

async function judgeAll(
  chosen: readonly Mutant[],
  workshops: readonly Workshop[],
  signal: AbortSignal,
): Promise<{ readonly killed: number; readonly survived: number }> {
  const waiting = [...chosen];
  const counts = { killed: 0, survived: 0 };
  async function work(workshop: Workshop): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const verdict = await workshop.judge(next, signal);
      counts[verdict.kind === 'killed' ? 'killed' : 'survived'] += 1;
      console.log(describe(next, verdict));
    }
  }
  await Promise.all(workshops.map(work));
  return counts;
}

async function main(chosen: readonly Mutant[], signal: AbortSignal): Promise<number> {
  const atOnce = Math.min(2, availableParallelism(), chosen.length);
  const workshops = await Promise.all(Array.from({ length: atOnce }, () => Workshop.open()));
  try {
    const [first] = workshops;
    if (first === undefined || !(await areTestsGood(chosen, first, signal))) return 1;
    const { killed, survived } = await judgeAll(chosen, workshops, signal);
    console.log(`${killed} killed, ${survived} survived`);
    return survived === 0 ? 0 : 1;
  } finally {
    await Promise.all(workshops.map((workshop) => workshop.close()));
  }
}

const chosen = readChosen();
if (chosen === null) process.exitCode = 2;
else {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupted.abort());
  try {
    process.exitCode = await main(chosen, interrupted.signal);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = 130;
  }
}
