import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { project } from '../../build/project.ts';
import { type Mutant, mutated } from './mutant.ts';
import { readTestReport, type TestRun } from './test-report.ts';

/** Not copied: what is made from the sources, or not needed to test them. */
const leftOut: ReadonlySet<string> = new Set(['.git', 'node_modules', 'out', 'dist', '.tsbuild']);

/** Milliseconds; a check whose absence makes the tests hang is not proven by them. */
const longestRun = 120_000;

/** What became of a mutant. Only the first outcome is good. */
export type Verdict =
  | { readonly kind: 'killed'; readonly by: string }
  | { readonly kind: 'survived' | 'stale' }
  | { readonly kind: 'broken'; readonly why: string };

/** A copy of the sources in which checks may be taken out. */
export class Workshop {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Workshop> {
    const folder = await mkdtemp(join(tmpdir(), 'tea-chest-mutants-'));
    const root = project('.');
    const filter = (path: string) => !leftOut.has(relative(root, path));
    await cp(root, folder, { recursive: true, filter });
    await symlink(project('node_modules'), join(folder, 'node_modules'), 'junction');
    return new Workshop(folder);
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Takes the check out, runs the tests that must miss it, and puts it in again. */
  async judge(mutant: Mutant, signal: AbortSignal): Promise<Verdict> {
    const path = join(this.#folder, mutant.file);
    const text = await readFile(path, 'utf8');
    const changed = mutated(text, mutant);
    if (changed === null) return { kind: 'stale' };
    await writeFile(path, changed);
    try {
      return verdictOf(await this.test(mutant.tests, signal));
    } finally {
      await writeFile(path, text);
    }
  }

  /** Runs test files as the sources stand, up to the first failure. */
  async test(files: readonly string[], signal: AbortSignal): Promise<TestRun> {
    const report = join(this.#folder, 'report.json');
    await rm(report, { force: true });
    const vitest = join(this.#folder, 'node_modules', 'vitest', 'vitest.mjs');
    const options = ['--config', 'build/vitest.config.ts', '--bail', '1', '--no-cache'];
    const reporter = ['--reporter=json', `--outputFile=${report}`];
    const child = spawn(process.execPath, [vitest, 'run', ...options, ...reporter, ...files], {
      cwd: this.#folder,
      stdio: 'ignore',
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestRun)]),
    });
    // Being stopped is told by the missing report.
    child.on('error', () => undefined);
    await once(child, 'close');
    signal.throwIfAborted();
    return readTestReport(await readFile(report, 'utf8').catch(() => null));
  }
}

function verdictOf(run: TestRun): Verdict {
  if (run.failedTest !== null) return { kind: 'killed', by: run.failedTest };
  return run.problem === null ? { kind: 'survived' } : { kind: 'broken', why: run.problem };
}
