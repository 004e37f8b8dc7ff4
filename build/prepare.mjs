/**
 * Makes a fresh clone ready, then runs a script on the Node that the tools need:
 *
 *     node build/prepare.mjs [--packages | --runtime] [SCRIPT ARGUMENTS…]
 *
 * Without an option it installs the packages, fetches Electron's runtime and builds the app, each only where
 * that is missing or out of date; `--packages` stops after the packages; `--runtime` fetches a runtime that could
 * not be had before. Nothing to do, nothing said; what is said goes to standard error, so that a script's output
 * is its own. This file alone runs on the machine's own Node, from 20 on, and without any package.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const onWindows = process.platform === 'win32';

/** The Node that the tools need, which comes as a package. The program itself: `.bin` has a shell script on Windows. */
const toolsNode = join(root, 'node_modules', 'node', 'bin', onWindows ? 'node.exe' : 'node');
/** What came of fetching Electron's runtime: `{ version, available, reason }`. */
const runtimeRecord = join(root, 'node_modules', '.cache', 'tea-chest', 'electron-runtime.json');
const buildStamp = join(root, 'dist', '.stamp');
const lockFile = join(root, '.prepare.lock');

/** What the built app is made of. */
const sources = [
  'shared',
  'electron',
  'renderer',
  'build/build.ts',
  'build/project.ts',
  'tsconfig.json',
  'package-lock.json',
];
const runtimeMinutes = 3;
/** No preparation takes longer; an older lock was left by one that was killed. */
const lockMinutes = 30;

/** Ends the preparation: what failed, and what to do next. */
function fail(what, next) {
  process.stderr.write(`\n${what}\n${next}\n`);
  process.exit(1);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function contentOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function jsonOf(path) {
  const content = contentOf(path);
  return content === '' ? null : JSON.parse(content);
}

/** Runs a program with its output on standard error. */
function run(program, args, options = {}) {
  return spawnSync(program, args, { cwd: root, stdio: ['inherit', 2, 2], ...options });
}

function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm !== undefined && basename(npm) === 'npm-cli.js') return run(process.execPath, [npm, ...args]);
  return onWindows ? run('npm.cmd', args, { shell: true }) : run('npm', args);
}

/**
 * Whether what npm last installed is what the lock file asks for. npm notes the former in
 * `node_modules/.package-lock.json`, at the very end of an installation.
 */
function arePackagesInstalled() {
  const wanted = jsonOf(join(root, 'package-lock.json')).packages;
  const present = jsonOf(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (present === undefined || !existsSync(toolsNode)) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      (present[path] === undefined ? entry.optional === true : present[path].integrity === entry.integrity),
  );
}

function installPackages() {
  say('Installing the packages …');
  const record = contentOf(runtimeRecord);
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (runNpm(args).status !== 0) {
    fail(
      'The packages could not be installed.',
      'npm tells above why. Once the npm registry can be reached, run the same command again.',
    );
  }
  if (!existsSync(toolsNode)) installToolsNode();
  if (record !== '') writeRuntimeRecord(record);
}

/** The package `node` gets its program by an install script, which npm may have been told not to run. */
function installToolsNode() {
  const folder = join(root, 'node_modules', 'node');
  run(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder });
  if (!existsSync(toolsNode)) {
    fail(
      'The package "node" was installed without its program, which the tools of this project run on.',
      'Allow its install script (npm config get ignore-scripts), delete node_modules, then run the same command again.',
    );
  }
}

function electronVersion() {
  return jsonOf(join(root, 'node_modules', 'electron', 'package.json')).version;
}

/** True when the runtime of this version is there, or could not be had the last time. */
function isRuntimeSettled() {
  return (
    process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined ||
    jsonOf(runtimeRecord)?.version === electronVersion()
  );
}

function writeRuntimeRecord(content) {
  mkdirSync(dirname(runtimeRecord), { recursive: true });
  writeFileSync(runtimeRecord, content);
}

