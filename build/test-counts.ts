import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** How many tests there were, by how they ended. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const oneFailure: TestCounts = { passed: 0, failed: 1, skipped: 0 };

/** A tool that only says yes or no is one test. */
export function countsOfTool(succeeded: boolean): TestCounts {
  return succeeded ? { passed: 1, failed: 0, skipped: 0 } : oneFailure;
}

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
});

/** From what vitest's JSON reporter wrote, or from nothing if it did not come to that. */
export function countsOfVitest(report: string | null, succeeded: boolean): TestCounts {
  if (report === null) return oneFailure;
  const counts = VitestReport.parse(JSON.parse(report));
  return withFailureOf(succeeded, {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
  });
}

const lastLine = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/;

/** From the last line of a program's output: `N passed, N failed[, N skipped]`. */
export function countsOfOutput(output: string, succeeded: boolean): TestCounts {
  const line = stripVTControlCharacters(output).trimEnd().split('\n').at(-1)?.trim() ?? '';
  const [, passed, failed, skipped = '0'] = lastLine.exec(line) ?? [];
  if (passed === undefined || failed === undefined) return oneFailure;
  return withFailureOf(succeeded, {
    passed: Number(passed),
    failed: Number(failed),
    skipped: Number(skipped),
  });
}

/** A test file that cannot be loaded, or a crash, fails no test: the exit code tells of it. */
function withFailureOf(succeeded: boolean, counts: TestCounts): TestCounts {
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

export function sumOf(all: readonly TestCounts[]): TestCounts {
  return all.reduce(
    (sum, counts) => ({
      passed: sum.passed + counts.passed,
      failed: sum.failed + counts.failed,
      skipped: sum.skipped + counts.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** `N passed, N failed`, and what was skipped if anything was. */
export function describeCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
