import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Unit and contract tests: plain Node for all but the window's own code, which needs no DOM to be judged either. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [react()],
  test: {
    include: ['{shared,electron,renderer,build,e2e}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'dist/**', 'out/**'],
    environment: 'node',
    testTimeout: 20_000,
    maxWorkers: 2,
    globalSetup: 'build/bundle-cli.ts',
  },
});
