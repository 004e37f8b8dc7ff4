import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackage } from '@electron/asar';
import { describe, expect, it } from 'vitest';
import { type ArchiveContent, findPackageFaults, readArchive } from './package-check.ts';

const appId = 'io.github.example';

/** A packaged app without a fault. */
const sound: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'tea-chest', version: '1.0.0', main: 'dist/main/main.js' }),
  'dist/main/main.js': `import { app } from "electron";\nimport "node:fs";\n//#region electron/main.ts\napp.setAppUserModelId("${appId}");\n`,
  'dist/main/worker-B2x_9.js': 'export {};\n',
  'dist/preload/preload.cjs': 'let electron = require("electron");\n',
  'dist/renderer-manifest.json': JSON.stringify(['assets/index.js', 'index.html']),
  'dist/renderer/index.html': '<!doctype html>',
  'dist/renderer/assets/index.js': 'console.log(1)',
  'dist/licences/main.md': 'MIT',
  'dist/licences/renderer.md': 'MIT',
};

function faultsWith(changes: Readonly<Record<string, string | null>>): string[] {
  const files = Object.entries({ ...sound, ...changes }).flatMap(([name, text]): [string, Buffer][] =>
    text === null ? [] : [[name, Buffer.from(text)]],
  );
  return findPackageFaults(new Map(files), appId);
}

/** Packs files as the packager does, and reads them again. */
async function packAndRead(files: Readonly<Record<string, string>>): Promise<ArchiveContent> {
  const folder = await mkdtemp(join(tmpdir(), 'tea-chest-package-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, 'app', name)), { recursive: true });
      await writeFile(join(folder, 'app', name), text);
    }
    await createPackage(join(folder, 'app'), join(folder, 'app.asar'));
    return readArchive(join(folder, 'app.asar'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('what is in the packaged app', () => {
  it('is read from the archive and found to be sound', async () => {
    const content = await packAndRead(sound);
    expect([...content.keys()].sort()).toEqual(Object.keys(sound).sort());
    expect(findPackageFaults(content, appId)).toEqual([]);
  });

  it('holds no test that was packed along', async () => {
    const content = await packAndRead({ ...sound, 'electron/transfers/queue.test.ts': 'it()' });
    expect(findPackageFaults(content, appId)).toEqual([
      'electron/transfers/queue.test.ts does not belong into the app',
    ]);
  });

  it.each([
    'dist/main/main.js.map',
    'dist/cli/cli.js',
    'e2e/stand-in/app.ts',
    'node_modules/got/index.js',
    'dist/renderer/extra.js',
    'dist/.stamp',
  ])('does not hold %s', (name) =>
    expect(faultsWith({ [name]: 'x' })).toContain(`${name} does not belong into the app`),
  );

  it.each(['dist/main/main.js', 'dist/preload/preload.cjs', 'dist/renderer/assets/index.js', 'package.json'])(
    'holds %s',
    (name) => expect(faultsWith({ [name]: null })).toContain(`${name} is missing`),
  );

  it('holds no empty file', () => {
    expect(faultsWith({ 'dist/preload/preload.cjs': '' })).toEqual(['dist/preload/preload.cjs is empty']);
  });

  it('has a package file without what only development needs', () => {
    const packageFile = JSON.stringify({
      name: 'a',
      version: '1',
      main: 'main.js',
      scripts: {},
      devDependencies: {},
    });
    expect(faultsWith({ 'package.json': packageFile })).toEqual([
      'package.json starts main.js, not dist/main/main.js',
      'package.json still has its scripts',
      'package.json still has its devDependencies',
    ]);
  });

  it('has no test, stand-in or missing package bundled into its code', () => {
    const main = `${sound['dist/main/main.js']}import got from "got";\nimport "conf";\n//#region e2e/stand-in/app.ts\n// electron/testing/clock.ts\n//# sourceMappingURL=main.js.map\n`;
    expect(faultsWith({ 'dist/main/main.js': main })).toEqual([
      'dist/main/main.js holds e2e/stand-in/app.ts',
      'dist/main/main.js holds electron/testing/clock.ts',
      'dist/main/main.js needs the package got, which is not in the app',
      'dist/main/main.js needs the package conf, which is not in the app',
      'dist/main/main.js points to a source map',
    ]);
    expect(faultsWith({ 'dist/preload/preload.cjs': 'const zod = require("zod");' })).toEqual([
      'dist/preload/preload.cjs needs the package zod, which is not in the app',
    ]);
  });

  it('names itself as the installers do', () => {
    expect(faultsWith({ 'dist/main/main.js': 'export {};' })).toEqual([
      `dist/main/main.js does not name itself ${appId}, as the installers do`,
    ]);
  });
});
