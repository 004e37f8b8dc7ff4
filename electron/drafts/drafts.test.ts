import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InputOf } from '../../shared/api.ts';
import type { LocalFile } from '../../shared/local-file.ts';
import { type DraftSummary, mostDrafts } from '../../shared/publish-draft.ts';
import { give, newLocalFiles } from '../local-files/testing/given-files.ts';
import { loggersTo } from '../log.ts';
import { ManualClock } from '../testing/clocks.ts';
import { Drafts } from './drafts.ts';
import { openDrafts } from './open-drafts.ts';

const quiet = loggersTo({ write: () => undefined })('drafts');

let folder: string;
let run: Run;

/** The app from one start to the next: its own tickets, the same file of drafts. */
class Run {
  readonly localFiles = newLocalFiles();
  readonly clock = new ManualClock();
  readonly told: DraftSummary[][] = [];
  readonly setAside: number;
  readonly drafts: Drafts;

  constructor() {
    const { store, setAside } = openDrafts(join(folder, 'drafts.sqlite'), quiet, new Date(0));
    this.setAside = setAside.length;
    this.drafts = new Drafts(store, this.localFiles, this.clock, (list) => this.told.push(list));
  }

  async drop(...names: readonly string[]): Promise<LocalFile[]> {
    for (const name of names) await writeFile(join(folder, 'files', name), `bytes of ${name}`);
    const { files } = await give(this.localFiles, [join(folder, 'files')]);
    return files;
  }
}

function input(id: string, files: LocalFile[] | null, removed: string[] = []): InputOf<'drafts:save'> {
  return {
    id,
    heading: {
      accountId: 'account',
      owner: 'tea',
      packageName: id,
      version: '1.0',
      files: 1,
      bytes: 1,
      isWorkedOn: false,
    },
    content: {
      target: { accountId: 'account', owner: 'tea', packageName: null, version: null },
      place: { accountId: 'account', owner: 'tea' },
      typedPackage: id,
      typedVersion: '1.0',
      rule: { kind: 'base' },
      names: [],
      conflicts: { batch: 'leave', rows: [] },
      checksumsName: 'SHA256SUMS',
      removed,
      takenIn: [],
      leftOut: [],
    },
    files: files?.map(({ ticket }) => ticket) ?? null,
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-drafts-'));
  await mkdir(join(folder, 'files'));
  run = new Run();
});

afterEach(async () => {
  run.drafts.close();
  await rm(folder, { recursive: true });
});

function startAgain(): void {
  run.drafts.close();
  run = new Run();
}

test('the next run opens a draft with the same files under the same tickets', async () => {
  const files = await run.drop('a.bin', 'b.bin');
  run.drafts.save(input('one', files));
  startAgain();
  expect(run.localFiles.find(files[0]?.ticket ?? '').ok).toBe(false);
  const opened = await run.drafts.open('one');
  expect(opened?.selection).toEqual({ files, excluded: [], leftOut: [], unlisted: 0 });
  expect(opened?.content.typedPackage).toBe('one');
  expect(opened?.changedFiles).toBe(0);
  for (const { ticket } of files) expect(run.localFiles.find(ticket).ok).toBe(true);
});

test('files that are gone, became links or were changed are told', async () => {
  const files = await run.drop('changed.bin', 'gone.bin', 'link.bin', 'same.bin');
  run.drafts.save(input('one', files));
  startAgain();
  await writeFile(join(folder, 'files', 'changed.bin'), 'longer than it was before');
  await utimes(join(folder, 'files', 'changed.bin'), 1, 1);
  await rm(join(folder, 'files', 'gone.bin'));
  await rm(join(folder, 'files', 'link.bin'));
  await symlink('/etc/passwd', join(folder, 'files', 'link.bin'));
  const opened = await run.drafts.open('one');
  expect(opened?.selection.files.map(({ name, size }) => [name, size])).toEqual([
    ['changed.bin', 25],
    ['same.bin', 17],
  ]);
  expect(opened?.selection.leftOut).toEqual([
    { name: 'files/gone.bin', why: 'missing' },
    { name: 'files/link.bin', why: 'special-file' },
  ]);
  expect(opened?.changedFiles).toBe(1);
  for (const { ticket, name } of files) {
    expect(run.localFiles.find(ticket).ok).toBe(name === 'changed.bin' || name === 'same.bin');
  }
});

test('a draft is written over; files that were released meanwhile stay with it, rows taken off do not', async () => {
  const files = await run.drop('a.bin', 'b.bin', 'c.bin');
  const [first, second, third] = files.map(({ ticket }) => ticket);
  run.drafts.save(input('one', files));
  run.localFiles.release([first ?? '']);
  run.drafts.save(input('one', files, [second ?? '']));
  run.drafts.save(input('one', null, [second ?? '']));
  expect(run.drafts.list()).toHaveLength(1);
  startAgain();
  const opened = await run.drafts.open('one');
  expect(opened?.selection.files.map(({ ticket }) => ticket)).toEqual([first, third]);
});

test('a page cannot have a file that no user gave', async () => {
  const ticket = 'f'.repeat(32);
  run.drafts.save(input('one', [{ ticket, name: 'passwd', folder: '/etc', size: 1 }]));
  expect((await run.drafts.open('one'))?.selection.files).toEqual([]);
  expect(run.localFiles.find(ticket).ok).toBe(false);
});

test('a discarded draft is gone for good, and its files are forgotten', async () => {
  run.drafts.save(input('one', await run.drop('a.bin')));
  run.drafts.save(input('two', null));
  run.drafts.discard(['one']);
  expect(run.told.at(-1)?.map(({ id }) => id)).toEqual(['two']);
  expect(await run.drafts.open('one')).toBeNull();
  run.drafts.save(input('one', null));
  expect((await run.drafts.open('one'))?.selection.files).toEqual([]);
});

test('one draft too many: the one that was saved longest ago goes, and is told', async () => {
  for (let number = 0; number < mostDrafts; number += 1) {
    run.clock.advance(1000);
    expect(run.drafts.save(input(`draft-${number}`, null))).toEqual([]);
  }
  run.clock.advance(1000);
  run.drafts.save(input('draft-0', null));
  run.clock.advance(1000);
  expect(run.drafts.save(input('another', null)).map(({ id }) => id)).toEqual(['draft-1']);
  expect(run.drafts.list()).toHaveLength(mostDrafts);
  expect(
    run.drafts
      .list()
      .slice(0, 2)
      .map(({ id }) => id),
  ).toEqual(['another', 'draft-0']);
});

test('a damaged file of drafts is set aside, and the app starts', async () => {
  run.drafts.save(input('one', await run.drop('a.bin')));
  run.drafts.close();
  await writeFile(join(folder, 'drafts.sqlite'), 'no database at all, but long enough to be looked at');
  await rm(join(folder, 'drafts.sqlite-wal'), { force: true });
  run = new Run();
  expect(run.setAside).toBe(1);
  expect(run.drafts.list()).toEqual([]);
});
