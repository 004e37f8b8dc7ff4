import nodeDisk from 'node:fs/promises';
import type { DiskCalls } from '../../../electron/transfers/part-file.ts';

/** One call that a program makes to its disk. */
export interface DiskCall {
  /** Such as `link`, or `handle.write` for one of an open file. */
  readonly name: string;
  readonly path: string;
  /** Which call it is in all, from 1 on. */
  readonly order: number;
}

/** Hears of each call; what it throws the call fails with. */
export interface DiskWatch {
  before?(call: DiskCall): Promise<void> | void;
  /** Of calls that did not fail. */
  after?(call: DiskCall): Promise<void> | void;
}

/** The calls of an open file that reach the disk. */
const handleCalls: ReadonlySet<string> = new Set([
  'read',
  'write',
  'writev',
  'sync',
  'datasync',
  'stat',
  'truncate',
  'close',
]);

/** The real disk, with somebody who hears of each call and may make it fail. */
export function watchedDisk(watch: DiskWatch): DiskCalls {
  let calls = 0;

  async function pass<T>(name: string, path: string, run: () => Promise<T>): Promise<T> {
    calls += 1;
    const call = { name, path, order: calls };
    try {
      await watch.before?.(call);
    } catch (error) {
      // Systems close a file also when that fails.
      if (name === 'handle.close') await run();
      throw error;
    }
    const value = await run();
    await watch.after?.(call);
    return value;
  }

  function watchHandle<T extends object>(handle: T, path: string): T {
    return new Proxy(handle, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        if (name === Symbol.asyncDispose) {
          return () => pass('handle.close', path, async () => Reflect.apply(member, target, []));
        }
        if (typeof name !== 'string' || !handleCalls.has(name)) return member.bind(target);
        return (...args: unknown[]) =>
          pass(`handle.${name}`, path, async () => Reflect.apply(member, target, args));
      },
    });
  }

  return new Proxy<DiskCalls>(
    { ...nodeDisk },
    {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof name !== 'string' || typeof member !== 'function') return member;
        return (...args: unknown[]) =>
          pass(name, String(args[0]), async () => {
            const answer: unknown = await Reflect.apply(member, target, args);
            const isHandle = name === 'open' && typeof answer === 'object' && answer !== null;
            return isHandle ? watchHandle(answer, String(args[0])) : answer;
          });
      },
    },
  );
}

/** What a disk's refusal looks like. */
export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: as the fault suite wants it`), { code });
}
