import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Transfer } from '../../../shared/transfer.ts';
import { DatabaseInUse, openDatabase } from '../../database/open-database.ts';
import { loggersTo } from '../../log.ts';
import { type JournalUse, openJournal } from './open-journal.ts';
import { journalMigrations, TransferJournal } from './transfer-journal.ts';
import { TransferRecord } from './transfer-record.ts';

let folder = '';
let path = '';
const open: TransferJournal[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-journal-'));
  path = join(folder, 'transfers.sqlite');
});
afterEach(async () => {
  for (const journal of open.splice(0)) journal.close();
  await rm(folder, { recursive: true, force: true });
});

const log = loggersTo({ write: () => undefined })('journal');

function opened({ use = 'alone', keeps = 'everything' }: Partial<JournalUse> = {}) {
  const { journal, setAside } = openJournal(path, { use, keeps }, log, new Date('2026-01-02T03:04:05Z'));
  open.push(journal);
  return { journal, setAside };
}

function close(journal: TransferJournal): void {
  open.splice(open.indexOf(journal), 1);
  journal.close();
}

function record(id: string, change: Partial<Transfer> = {}): TransferRecord {
  return {
    transfer: {
      id,
      direction: 'publish',
      accountId: 'a',
      coordinates: { owner: 'crew', packageName: 'kettle', version: '1', fileName: id },
      localName: id,
      state: 'queued',
      size: 10,
      transferred: 0,
      speed: null,
      sha256: null,
      failure: null,
      batch: null,
      copiedFrom: null,
      oldFile: null,
      waitsFor: 0,
      retryAt: null,
      position: 1,
      addedAt: 1,
      startedAt: null,
      settledAt: null,
      ...change,
    },
    work: {
      kind: 'publish',
      file: {
        path: `/files/${id}`,
        identity: { device: 2n ** 60n + 1n, inode: 3n, size: 10, modifiedAt: 1_767_000_000_123_456_789n },
      },
      range: null,
      sentBytes: 0,
      mayHaveArrived: true,
    },
  };
}

function ids(records: readonly TransferRecord[]): string[] {
  return records.map(({ transfer }) => transfer.id);
}

/** A journal of 300 transfers, closed. */
async function written(): Promise<void> {
  const { journal } = opened();
  await journal.save(Array.from({ length: 300 }, (_, index) => record(`t${index}`)));
  close(journal);
}

async function spoilLastPage(): Promise<void> {
  const content = await readFile(path);
  await writeFile(path, content.fill(0, content.length - 4096));
}

