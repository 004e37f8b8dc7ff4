import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HashService } from '../local-files/hash-service.ts';
import { referenceTo } from '../local-files/local-file-reference.ts';
import { EqualContent } from './equal-content.ts';
import { LocalSource } from './local-source.ts';

let folder = '';
let hashes: HashService;
let equalContent: EqualContent;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-equal-'));
  hashes = new HashService();
  equalContent = new EqualContent();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<LocalSource> {
  await writeFile(join(folder, name), content);
  const reference = await referenceTo(join(folder, name));
  if (!reference.ok) throw new Error(reference.failure.reason);
  return new LocalSource(hashes, reference.value);
}

const never = new AbortController().signal;

it('lets others of the same size pass, and equal ones of another account', async () => {
  const inside = [
    await equalContent.enter('a', await file('one', 'same'), never),
    await equalContent.enter('a', await file('two', 'else'), never),
    await equalContent.enter('b', await file('three', 'same'), never),
  ];
  expect(inside).toHaveLength(3);
});

it('lets in equal ones one after the other', async () => {
  const order: string[] = [];
  const enter = async (name: string) => {
    const leave = await equalContent.enter('a', await file(name, 'same'), never);
    order.push(`${name} in`);
    return () => {
      order.push(`${name} out`);
      leave();
    };
  };
  const leaveOne = await enter('one');
  const compared = vi.spyOn(hashes, 'sha256Of');
  const others = [enter('two'), enter('three')];
  const quick = await equalContent.enter('a', await file('four', 'other bytes'), never);
  quick();
  await vi.waitFor(() => expect(compared).toHaveBeenCalledTimes(4));
  await Promise.all(compared.mock.results.map(({ value }) => value));
  await nextTurn();
  expect(order).toEqual(['one in']);
  leaveOne();
  (await Promise.race(others))();
  for (const leave of await Promise.all(others)) leave();
  expect(order.slice(0, 4).map((text) => text.split(' ')[1])).toEqual(['in', 'out', 'in', 'out']);
});

it('no longer makes wait who is not wanted any more', async () => {
  await equalContent.enter('a', await file('one', 'same'), never);
  const abort = new AbortController();
  const waiting = equalContent.enter('a', await file('two', 'same'), abort.signal);
  abort.abort();
  await expect(waiting).resolves.toBeInstanceOf(Function);
});
