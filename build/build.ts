import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig } from 'vite';
import { project } from './project.ts';

/** Everything but Electron and Node itself is bundled, so that the packaged app needs no `node_modules`. */
const external = ['electron', /^node:/];

/** The licences of what is bundled, which their authors ask to be passed on. */
const licence = 'licences.md';

const common: InlineConfig = { configFile: false, logLevel: 'warn', root: project('.') };

/** Not minified: what is logged of an error names real functions, and there are no source maps in the app. */
const nodeCode = { ssr: true, target: 'node24', minify: false, emptyOutDir: false } as const;

/** The main process: an ECMAScript module. */
export const mainBuild: InlineConfig = {
  ...common,
  ssr: { noExternal: true },
  build: {
    ...nodeCode,
    outDir: project('dist/main'),
    license: { fileName: licence },
    rollupOptions: {
      external,
      input: { main: project('electron/main.ts') },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** A sandboxed preload can load neither modules nor other files: one CommonJS file. */
export const preloadBuild: InlineConfig = {
  ...common,
  ssr: { noExternal: true },
  build: {
    ...nodeCode,
    outDir: project('dist/preload'),
    rollupOptions: {
      external,
      input: { preload: project('electron/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

/**
 * The command line: one file that runs on any Node 24 without the project. It stays out of the installers, whose
 * runtime runs nothing but the app.
 */
export const cliBuild: InlineConfig = {
  ...common,
  ssr: { noExternal: true },
  build: {
    ...nodeCode,
    outDir: project('dist/cli'),
    rollupOptions: {
      external,
      input: { cli: project('electron/cli/cli.ts') },
      output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
    },
  },
};

/** The window. Nothing is inlined: the content security policy allows files of the app's own only. */
export const rendererBuild: InlineConfig = {
  ...common,
  root: project('renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: project('dist/renderer'),
    emptyOutDir: false,
    target: 'chrome150',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // Read from the disk at once; there is nothing to gain from more and smaller files.
    chunkSizeWarningLimit: 4000,
    license: { fileName: licence },
  },
};

/** The files below a folder, with `/` between folders on every platform. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/**
 * Builds main, preload, command line and window into `dist/`. Beside them stand the licences of what is bundled and
 * `renderer-manifest.json`: the names of all files that main may serve to the window.
 */
export async function buildAll(): Promise<void> {
  await rm(project('dist'), { recursive: true, force: true });
  await Promise.all([mainBuild, preloadBuild, cliBuild, rendererBuild].map((config) => build(config)));
  await mkdir(project('dist/licences'));
  for (const part of ['main', 'renderer']) {
    await rename(project(`dist/${part}/${licence}`), project(`dist/licences/${part}.md`));
  }
  const served = await listFiles(project('dist/renderer'));
  await writeFile(project('dist/renderer-manifest.json'), `${JSON.stringify(served, null, 2)}\n`);
}

if (import.meta.main) {
  try {
    await buildAll();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
