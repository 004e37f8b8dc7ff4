import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { project } from '../project.ts';

/** Stands for npm: installs what the lock file says in the blink of an eye, and notes that it was called. */
const npm = `
const { appendFileSync, copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync, readFileSync } = require('node:fs');
appendFileSync('calls.log', 'npm ' + process.argv[2] + '\\n');
if (process.env.NPM_FAILS) { console.error('npm error: registry down'); process.exit(1); }
rmSync('node_modules', { recursive: true, force: true });
mkdirSync('node_modules/node/bin', { recursive: true });
mkdirSync('node_modules/electron');
symlinkSync(process.execPath, 'node_modules/node/bin/' + (process.platform === 'win32' ? 'node.exe' : 'node'));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
writeFileSync('node_modules/electron/package.json', JSON.stringify({ version: packages['node_modules/electron'].version }));
copyFileSync('electron-install.js', 'node_modules/electron/install.js');
const present = Object.entries(packages).filter(([, entry]) => !entry.optional);
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: Object.fromEntries(present) }));
`;

const electronInstaller = `
require('node:fs').appendFileSync('calls.log', 'electron\\n');
if (process.env.ELECTRON_FAILS) { console.error('Error: the disk is full\\n    at somewhere'); process.exit(1); }
`;

const build = `
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
appendFileSync('calls.log', 'build\\n');
rmSync('dist', { recursive: true, force: true });
if (process.env.BUILD_FAILS) { console.error('main.ts does not parse'); process.exit(1); }
mkdirSync('dist');
`;

const script = `
process.on('SIGTERM', () => process.exit(7));
console.log(JSON.stringify(process.argv.slice(2)));
if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
else process.exit(Number(process.argv[2] ?? 0));
`;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A small project just cloned, with the preparation script of this one and npm, Electron and the build replaced. */
export class Clone {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tea-chest-clone-'));

  constructor() {
    this.write('build/prepare.mjs', '');
    copyFileSync(project('build/prepare.mjs'), join(this.#folder, 'build/prepare.mjs'));
    this.write('npm/npm-cli.js', npm);
    this.write('electron-install.js', electronInstaller);
    this.write('build/build.ts', build);
    this.write('build/project.ts', '');
    this.write('script.mjs', script);
    this.write('tsconfig.json', '{}');
    for (const folder of ['shared', 'electron', 'renderer']) this.write(`${folder}/code.ts`, 'export {};');
    this.lockPackages('45.0.0');
  }

  /** Writes a lock file that asks for this version of Electron. */
  lockPackages(electron: string): void {
    const packages = {
      '': { name: 'clone' },
      'node_modules/node': { version: '24.0.0', integrity: 'n' },
      'node_modules/electron': { version: electron, integrity: electron },
      'node_modules/for-another-platform': { version: '1.0.0', integrity: 'o', optional: true },
    };
    this.write('package-lock.json', JSON.stringify({ packages }));
  }

  write(path: string, content: string): void {
    const file = join(this.#folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  read(path: string): string {
    return readFileSync(join(this.#folder, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.#folder, path));
  }

  /** What was called since the last time this was asked, in order. */
  calls(): string[] {
    if (!this.has('calls.log')) return [];
    const calls = this.read('calls.log').trim().split('\n');
    rmSync(join(this.#folder, 'calls.log'));
    return calls;
  }

  start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(process.execPath, ['build/prepare.mjs', ...args], {
      cwd: this.#folder,
      env: { ...process.env, npm_execpath: join(this.#folder, 'npm/npm-cli.js'), ...environment },
    });
  }

  async prepare(
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    return ended(this.start(args, environment));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Waits for a process to end. */
export async function ended(child: ChildProcess): Promise<Ended> {
  if (child.stdout === null || child.stderr === null) throw new Error('its output must be piped');
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}
