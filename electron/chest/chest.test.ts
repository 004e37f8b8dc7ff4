import { createHash } from 'node:crypto';
import nodeDisk, { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChestState } from '../../shared/chest.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { AccountService } from '../accounts/account-service.ts';
import { createAccounts } from '../accounts/testing/account-parts.ts';
import { DeletionService } from '../deletions/deletion-service.ts';
import { HashService } from '../local-files/hash-service.ts';
import { type LocalRegistry, startLocalRegistry } from '../local-registry/server.ts';
import { loggersTo } from '../log.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { ManualClock } from '../testing/clocks.ts';
import { Chest } from './chest.ts';
import { openChestIndex } from './open-chest.ts';

const version = { owner: 'local', packageName: 'kettle', version: '1.4.2' };
const hour = 60 * 60 * 1000;
const day = 24 * hour;
const unstopped = new AbortController().signal;
const silentLog = loggersTo({ write: () => undefined })('chest');

/** Days pass when the test says so; what waits for less than an hour does not wait long. */
class DaysClock extends ManualClock {
  override after(milliseconds: number, action: () => void): () => void {
    if (milliseconds >= hour) return super.after(milliseconds, action);
    const timer = setTimeout(action, milliseconds / 50);
    return () => clearTimeout(timer);
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

let folder = '';
let registry: LocalRegistry;
let client: RegistryClient;
let accounts: AccountService;
let accountId = '';
let clock: DaysClock;
let limits = { chestSize: 1000, chestDays: 30 };
let freeBytes = Number.MAX_SAFE_INTEGER;
/** What happens before a file of the chest is opened. */
let beforeOpening: (path: string) => Promise<void> = async () => undefined;
let app: ReturnType<typeof startApp>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-chest-'));
  registry = await startLocalRegistry({ dataDirectory: join(folder, 'registry'), report: () => undefined });
  const credential = { kind: 'token', token: registry.issueToken('local', 'test') } as const;
  client = new RegistryClient({ serverUrl: registry.url, credential });
  accounts = createAccounts();
  const added = await accounts.add(registry.url, credential, 'Workshop');
  if (!added.ok) throw new Error(added.failure.reason);
  accountId = added.value.id;
  clock = new DaysClock();
  limits = { chestSize: 1000, chestDays: 30 };
  freeBytes = Number.MAX_SAFE_INTEGER;
  beforeOpening = async () => undefined;
  app = startApp();
});
afterEach(async () => {
  await app.chest.stop();
  client.destroy();
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

function startApp() {
  const opened = openChestIndex(join(folder, 'chest'), silentLog, new Date(0));
  const states: ChestState[] = [];
  const published: string[] = [];
  const chest = new Chest({
    folder: join(folder, 'chest'),
    index: opened.index,
    accountOf: (id) => accounts.get(id),
    clientFor: (id) => accounts.clientFor(id),
    limits: () => limits,
    disk: {
      ...nodeDisk,
      statfs: async () => ({ blocks: 1, bavail: freeBytes, bsize: 1 }),
      open: async (path, flags, mode) => {
        await beforeOpening(String(path));
        return nodeDisk.open(path, flags, mode);
      },
    },
    hashes: new HashService(),
    clock,
    random: () => 0,
    log: silentLog,
    changed: (state) => states.push(state),
    published: ({ owner }) => published.push(owner),
  });
  const deletions = new DeletionService({
    clientFor: (id) => accounts.clientFor(id),
    before: chest,
    clock,
    newId: () => 'deletion',
    gone: () => undefined,
    progressed: () => undefined,
  });
  chest.start();
  return { chest, deletions, states, published, setAside: opened.setAside };
}

/** As when the app quits, or is killed, and is started again. */
async function restart(): Promise<void> {
  await app.chest.stop();
  app = startApp();
}

async function publish(fileName: string, text: string, to: VersionCoordinates = version): Promise<void> {
  const published = await client.publishFile({
    coordinates: { ...to, fileName },
    size: Buffer.byteLength(text),
    openBody: () => Readable.from([Buffer.from(text)], { objectMode: false }),
    signal: unstopped,
  });
  if (!published.ok) throw new Error(published.failure.reason);
}

/** What the server has of a version: sha256 by name. */
async function onServer(of: VersionCoordinates = version): Promise<Record<string, string>> {
  return Object.fromEntries((await files(of)).map((file) => [file.fileName, file.sha256]));
}

async function files(of: VersionCoordinates): Promise<readonly PackageFile[]> {
  const listed = await client.listFiles(of);
  if (listed.ok) return listed.value.files;
  if (listed.failure.reason === 'not-found') return [];
  throw new Error(listed.failure.reason);
}

/** Deletes a version as the user does. */
async function deleteVersion(of: VersionCoordinates = version) {
  const { packageName, version: name } = of;
  const fileIds = (await files(of)).map(({ id }) => id);
  return app.deletions.delete(accountId, of.owner, {
    kind: 'version',
    packageName,
    version: name,
    id: null,
    fileIds,
  });
}

async function deleteFile(fileName: string) {
  const file = (await files(version)).find((each) => each.fileName === fileName);
  if (file === undefined) throw new Error('no such file');
  const { packageName, version: name } = version;
  const seen = [{ fileName, id: file.id, sha256: file.sha256 }];
  return app.deletions.delete(accountId, 'local', {
    kind: 'files',
    packageName,
    version: name,
    files: seen,
    isOneThing: true,
  });
}

function entries() {
  return app.chest.list(null, 100).entries;
}

function onlyEntry() {
  const [entry, ...others] = entries();
  if (entry === undefined || others.length > 0) throw new Error(`${entries().length} entries`);
  return entry;
}

const contentPath = () => join(folder, 'chest', 'content');

async function content(): Promise<string[]> {
  return (await readdir(contentPath())).toSorted();
}

const kept = { ok: true, value: { isKept: true } };
const skipped = { ok: true, value: { isKept: false } };

describe('what is deleted', () => {
  it('is kept, and put back with the same bytes', async () => {
    await publish('kettle.bin', 'water');
    await publish('notes.txt', 'hot');
    await publish('empty', '');
    const before = await onServer();
    expect(await deleteVersion()).toEqual(kept);
    expect(await onServer()).toEqual({});
    const entry = onlyEntry();
    expect(entry).toMatchObject({
      ...version,
      accountId,
      accountLabel: 'Workshop',
      serverUrl: registry.url,
      isWholeVersion: true,
      fileCount: 3,
      size: 8,
      keptAt: 0,
      keptUntil: 30 * day,
    });
    expect(entry.fileNames.toSorted()).toEqual(['empty', 'kettle.bin', 'notes.txt']);
    expect(app.chest.state()).toMatchObject({ entries: 1, used: 8 });

    await restart();
    expect(await app.chest.putBack([entry.id])).toEqual([{ id: entry.id, failure: null }]);
    expect(await onServer()).toEqual(before);
    expect(before['kettle.bin']).toBe(sha256('water'));
    expect(app.published).toEqual(['local']);
    expect(entries()).toEqual([]);
    expect(await content()).toEqual([]);
  });

  it('may be some files of a version', async () => {
    await publish('a', 'one');
    await publish('b', 'two');
    expect(await deleteFile('a')).toEqual(kept);
    expect(onlyEntry()).toMatchObject({ isWholeVersion: false, fileCount: 1, fileNames: ['a'] });
    expect(await onServer()).toEqual({ b: sha256('two') });
    await app.chest.putBack([onlyEntry().id]);
    expect(await onServer()).toEqual({ a: sha256('one'), b: sha256('two') });
  });

  it('lies here once where its bytes are the same, until the last of it goes', async () => {
    const other = { ...version, version: '1.5' };
    await publish('a', 'same');
    await publish('b', 'same');
    await publish('a', 'same', other);
    await deleteVersion();
    clock.advance(1);
    await deleteVersion(other);
    expect(app.chest.state()).toMatchObject({ entries: 2, used: 4 });
    expect(await content()).toEqual([sha256('same')]);
    await restart();
    expect(app.chest.state()).toMatchObject({ entries: 2, used: 4 });
    const [newest, oldest] = entries();
    expect(newest?.version).toBe('1.5');
    await app.chest.remove([oldest?.id ?? 0, 4711]);
    expect(app.chest.state()).toMatchObject({ entries: 1, used: 4 });
    expect(await content()).toEqual([sha256('same')]);
    await app.chest.putBack([newest?.id ?? 0]);
    expect(await onServer(other)).toEqual({ a: sha256('same') });
    expect(await content()).toEqual([]);
  });

  it('stays when another deletion needs its bytes while it goes', async () => {
    const other = { ...version, version: '1.5' };
    await publish('a', 'same');
    await deleteVersion();
    await publish('a', 'same', other);
    await publish('b', 'new', other);
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    beforeOpening = async (path) => {
      if (!path.includes(sha256('new'))) return;
      reached.resolve();
      await goOn.promise;
    };
    const deleting = deleteVersion(other);
    await reached.promise;
    await app.chest.remove([onlyEntry().id]);
    goOn.resolve();
    expect(await deleting).toEqual(kept);
    expect(await content()).toEqual([sha256('same'), sha256('new')].toSorted());
    expect(await app.chest.putBack([onlyEntry().id])).toMatchObject([{ failure: null }]);
    expect(await onServer(other)).toEqual({ a: sha256('same'), b: sha256('new') });
  });

  it('is one entry when the same is deleted again', async () => {
    await publish('a', 'one');
    const [file] = await files(version);
    if (file === undefined) throw new Error('no file');
    const doomed = { accountId, version, files: [file], isWholeVersion: true };
    await app.chest.keep(doomed, unstopped);
    clock.advance(day);
    await app.chest.keep(doomed, unstopped);
    expect(onlyEntry()).toMatchObject({ keptAt: day, keptUntil: 31 * day });
  });

  it('comes page by page, latest first', async () => {
    for (const name of ['1', '2', '3', '4']) {
      await publish('a', name, { ...version, version: name });
      await deleteVersion({ ...version, version: name });
    }
    const first = app.chest.list(null, 3);
    expect(first.entries.map((entry) => entry.version)).toEqual(['4', '3', '2']);
    expect(first.hasMore).toBe(true);
    const second = app.chest.list(first.entries.at(-1) ?? null, 3);
    expect(second).toMatchObject({ entries: [{ version: '1' }], hasMore: false });
  });
});

describe('nothing is deleted', () => {
  it('of which the server gives other bytes than it lists', async () => {
    await publish('a', 'right');
    await publish('b', 'fine!');
    const sum = sha256('right');
    await writeFile(join(folder, 'registry', 'blobs', sum.slice(0, 2), sum), 'wrong');
    expect(await deleteVersion()).toMatchObject({ ok: false, failure: { reason: 'no-copy-kept' } });
    expect(Object.keys(await onServer())).toEqual(['a', 'b']);
    expect(entries()).toEqual([]);
    expect(await content()).toEqual([]);
  });

  it('where the folder cannot be written to', async () => {
    await publish('a', 'one');
    await app.chest.stop();
    await rm(contentPath(), { recursive: true });
    await writeFile(contentPath(), 'a file in its place');
    app = startApp();
    expect(await deleteVersion()).toMatchObject({ ok: false, failure: { reason: 'no-copy-kept' } });
    expect(await onServer()).toEqual({ a: sha256('one') });
  });

  it('when the app quits meanwhile', async () => {
    await publish('a', 'one');
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    beforeOpening = async (path) => {
      if (!path.includes(sha256('one'))) return;
      reached.resolve();
      await goOn.promise;
    };
    const deleting = deleteVersion();
    await reached.promise;
    const stopped = app.chest.stop();
    goOn.resolve();
    expect(await deleting).toMatchObject({ ok: false, failure: { reason: 'cancelled' } });
    await stopped;
    app = startApp();
    expect(await onServer()).toEqual({ a: sha256('one') });
    expect(entries()).toEqual([]);
  });

  it('when it is called off meanwhile', async () => {
    await publish('a', 'one');
    const listed = await files(version);
    const abort = new AbortController();
    const keeping = app.chest.keep({ accountId, version, files: listed, isWholeVersion: true }, abort.signal);
    abort.abort();
    expect(await keeping).toMatchObject({ ok: false, failure: { reason: 'cancelled' } });
    expect(entries()).toEqual([]);
    await vi.waitFor(async () => expect(await content()).toEqual([]));
  });
});

describe('the size of the chest', () => {
  it('lets nothing in beside what is there, and throws nothing out for it', async () => {
    limits = { chestSize: 10, chestDays: 30 };
    await publish('a', '12345678');
    await deleteVersion();
    const late = { ...version, version: '2' };
    await publish('a', 'abc', late);
    expect(await app.chest.willKeep(3)).toEqual({ kind: 'too-large', room: 2 });
    expect(await app.chest.willKeep(2)).toEqual({ kind: 'kept', days: 30 });
    expect(await app.chest.willKeep(null)).toEqual({ kind: 'as-room-allows', days: 30, room: 2 });
    expect(await deleteVersion(late)).toEqual(skipped);
    expect(await onServer(late)).toEqual({});
    expect(onlyEntry()).toMatchObject({ version: '1.4.2' });
    // What is over its time makes room at once, not at the next full hour.
    clock.advance(0.5 * hour);
    limits = { chestSize: 10, chestDays: 1 };
    await app.chest.empty();
    await publish('a', '12345678');
    await deleteVersion();
    await restart();
    await publish('a', 'abc', late);
    clock.advance(day);
    expect(await deleteVersion(late)).toEqual(kept);
    await vi.waitFor(() => expect(onlyEntry()).toMatchObject({ version: '2' }));
  });

  it('counts bytes that are here already once', async () => {
    limits = { chestSize: 5, chestDays: 30 };
    await publish('a', 'equal');
    await publish('b', 'equal');
    expect(await deleteVersion()).toEqual(kept);
  });

  it('is nothing where the chest is switched off', async () => {
    limits = { chestSize: 0, chestDays: 30 };
    await publish('a', 'one');
    expect(await app.chest.willKeep(3)).toEqual({ kind: 'off' });
    expect(await deleteVersion()).toEqual(skipped);
    expect(await onServer()).toEqual({});
    expect(entries()).toEqual([]);
  });

  it('is what the disk has left, where that is less', async () => {
    freeBytes = 2;
    await publish('a', 'one');
    expect(await app.chest.willKeep(3)).toEqual({ kind: 'disk-full' });
    expect(await deleteVersion()).toEqual(skipped);
    expect(entries()).toEqual([]);
  });
});

describe('the time', () => {
  it('ends by itself, looked at every hour and at the start', async () => {
    limits = { chestSize: 1000, chestDays: 1 };
    await publish('a', 'one');
    await deleteVersion();
    // What was promised holds, whatever is chosen later.
    limits = { chestSize: 1000, chestDays: 300 };
    clock.advance(23 * hour);
    await restart();
    expect(entries()).toHaveLength(1);
    clock.advance(hour);
    await vi.waitFor(() => expect(entries()).toEqual([]));
    await vi.waitFor(async () => expect(await content()).toEqual([]));

    await publish('a', 'one');
    limits = { chestSize: 1000, chestDays: 1 };
    await deleteVersion();
    await app.chest.stop();
    clock.advance(2 * day);
    app = startApp();
    await vi.waitFor(() => expect(entries()).toEqual([]));
    await vi.waitFor(async () => expect(await content()).toEqual([]));
  });

  it('is over for everything when the user empties it', async () => {
    for (const name of ['1', '2', '3']) {
      await publish('a', name, { ...version, version: name });
      await deleteVersion({ ...version, version: name });
    }
    await app.chest.empty();
    expect(app.chest.state()).toMatchObject({ entries: 0, used: 0 });
    expect(await content()).toEqual([]);
    await vi.waitFor(() => expect(app.states.at(-1)).toMatchObject({ entries: 0, used: 0 }));
  });
});

describe('putting back', () => {
  it('refuses bytes that were damaged here, before anything is sent', async () => {
    await publish('a', 'right');
    await publish('b', 'other');
    await deleteVersion();
    await writeFile(join(contentPath(), sha256('other')), 'wrong');
    const { id } = onlyEntry();
    expect(await app.chest.putBack([id])).toEqual([
      { id, failure: { reason: 'kept-file-damaged', subject: 'b' } },
    ]);
    expect(await onServer()).toEqual({});
    await rm(join(contentPath(), sha256('other')));
    expect(await app.chest.putBack([id])).toMatchObject([{ failure: { reason: 'kept-file-damaged' } }]);
    expect(onlyEntry().id).toBe(id);
  });

  it('refuses where the server has other bytes by now, before anything is sent', async () => {
    await publish('a', 'one');
    await publish('b', 'two');
    await deleteVersion();
    await publish('B', 'new');
    const { id } = onlyEntry();
    expect(await app.chest.putBack([id])).toEqual([
      { id, failure: { reason: 'already-exists', subject: 'b' } },
    ]);
    expect(await onServer()).toEqual({ B: sha256('new') });
    expect(app.published).toEqual([]);
    expect(onlyEntry().id).toBe(id);
  });

  it('takes what is there with the same bytes', async () => {
    await publish('a', 'one');
    await publish('b', 'two');
    await deleteVersion();
    await publish('a', 'one');
    expect(await app.chest.putBack([onlyEntry().id])).toMatchObject([{ failure: null }]);
    expect(await onServer()).toEqual({ a: sha256('one'), b: sha256('two') });
    expect(entries()).toEqual([]);
  });

  it('says that the account is gone, and keeps the entry until its time', async () => {
    await publish('a', 'one');
    await deleteVersion();
    await accounts.remove(accountId);
    const { id } = onlyEntry();
    expect(await app.chest.putBack([id, 4711])).toEqual([
      { id, failure: { reason: 'account-missing', subject: 'Workshop' } },
      { id: 4711, failure: { reason: 'not-found' } },
    ]);
    expect(onlyEntry().id).toBe(id);
    clock.advance(30 * day);
    await vi.waitFor(() => expect(entries()).toEqual([]));
  });

  it('tells how far it is, and the entry stays when it is called off', async () => {
    await publish('a', 'one');
    await deleteVersion();
    const { id } = onlyEntry();
    const putting = app.chest.putBack([id]);
    expect(app.chest.state().puttingBack).toEqual([{ id, bytes: 0, size: 3 }]);
    // It is neither deleted nor put back twice meanwhile.
    await app.chest.remove([id]);
    await app.chest.empty();
    expect(await app.chest.putBack([id])).toEqual([]);
    app.chest.cancelPutBack();
    expect(await putting).toEqual([{ id, failure: { reason: 'cancelled' } }]);
    expect(onlyEntry().id).toBe(id);
    expect(app.chest.state().puttingBack).toEqual([]);
    expect(await app.chest.putBack([id])).toEqual([{ id, failure: null }]);
  });
});

describe('after a crash', () => {
  it('bytes that the index does not know are swept away, and those that it knows stay', async () => {
    await publish('a', 'one');
    await deleteVersion();
    await app.chest.stop();
    const lost = sha256('lost');
    await writeFile(join(contentPath(), lost), 'lost');
    await writeFile(join(contentPath(), `${lost}.part`), 'lo');
    await mkdir(join(contentPath(), 'f'.repeat(64)));
    app = startApp();
    await vi.waitFor(async () => expect(await content()).toEqual([sha256('one')]));
    expect(await readFile(join(contentPath(), sha256('one')), 'utf8')).toBe('one');
  });

  it('half of the bytes under a name are fetched anew', async () => {
    await publish('a', 'whole');
    await vi.waitFor(async () => expect(await content()).toEqual([]));
    await writeFile(join(contentPath(), sha256('whole')), 'who');
    expect(await deleteVersion()).toEqual(kept);
    expect(await readFile(join(contentPath(), sha256('whole')), 'utf8')).toBe('whole');
  });

  it('an index that cannot be read is moved aside together with its bytes', async () => {
    await publish('a', 'one');
    await deleteVersion();
    await app.chest.stop();
    await rm(join(folder, 'chest', 'chest.sqlite-wal'), { force: true });
    await writeFile(join(folder, 'chest', 'chest.sqlite'), 'no database');
    app = startApp();
    expect(app.setAside.map(({ name }) => name)).toEqual(['chest.sqlite']);
    expect(entries()).toEqual([]);
    await vi.waitFor(async () => expect(await content()).toEqual([]));
    const aside = (await readdir(join(folder, 'chest'))).find((name) => name.startsWith('content.broken'));
    expect(await readdir(join(folder, 'chest', aside ?? ''))).toEqual([sha256('one')]);
  });
});
