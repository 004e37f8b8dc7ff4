import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { electronRuntime } from '../build/electron-runtime.ts';

/**
 * `npm run e2e`: the end-to-end specs; arguments go to Playwright. With `--server` first, on the real server that
 * the environment names.
 */
const args = process.argv.slice(2);
const wanted = ['TEA_CHEST_SERVER', 'TEA_CHEST_TOKEN', 'TEA_CHEST_OWNER'];
if (args[0] === '--server') {
  args.shift();
  const missing = wanted.filter((name) => (process.env[name] ?? '') === '');
  if (missing.length > 0) {
    console.error(
      `Say which server: ${missing.join(', ')} must be set. CONTRIBUTING.md tells how to start one.`,
    );
    process.exit(2);
  }
} else {
  for (const name of wanted) delete process.env[name];
}

const runtime = electronRuntime();
console.log(
  runtime.available
    ? 'End-to-end tests on Electron.'
    : `End-to-end tests on the stand-in for Electron, because ${runtime.reason}.`,
);

const Report = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});
const reportFile = fileURLToPath(new URL('../out/e2e/report.json', import.meta.url));
rmSync(reportFile, { force: true });
const playwright = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
const config = fileURLToPath(new URL('playwright.config.ts', import.meta.url));
const run = spawnSync(process.execPath, [playwright, 'test', '-c', config, ...args], { stdio: 'inherit' });

let failed = 1;
try {
  const { stats } = Report.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
  failed = stats.unexpected + stats.flaky;
  const skipped = stats.skipped > 0 ? `, ${stats.skipped} skipped` : '';
  console.log(`${stats.expected} passed, ${failed} failed${skipped}`);
} catch {
  console.log('0 passed, 1 failed');
}
process.exit(run.status === 0 && failed === 0 ? 0 : 1);
