import { appendFileSync } from 'node:fs';
import nodeDisk from 'node:fs/promises';
import { ClientRequest, IncomingMessage } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Loaded before a program by `--import`: at the n-th call of one kind that the program makes to disk, database or network it
 * is ended with SIGKILL, or the call fails. `TEA_CHEST_FAULT_AT` is `<kind> <before|after> <n>`, followed by a system
 * error's code where the call is to fail, and by `on` where all later ones are to fail as well. With
 * `TEA_CHEST_FAULT_TRACE` each call is written to that file, so that the points of a run are known. The program knows nothing
 * of it. Time goes `TEA_CHEST_FAULT_HURRY` times as fast, so that its patience does not become the suite's.
 */

const [, faultAt = '', code, goesOn] =
  /^(.+? (?:before|after) \d+)(?: (E[A-Z]+))?( on)?$/.exec(process.env['TEA_CHEST_FAULT_AT'] ?? '') ?? [];
const tracePath = process.env['TEA_CHEST_FAULT_TRACE'];
const hurry = Number(process.env['TEA_CHEST_FAULT_HURRY'] ?? 1);
delete process.env['TEA_CHEST_FAULT_HURRY'];
delete process.env['TEA_CHEST_FAULT_AT'];
delete process.env['TEA_CHEST_FAULT_TRACE'];

const calls = new Map<string, number>();
let isFailing = false;

function count(kind: string): number {
  const number = (calls.get(kind) ?? 0) + 1;
  calls.set(kind, number);
  return number;
}

function pass(kind: string, moment: 'before' | 'after', number: number): void {
  const point = `${kind} ${moment} ${number}`;
  if (tracePath !== undefined) appendFileSync(tracePath, `${point}\n`);
  if (isFailing && point.startsWith(nameOf(faultAt))) throw systemError();
  if (point !== faultAt) return;
  if (code === undefined) process.kill(process.pid, 'SIGKILL');
  isFailing = goesOn !== undefined;
  throw systemError();
}

function nameOf(point: string): string {
  return point.replace(/\d+$/, '');
}

function systemError(): Error {
  return Object.assign(new Error(`${code}: as the fault suite wants it`), { code });
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

/** Puts a function around a method of an object that all callers share. */
function watchMethod(
  owner: object,
  name: string,
  kindOf: (args: readonly unknown[]) => string | null,
  isAsync = true,
): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') throw new Error(`There is no ${name} to watch.`);
  const watched = function (this: unknown, ...args: unknown[]): unknown {
    const kind = kindOf(args);
    if (kind === null) return Reflect.apply(original, this, args);
    const number = count(kind);
    try {
      pass(kind, 'before', number);
    } catch (error) {
      if (isAsync) return Promise.reject(error);
      throw error;
    }
    const answer: unknown = Reflect.apply(original, this, args);
    if (!isPromise(answer)) {
      pass(kind, 'after', number);
      return answer;
    }
    return answer.then((value) => {
      pass(kind, 'after', number);
      return value;
    });
  };
  Object.defineProperty(owner, name, { value: watched, configurable: true, writable: true });
}

/** What of a path tells one step from another: a part, a folder, a file of the profile. */
function placeOf(path: unknown): string {
  const text = String(path);
  if (text.includes('.teapart')) return 'part';
  return /\.[a-z]+$/i.test(text) ? 'file' : 'folder';
}

const sample = await nodeDisk.open(import.meta.filename);
const handlePrototype: unknown = Object.getPrototypeOf(sample);
await sample.close();
if (typeof handlePrototype !== 'object' || handlePrototype === null) throw new Error('no file handles');
for (const name of ['open', 'unlink', 'rm', 'mkdir', 'readdir', 'rename', 'link', 'statfs', 'lstat']) {
  watchMethod(nodeDisk, name, ([path]) => `${name} ${placeOf(path)}`);
}

for (const name of ['read', 'write', 'sync', 'datasync', 'truncate']) {
  watchMethod(handlePrototype, name, () => `handle ${name}`);
}

watchMethod(DatabaseSync.prototype, 'exec', () => 'database exec', false);
watchMethod(StatementSync.prototype, 'run', () => 'database run', false);

watchMethod(ClientRequest.prototype, 'write', () => 'network send piece', false);
watchMethod(ClientRequest.prototype, 'end', () => 'network end of request', false);
watchMethod(
  ClientRequest.prototype,
  'emit',
  ([event]) => (event === 'response' ? 'network answer' : null),
  false,
);
watchMethod(
  IncomingMessage.prototype,
  'push',
  ([piece]) => (piece === null ? 'network end of answer' : 'network receive piece'),
  false,
);

/** What is shorter is no patience, and connections need their time. Milliseconds. */
const shortWait = 1000;

const { setTimeout: unhurried } = globalThis;
const now = performance.now.bind(performance);
Reflect.set(
  globalThis,
  'setTimeout',
  Object.assign(
    (action: () => void, milliseconds = 0, ...values: []) =>
      unhurried(action, milliseconds < shortWait ? milliseconds : milliseconds / hurry, ...values),
    unhurried,
  ),
);
performance.now = () => now() * hurry;

// What was imported by name is these, too.
syncBuiltinESMExports();