/** Tries once for each version of Electron: everything works without, only not on Electron itself. */
function fetchRuntime() {
  const version = electronVersion();
  say(`Fetching Electron ${version} …`);
  const done = run(toolsNode, [join('node_modules', 'electron', 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: runtimeMinutes * 60_000,
  });
  const available = done.status === 0;
  const reason = available ? null : whyNoRuntime(done);
  writeRuntimeRecord(JSON.stringify({ version, available, reason }));
  if (!available) say(`Electron ${version} could not be fetched: ${reason}. To try again: npm run runtime`);
  return available;
}

function whyNoRuntime(done) {
  if (done.error?.code === 'ETIMEDOUT') return `it did not come within ${runtimeMinutes} minutes`;
  const firstLine = done.stderr.split('\n').find((line) => line.trim() !== '');
  if (firstLine === undefined) return 'its installer failed without a word';
  // All that Node says in one line of any trouble with the network.
  if (firstLine.includes('fetch failed')) return 'the server that it is downloaded from cannot be reached';
  return firstLine.trim().replace(/^\w*Error: /, '');
}

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return path.includes('.test.') ? [] : [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** A hash of all that the built app is made of. */
function sourcesNow() {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((name) => filesBelow(join(root, name)))) {
    const content = readFileSync(path);
    hash.update(`${path.slice(root.length)}\0${content.length}\0`);
    hash.update(content);
  }
  return hash.digest('hex');
}

function buildApp() {
  say('Building the app …');
  const stamp = sourcesNow();
  if (run(toolsNode, [join('build', 'build.ts')]).status !== 0) {
    fail('The app could not be built.', 'The messages above say where.');
  }
  writeFileSync(buildStamp, stamp);
}

const packages = { isDone: arePackagesInstalled, work: installPackages };
const runtime = { isDone: isRuntimeSettled, work: fetchRuntime };
const app = { isDone: () => contentOf(buildStamp) === sourcesNow(), work: buildApp };

/** A file that says who is preparing. Two at once would spoil each other's files, so the second one waits. */
function takeLock() {
  for (let isWaiting = false; ; isWaiting = true) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      process.once('exit', releaseLock);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = contentOf(lockFile);
    if (isAbandoned(holder)) {
      removeLockOf(holder);
    } else {
      if (!isWaiting) say(`Waiting for another preparation (process ${holder}) …`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    }
  }
}

function releaseLock() {
  process.off('exit', releaseLock);
  rmSync(lockFile, { force: true });
}

function isAbandoned(holder) {
  const age = Date.now() - (statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  // Whoever made the lock writes its number a moment later.
  if (holder === '') return age > 5_000;
  return age > lockMinutes * 60_000 || !isRunning(Number(holder));
}

function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Removes the lock, unless another one took it over in the meantime. */
function removeLockOf(holder) {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
    if (contentOf(aside) !== holder) linkSync(aside, lockFile);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

function prepare(steps) {
  if (!existsSync(lockFile) && steps.every((step) => step.isDone())) return;
  takeLock();
  for (const step of steps) if (!step.isDone()) step.work();
  releaseLock();
}

/** Runs a script in place of this one: same streams, same signals, same exit code. */
function runScript(args) {
  const child = spawn(toolsNode, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) =>
    fail(`${toolsNode} could not be run: ${error.message}`, 'Run npm ci, then try again.'),
  );
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `This is Node ${process.versions.node}.`,
    'Install Node 20 or later, then run the same command again.',
  );
}
const [first, ...rest] = process.argv.slice(2);
if (first === '--runtime') {
  const tryAgain = () => {
    if (!fetchRuntime()) process.exit(1);
  };
  prepare([packages, { isDone: () => false, work: tryAgain }]);
} else {
  prepare(first === '--packages' ? [packages] : [packages, runtime, app]);
  const script = first === '--packages' ? rest : process.argv.slice(2);
  if (script.length > 0) runScript(script);
}