describe('the journal', () => {
  it('gives back to the next process what it was given, in the order of the queue', async () => {
    const first = opened().journal;
    await first.save([record('b', { position: 2 }), record('a'), record('c', { position: 0.5 })]);
    close(first);
    expect(opened().journal.listed()).toEqual([
      record('c', { position: 0.5 }),
      record('a'),
      record('b', { position: 2 }),
    ]);
  });

  it('has on the disk what was saved, also when the process is killed without closing it', async () => {
    const { journal } = opened();
    await journal.save([record('a')]);
    // What a kill leaves: the files as they are, without anything that closing does.
    for (const ending of ['', '-wal']) await copyFile(path + ending, join(folder, `killed.sqlite${ending}`));
    path = join(folder, 'killed.sqlite');
    expect(opened().journal.listed()).toEqual([record('a')]);
  });

  it('tells the history in pages, latest first, and forgets what is not listed', async () => {
    const { journal } = opened();
    const all = ['a', 'b', 'c', 'd'].map((id, index) =>
      record(id, { state: 'done', settledAt: index < 2 ? 5 : index }),
    );
    await journal.save([...all, record('running')]);
    expect(ids(journal.history(null, 3))).toEqual(['b', 'a', 'd']);
    expect(ids(journal.history('d', 3))).toEqual(['c']);
    expect(ids(journal.history('c', 3))).toEqual([]);
    journal.unlist(['a', 'c', 'd']);
    journal.clearHistory(3);
    expect(ids(journal.history(null, 9))).toEqual(['b', 'a', 'd']);
    journal.clearHistory();
    expect(ids(journal.history(null, 9))).toEqual(['b']);
    expect(ids(journal.listed()).sort()).toEqual(['b', 'running']);
  });

  it('gives what was asked for together, also after it was taken off the list', async () => {
    const { journal } = opened();
    await journal.save([
      record('b', { batch: 'one', position: 2, state: 'done', settledAt: 1 }),
      record('c', { batch: 'two' }),
      record('a', { batch: 'one' }),
    ]);
    journal.unlist(['b']);
    expect(ids(journal.batch('one'))).toEqual(['a', 'b']);
    expect(ids(journal.batch('none'))).toEqual([]);
  });

  it('reads what was written before batches were kept', () => {
    const [first = ''] = journalMigrations;
    const before = openDatabase(path, { name: 'It', migrations: [first], use: 'alone' });
    const { transfer, work } = z.encode(TransferRecord, record('old'));
    const { batch: _, ...old } = transfer;
    before
      .prepare('insert into transfer (id, account_id, is_listed, record) values (?, ?, 1, ?)')
      .run('old', 'a', JSON.stringify({ transfer: old, work }));
    before.close();
    expect(opened().journal.listed()).toEqual([record('old')]);
  });

  it('tells what of an account was published, latest first', async () => {
    const { journal } = opened();
    await journal.save([
      record('older', { state: 'done', settledAt: 1 }),
      record('there', { state: 'skipped', settledAt: 3, localName: 'on-disk' }),
      record('failed', { state: 'failed', settledAt: 4 }),
      record('fetched', { state: 'done', settledAt: 5, direction: 'download' }),
      record('another', { state: 'done', settledAt: 6, accountId: 'b' }),
      record('running'),
    ]);
    const coordinates = { owner: 'crew', packageName: 'kettle', version: '1' };
    expect(journal.published('a')).toEqual([
      { coordinates: { ...coordinates, fileName: 'there' }, localName: 'on-disk' },
      { coordinates: { ...coordinates, fileName: 'older' }, localName: 'older' },
    ]);
  });

  it('that keeps the unfinished only forgets what came to a good end', async () => {
    const { journal } = opened({ keeps: 'unfinished', use: 'shared' });
    await journal.save([record('a'), record('b')]);
    await journal.save([record('a', { state: 'done', settledAt: 1 })]);
    await journal.save([record('b', { state: 'failed', settledAt: 1 })]);
    expect(journal.unfinishedOf('a').map(({ transfer }) => transfer.id)).toEqual(['b']);
    expect(journal.find('a')).toBeNull();
  });

  it('keeps what the disk did not take until it does', async () => {
    const database = openDatabase(path, { name: 'It', migrations: journalMigrations, use: 'alone' });
    const journal = new TransferJournal(database, 'everything', log);
    open.push(journal);
    database.exec('pragma query_only = on');
    await journal.save([record('a')]);
    expect(journal.listed()).toEqual([]);
    database.exec('pragma query_only = off');
    await journal.save([record('b')]);
    expect(ids(journal.listed())).toEqual(['a', 'b']);
  });

  it('of the app is had by one process, that of the command line by several', async () => {
    opened();
    expect(() => opened()).toThrow(DatabaseInUse);
    path = join(folder, 'shared.sqlite');
    const one = opened({ use: 'shared' }).journal;
    await opened({ use: 'shared' }).journal.save([record('a')]);
    expect(one.listed()).toEqual([record('a')]);
  });
});

describe('a journal that cannot be read', () => {
  it.each([
    ['of zeros', async () => writeFile(path, Buffer.alloc(8192))],
    ['of something else', async () => writeFile(path, '{"accounts":[]}')],
    ['with a spoiled page', async () => spoilLastPage()],
    ['cut in half', async () => truncate(path, Math.floor((await readFile(path)).length / 2))],
  ])('%s is kept aside, and a new one begun', async (_what, spoil) => {
    await written();
    await spoil();
    const spoiled = await readFile(path);
    const { journal, setAside } = opened();
    expect(setAside).toEqual([
      { name: 'transfers.sqlite', movedTo: `${folder}/transfers.broken-2026-01-02T03-04-05.000Z.sqlite` },
    ]);
    expect((await readFile(setAside[0]?.movedTo ?? '')).equals(spoiled)).toBe(true);
    expect(journal.listed()).toEqual([]);
    await journal.save([record('new')]);
    expect(journal.listed()).toEqual([record('new')]);
  });

  it('because a later release wrote it is kept aside too', async () => {
    await written();
    const { DatabaseSync } = await import('node:sqlite');
    const later = new DatabaseSync(path);
    later.exec('pragma user_version = 99');
    later.close();
    expect(opened().setAside).toHaveLength(1);
    expect(await readdir(folder)).toHaveLength(3);
  });

  it('in one row loses that row only', async () => {
    await written();
    const { DatabaseSync } = await import('node:sqlite');
    const broken = new DatabaseSync(path);
    broken.exec(`update transfer set record = '{"transfer":null}' where id = 't7'`);
    broken.close();
    expect(opened().journal.listed()).toHaveLength(299);
  });
});
