import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** An executable and what its environment needs besides. */
export interface BrowserProgram {
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A browser from a package has no sandbox helper that the system would let work. */
  readonly canSandbox: boolean;
}

const packageName = '@sparticuz/chromium';
const nodeModules = fileURLToPath(new URL('../../node_modules/', import.meta.url));
/** `e_machine` of an ELF file. */
const machines: Partial<Record<NodeJS.Architecture, number>> = { x64: 0x3e, arm64: 0xb7 };

const libraryFolders = [
  '/usr/lib',
  '/usr/lib64',
  '/lib64',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
];

/** Where the package says it unpacks to: the folder for temporary files, which is a matter of its environment. */
const unpacking = `
import chromium, { inflate } from '${packageName}';
await chromium.executablePath();
await inflate(process.argv[1]);
`;

function isForThisMachine(executable: string): boolean {
  const head = Buffer.alloc(20);
  const file = openSync(executable, 'r');
  readSync(file, head);
  closeSync(file);
  return head.readUInt16LE(18) === machines[process.arch];
}

function hasSystemFonts(): boolean {
  return ['/usr/share/fonts', '/usr/local/share/fonts'].some(
    (folder) =>
      existsSync(folder) &&
      readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc|pfb)$/.test(String(name))),
  );
}

/** The package's own configuration names folders of the place that it was made for. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;
}

/** Unpacks beside the target first, so that nobody finds half of it. */
async function unpackTo(folder: string, archives: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const staging = await mkdtemp(`${folder}-unpacking-`);
  const unpacker = spawn(
    process.execPath,
    ['--input-type=module', '-e', unpacking, join(archives, 'al2023.tar.br')],
    { cwd: nodeModules, env: { ...process.env, TMPDIR: staging }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [code] = await once(unpacker, 'exit');
  if (code !== 0) throw new Error(`${packageName} could not be unpacked to ${staging}`);
  await writeFile(join(staging, 'fonts', 'fonts.conf'), fontConfiguration(join(folder, 'fonts')));
  try {
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true });
    // Somebody else was faster.
    if (!existsSync(folder)) throw error;
  }
}

function hasSystemLibraries(): boolean {
  return ['libnss3.so', 'libnspr4.so', 'libexpat.so.1'].every((name) =>
    libraryFolders.some((folder) => existsSync(join(folder, name))),
  );
}

function environmentFor(folder: string): Record<string, string> {
  return {
    ...(hasSystemFonts() ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }),
    ...(hasSystemLibraries() ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }),
  };
}

/** The Chromium without windows that an npm package brings; null where it brings none for this machine. */
export async function findPackagedBrowser(): Promise<BrowserProgram | null> {
  if (process.platform !== 'linux') return null;
  const manifest = join(nodeModules, packageName, 'package.json');
  if (!existsSync(manifest)) return null;
  const { version } = z.object({ version: z.string() }).parse(createRequire(import.meta.url)(manifest));
  const folder = join(nodeModules, '.cache', 'tea-chest', `chromium-${version}`);
  if (!existsSync(folder)) await unpackTo(folder, join(dirname(manifest), 'bin'));
  const file = join(folder, 'chromium');
  if (!isForThisMachine(file)) return null;
  return { file, environment: environmentFor(folder), canSandbox: false };
}
