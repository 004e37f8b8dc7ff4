import { type Recordings, readRecordings, type Scenario } from './recordings.ts';
import { replay, type StepResult } from './replay.ts';

/** Replays recordings of real servers against the built-in registry. Usage: `node e2e/contract/run.ts DIR`. */

const atOnce = 4;

function describe(result: Extract<StepResult, { kind: 'failed' }>): string {
  const { step, differences } = result;
  const request =
    'request' in step ? `${step.request.method} ${step.request.path}` : `${step.parallel.length} at once`;
  const lines = differences.map(
    ({ what, expected, got }) => `      ${what}\n        expected ${expected}\n        got      ${got}`,
  );
  return [`    [${step.as ?? 'nobody'}] ${request}  (${step.note})`, ...lines].join('\n');
}

function report(recordings: Recordings, scenario: Scenario, results: readonly StepResult[]): void {
  const name = `${recordings.name}/${scenario.scenario}`;
  const failed = results.filter((result) => result.kind === 'failed');
  const reasons = new Set(results.flatMap((result) => (result.kind === 'skipped' ? [result.reason] : [])));
  for (const reason of reasons) console.log(`  skipped: ${name}: ${reason}`);
  if (failed.length === 0) return;
  console.log(`  ${name}: ${failed.length} of ${results.length} steps differ`);
  for (const result of failed) console.log(describe(result));
}

async function main(directory: string): Promise<number> {
  const waiting = readRecordings(directory).flatMap((recordings) =>
    recordings.scenarios.map((scenario) => ({ recordings, scenario })),
  );
  const counts = { passed: 0, failed: 0, skipped: 0 };
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const results = await replay(next.scenario, next.recordings.world);
      report(next.recordings, next.scenario, results);
      for (const { kind } of results) counts[kind] += 1;
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
  return counts.failed === 0 ? 0 : 1;
}

const [directory, ...others] = process.argv.slice(2);
if (directory === undefined || others.length > 0) {
  console.error('Usage: npm run contract -- DIR, the folder with the recordings.');
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(directory);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
