import { defineConfig } from 'playwright/test';

/** One window a test: two at once suit two cores. Nothing is tried twice, because a flaky test is a bug. */
export default defineConfig({
  testDir: './specs',
  outputDir: '../out/e2e',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: { actionTimeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../out/e2e/report.json' }]],
});
