import type { FaultCase, FaultServer, Figure } from './fault-case.ts';
import { seedOf } from './seeded-random.ts';
import { World } from './world.ts';

/** How one case went. */
export interface CaseResult {
  readonly fault: FaultCase;
  readonly seed: number;
  readonly tries: number;
  readonly milliseconds: number;
  /** Null when the promise was kept. */
  readonly error: unknown;
  readonly isHang: boolean;
}

export interface RunOptions {
  readonly server: FaultServer;
  readonly seed: number;
  readonly isLong: boolean;
  readonly figure: (figure: Figure) => void;
  readonly settled: (result: CaseResult) => void;
}

/** How many cases run at a time; most of them wait for the network. */
const atOnce = 2;

/** Seconds; many times what a case takes, since the computer may be busy. */
const defaultLimit = 60;

/** More than any case needs to take its things away. Seconds. */
const cleaningLimit = 20;

class Hang extends Error {}

async function within<T>(seconds: number, work: Promise<T>, what: string, abort?: () => void): Promise<T> {
  const hang = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    hang.reject(new Hang(`${what} within ${seconds} s`));
    abort?.();
  }, seconds * 1000);
  try {
    return await Promise.race([work, hang.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function runCase(fault: FaultCase, options: RunOptions): Promise<CaseResult> {
  const start = performance.now();
  const seed = seedOf(options.seed, fault.row, fault.name);
  const abort = new AbortController();
  const world = await World.make({ ...options, seed, signal: abort.signal });
  let error: unknown = null;
  try {
    const running = fault.run(world);
    // Of a case that hangs nobody hears any more.
    running.catch(() => undefined);
    await within(patienceOf(fault), running, 'It did not end', () => abort.abort());
  } catch (thrown) {
    error = thrown;
  }
  try {
    await within(cleaningLimit, world.end(), 'It could not be cleaned up');
  } catch (thrown) {
    error ??= thrown;
  }
  const milliseconds = performance.now() - start;
  return { fault, seed, tries: world.triesMade, milliseconds, error, isHang: error instanceof Hang };
}

function patienceOf({ limit = defaultLimit }: FaultCase): number {
  return limit;
}

/** Those that may take long come first, so that the others fill the time beside them; then by row. */
function inOrder(cases: readonly FaultCase[]): FaultCase[] {
  return cases.toSorted((one, other) => patienceOf(other) - patienceOf(one) || one.row - other.row);
}

/** Runs cases and answers how each of them went. */
export async function runCases(cases: readonly FaultCase[], options: RunOptions): Promise<CaseResult[]> {
  const waiting = inOrder(cases);
  const results: CaseResult[] = [];
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await runCase(next, options);
      results.push(result);
      options.settled(result);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
