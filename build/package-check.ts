import { isBuiltin } from 'node:module';
import { sep } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { z } from 'zod';

/** The files of a packaged app by their names in the archive, with `/` between folders. */
export type ArchiveContent = ReadonlyMap<string, Buffer>;

/** Reads an asar archive whole. */
export function readArchive(archive: string): ArchiveContent {
  const names = listPackage(archive, { isPack: false })
    .map((name) => name.slice(1))
    .filter((name) => !('files' in statFile(archive, name)));
  return new Map(names.map((name) => [name.replaceAll(sep, '/'), extractFile(archive, name)]));
}

const mainFile = 'dist/main/main.js';
const preloadFile = 'dist/preload/preload.cjs';
const manifestFile = 'dist/renderer-manifest.json';
const alwaysNeeded = [
  mainFile,
  preloadFile,
  manifestFile,
  'dist/renderer/index.html',
  'dist/licences/main.md',
  'dist/licences/renderer.md',
  'package.json',
];
/** Parts that main loads when it needs them. */
const mainChunk = /^dist\/main\/[\w-]+\.js$/;

const RendererManifest = z.array(z.string());
const PackageFile = z.looseObject({ name: z.string(), version: z.string(), main: z.string() });

/**
 * What is wrong with a packaged app, in sentences; none when it holds what is needed and nothing else, and is the
 * app whose identity the installers are made for.
 */
export function findPackageFaults(content: ArchiveContent, appId: string): string[] {
  return [
    ...findMissingAndNeedless(content),
    ...findFaultsOfPackageFile(content),
    ...findFaultsInCode(content, appId),
  ];
}

function textOf(content: ArchiveContent, name: string): string {
  return content.get(name)?.toString('utf8') ?? '';
}

function findMissingAndNeedless(content: ArchiveContent): string[] {
  const manifest = textOf(content, manifestFile);
  const served = RendererManifest.parse(JSON.parse(manifest === '' ? '[]' : manifest));
  const needed = new Set([...alwaysNeeded, ...served.map((name) => `dist/renderer/${name}`)]);
  const missing = [...needed].filter((name) => !content.has(name));
  const needless = [...content.keys()].filter((name) => !needed.has(name) && !mainChunk.test(name));
  const empty = [...content].filter(([, bytes]) => bytes.length === 0).map(([name]) => name);
  return [
    ...missing.map((name) => `${name} is missing`),
    ...needless.map((name) => `${name} does not belong into the app`),
    ...empty.map((name) => `${name} is empty`),
  ];
}

function findFaultsOfPackageFile(content: ArchiveContent): string[] {
  const text = textOf(content, 'package.json');
  if (text === '') return [];
  const packageFile = PackageFile.parse(JSON.parse(text));
  const main =
    packageFile.main === mainFile ? [] : [`package.json starts ${packageFile.main}, not ${mainFile}`];
  const leftovers = ['scripts', 'devDependencies', 'dependencies'].filter((key) => key in packageFile);
  return [...main, ...leftovers.map((key) => `package.json still has its ${key}`)];
}

/** The bundler names each module that it took in, in a comment above it. */
const strayModule = /^\/\/(?:#region)? ?((?:e2e|build)\/\S+|\S+\.test\.tsx?|electron\/testing\/\S+)/gm;
const importedModule = /^(?:import|export)\s(?:[^'"\n]*\sfrom\s)?['"]([^'"]+)['"]/gm;
const requiredModule = /^(?:let|const|var) \S+ = require\(['"]([^'"]+)['"]\)/gm;
const sourceMap = /^\/[/*]# sourceMappingURL=/m;

function findFaultsInCode(content: ArchiveContent, appId: string): string[] {
  const identity =
    textOf(content, mainFile).includes(`'${appId}'`) || textOf(content, mainFile).includes(`"${appId}"`);
  const code = [...content.keys()].filter((name) => /\.(?:c?js|css)$/.test(name));
  return [
    ...(identity ? [] : [`${mainFile} does not name itself ${appId}, as the installers do`]),
    ...code.flatMap((name) => findFaultsInFile(name, textOf(content, name))),
  ];
}

function findFaultsInFile(name: string, text: string): string[] {
  const strays = matchesOf(strayModule, text).map((module) => `${name} holds ${module}`);
  const absent = [...matchesOf(importedModule, text), ...matchesOf(requiredModule, text)]
    .filter((module) => module !== 'electron' && !module.startsWith('.') && !isBuiltin(module))
    .map((module) => `${name} needs the package ${module}, which is not in the app`);
  return [...strays, ...absent, ...(sourceMap.test(text) ? [`${name} points to a source map`] : [])];
}

function matchesOf(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].flatMap(([, found]) => (found === undefined ? [] : [found]));
}
