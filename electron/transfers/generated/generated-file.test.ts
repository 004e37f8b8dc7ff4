import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { SeenFile, Transfer, TransferId } from '../../../shared/transfer.ts';
import { HashService } from '../../local-files/hash-service.ts';
import { give, newLocalFiles } from '../../local-files/testing/given-files.ts';
import { loggersTo } from '../../log.ts';
import { fastClock } from '../../testing/clocks.ts';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { openJournal } from '../journal/open-journal.ts';
import { Transfers } from '../transfers.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.4.2' };
const sums = { ...version, fileName: 'SHA256SUMS' };
const tooLarge = { answer: failed('file-too-large'), store: () => null } as const;

let folder = '';
let registry: MemoryRegistry;
let app: ReturnType<typeof startApp>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-generated-'));
  registry = new MemoryRegistry();
  app = startApp();
});
afterEach(async () => {
  await app.end();
  await rm(folder, { recursive: true, force: true });
});

function startApp() {
  const hashes = new HashService();
  const localFiles = newLocalFiles(hashes);
  const log = loggersTo({ write: () => undefined })('transfers');
  const use = { use: 'alone', keeps: 'everything' } as const;
  const { journal } = openJournal(join(folder, 'transfers.sqlite'), use, log, new Date());
  let held = 0;
  const transfers = new Transfers({
    clientFor: async () => succeeded(registry),
    localFiles,
    hashes,
    places: { downloadFolder: () => folder, askForFile: async () => null, askForFolder: async () => null },
    limits: () => ({ publish: 3, download: 4 }),
    listener: {
      changed: () => undefined,
      removed: () => undefined,
      packagesChanged: () => undefined,
      ranDry: (summary) => {
        held = summary.held;
      },
    },
    journal,
    keptFolder: join(folder, 'replaced'),
    deleteMoved: async () => failed('not-offered'),
    clock: fastClock(20),
    random: () => 0,
    log,
  });
  transfers.restore();
  async function end(): Promise<void> {
    await transfers.stop();
    journal.close();
  }
  return { transfers, localFiles, end, held: () => held };
}

/** As when the app quits and is started again. */
async function restart(): Promise<void> {
  await app.end();
  app = startApp();
}

/** Publishes files of one letter each, and the list of their checksums. */
async function publish(...names: string[]): Promise<TransferId[]> {
  return publishOver(null, ...names);
}

/** The same, the list in the place of one that is there. */
async function publishOver(replaces: SeenFile | null, ...names: string[]): Promise<TransferId[]> {
  const paths = names.map((name) => join(folder, name));
  for (const path of paths) await writeFile(path, `the bytes of ${path.at(-1)}`);
  const { files } = await give(app.localFiles, paths);
  const queued = await app.transfers.publish({
    accountId: 'a',
    version,
    files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
    checksumsName: sums.fileName,
    ...(replaces !== null && { checksumsReplaces: replaces }),
  });
  return idsOf(queued);
}

/** A list that is there already, as the user sees it. */
async function putList(text: string): Promise<SeenFile> {
  registry.put(sums, Buffer.from(text));
  const listed = await registry.listFiles(version);
  const found = listed.ok ? listed.value.files.find(({ fileName }) => fileName === sums.fileName) : undefined;
  if (found === undefined) throw new Error('the list is not there');
  return { id: found.id, sha256: found.sha256 };
}

function idsOf(outcome: Outcome<TransferId[]>): TransferId[] {
  if (!outcome.ok) throw new Error(outcome.failure.reason);
  return outcome.value;
}

function found(fileName: string): Transfer {
  const transfer = app.transfers.list().findLast(({ coordinates }) => coordinates.fileName === fileName);
  if (transfer === undefined) throw new Error(`no transfer of ${fileName}`);
  return transfer;
}

function stateOf(fileName: string): string {
  const { state, waitsFor, failure } = found(fileName);
  return [state, waitsFor > 0 ? `waits for ${waitsFor}` : '', failure?.reason ?? '', failure?.subject ?? '']
    .filter((word) => word !== '')
    .join(' ');
}

async function becomes(states: Record<string, string>): Promise<void> {
  await vi.waitFor(
    () => {
      const now = Object.fromEntries(Object.keys(states).map((name) => [name, stateOf(name)]));
      expect(now).toEqual(states);
    },
    { timeout: 10_000, interval: 5 },
  );
}

function line(name: string): string {
  return `${createHash('sha256').update(`the bytes of ${name}`).digest('hex')}  ${name}\n`;
}

function published(): string | null {
  return registry.get(sums)?.toString() ?? null;
}

describe('the list of checksums', () => {
  it('is published last, of everything in the version but itself', async () => {
    registry.put({ ...version, fileName: 'Before' }, Buffer.from('the bytes of Before'));
    await publish('b', 'a', 'c');
    await becomes({ [sums.fileName]: 'done' });
    expect(registry.asked.filter((asked) => asked.startsWith('put')).at(-1)).toBe('put SHA256SUMS');
    expect(published()).toBe(line('Before') + line('a') + line('b') + line('c'));
    expect(found(sums.fileName)).toMatchObject({
      size: published()?.length,
      sha256: createHash('sha256')
        .update(published() ?? '')
        .digest('hex'),
    });
  });

  it('tells how many it waits for, whatever its place in the queue', async () => {
    const gate = Promise.withResolvers<void>();
    registry.publishFaults.push({ during: { at: 1, act: () => gate.promise } });
    const ids = await publish('a', 'b');
    app.transfers.move(ids.slice(-1), ids[0] ?? null);
    expect(stateOf(sums.fileName)).toBe('queued waits for 2');
    gate.resolve();
    await becomes({ a: 'done', b: 'done', [sums.fileName]: 'done' });
  });

  it('lists files that were there already too', async () => {
    registry.put({ ...version, fileName: 'a' }, Buffer.from('the bytes of a'));
    await publish('a', 'b');
    await becomes({ a: 'skipped', b: 'done', [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b'));
  });

  it('can be published alone of what is there', async () => {
    registry.put({ ...version, fileName: 'a' }, Buffer.from('the bytes of a'));
    await publish();
    await becomes({ [sums.fileName]: 'done' });
    expect(published()).toBe(line('a'));
    await publish();
    await becomes({ [sums.fileName]: 'skipped' });
  });

  it('is never sent over another one', async () => {
    registry.put(sums, Buffer.from('of somebody else'));
    await publish('a');
    await becomes({ [sums.fileName]: 'needs-decision already-exists SHA256SUMS' });
    app.transfers.decide(found(sums.fileName).id, { kind: 'rename', fileName: 'SHA256SUMS-2' });
    await becomes({ 'SHA256SUMS-2': 'done' });
    expect(published()).toBe('of somebody else');
    const renamed = registry.get({ ...version, fileName: 'SHA256SUMS-2' })?.toString();
    expect(renamed).toContain(line('a'));
    expect(renamed).toContain('  SHA256SUMS\n');
  });

  it('waits behind a file that failed, and goes on by itself when that is there', async () => {
    registry.publishFaults.push(tooLarge);
    const [a = ''] = await publish('a', 'b', 'c');
    await becomes({ b: 'done', c: 'done', [sums.fileName]: 'paused waits for 1 batch-incomplete a' });
    expect(app.transfers.progress().unsettled).toBe(0);
    expect(app.held()).toBe(1);
    // It cannot be made to go on.
    app.transfers.resume([found(sums.fileName).id]);
    await becomes({ [sums.fileName]: 'paused waits for 1 batch-incomplete a' });
    expect(published()).toBeNull();
    app.transfers.retry([a]);
    await becomes({ a: 'done', [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b') + line('c'));
  });

  it('waits behind what the user paused', async () => {
    const gate = Promise.withResolvers<void>();
    registry.publishFaults.push({ during: { at: 1, act: () => gate.promise } });
    const [a = '', b = ''] = await publish('a', 'b');
    app.transfers.pause([b]);
    gate.resolve();
    await becomes({ a: 'done', [sums.fileName]: 'paused waits for 1 batch-incomplete b' });
    app.transfers.resume([a, b]);
    await becomes({ b: 'done', [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b'));
  });

  it('is given up with a file that is cancelled, and wanted again with it', async () => {
    const gate = Promise.withResolvers<void>();
    registry.publishFaults.push({ during: { at: 1, act: () => gate.promise } });
    const [, b = ''] = await publish('a', 'b');
    app.transfers.cancel([b]);
    await becomes({ [sums.fileName]: 'failed waits for 2 batch-incomplete b' });
    gate.resolve();
    await becomes({ a: 'done' });
    expect(published()).toBeNull();
    app.transfers.retry([b]);
    await becomes({ b: 'done', [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b'));
  });

  it.each(['before', 'after'])(
    'goes without a cancelled file when it is retried %s a restart',
    async (when) => {
      const gate = Promise.withResolvers<void>();
      registry.publishFaults.push({ during: { at: 1, act: () => gate.promise } });
      const [, b = ''] = await publish('a', 'b');
      app.transfers.cancel([b]);
      gate.resolve();
      await becomes({ a: 'done', [sums.fileName]: 'failed waits for 1 batch-incomplete b' });
      if (when === 'after') await restart();
      expect(published()).toBeNull();
      app.transfers.retry([found(sums.fileName).id]);
      await becomes({ [sums.fileName]: 'done' });
      expect(published()).toBe(line('a'));
    },
  );

  it('is given up with a file that is taken off the list', async () => {
    registry.publishFaults.push(tooLarge);
    await publish('a', 'b');
    await becomes({ [sums.fileName]: 'paused waits for 1 batch-incomplete a' });
    app.transfers.clearSettled();
    await becomes({ [sums.fileName]: 'failed waits for 1 batch-incomplete a' });
    expect(published()).toBeNull();
  });

  it('can be cancelled, paused and run again by itself', async () => {
    registry.publishFaults.push(tooLarge);
    const [a = '', id = ''] = await publish('a');
    await becomes({ [sums.fileName]: 'paused waits for 1 batch-incomplete a' });
    app.transfers.cancel([id]);
    await becomes({ [sums.fileName]: 'cancelled waits for 1' });
    app.transfers.retry([a]);
    await becomes({ a: 'done', [sums.fileName]: 'cancelled' });
    expect(published()).toBeNull();
    idsOf(await app.transfers.runAgain([id]));
    await becomes({ [sums.fileName]: 'done' });
    expect(published()).toBe(line('a'));
  });

  it.each([
    ['was deleted', () => registry.remove({ ...version, fileName: 'a' })],
    ['has other bytes', () => registry.put({ ...version, fileName: 'a' }, Buffer.from('others'))],
  ])('is not published when one of its files %s meanwhile', async (_what, change) => {
    registry.publishFaults.push({}, { answer: failed('file-too-large'), store: () => null });
    const [, b = ''] = await publish('a', 'b');
    await becomes({ [sums.fileName]: 'paused waits for 1 batch-incomplete b' });
    change();
    app.transfers.retry([b]);
    await becomes({ b: 'done', [sums.fileName]: 'failed changed-on-server a' });
    expect(published()).toBeNull();
  });
});

describe('after a restart, the list of checksums', () => {
  it('still knows what was there before, also when the history is cleared', async () => {
    const gate = Promise.withResolvers<void>();
    registry.publishFaults.push({ during: { at: 1, act: () => gate.promise } });
    const [, b = ''] = await publish('a', 'b');
    app.transfers.pause([b]);
    gate.resolve();
    await becomes({ [sums.fileName]: 'paused waits for 1 batch-incomplete b' });
    await restart();
    app.transfers.clearHistory();
    await restart();
    expect(stateOf(sums.fileName)).toBe('paused waits for 1 batch-incomplete b');
    registry.remove({ ...version, fileName: 'a' });
    app.transfers.resume([b]);
    await becomes({ b: 'done', [sums.fileName]: 'failed changed-on-server a' });
    app.transfers.clearHistory();
    expect(app.transfers.history({ before: null, limit: 9 }).transfers).toEqual([]);
  });

  it('is made again of the same bytes, and found where it had arrived', async () => {
    const gate = Promise.withResolvers<void>();
    registry.publishFaults.push(
      {},
      {
        answer: failed('interrupted'),
        during: { at: 1, act: () => gate.promise },
      },
    );
    await publish('a');
    await becomes({ a: 'done', [sums.fileName]: 'sending' });
    const stopped = app.end();
    gate.resolve();
    await stopped;
    app = startApp();
    await becomes({ [sums.fileName]: 'done' });
    expect(published()).toBe(line('a'));
  });
});

describe('a list of checksums in the place of another', () => {
  beforeEach(() => registry.put({ ...version, fileName: 'a' }, Buffer.from('the bytes of a')));

  it('tells of the new files, and leaves nothing on this disk', async () => {
    const seen = await putList(line('a'));
    await publishOver(seen, 'b');
    await becomes({ b: 'done', [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b'));
    expect(await readdir(join(folder, 'replaced'))).toEqual([]);
  });

  it('is not sent where the very same is there', async () => {
    const seen = await putList(line('a'));
    await publishOver(seen, 'a');
    await becomes({ [sums.fileName]: 'skipped' });
    expect(registry.asked.join(' ')).not.toContain('delete');
  });

  it('takes the place of the one that the user saw only', async () => {
    const seen = await putList('of somebody');
    registry.remove(sums);
    const other = await putList('of somebody else');
    await publishOver(seen, 'b');
    await becomes({ [sums.fileName]: 'needs-decision changed-on-server SHA256SUMS' });
    expect(published()).toBe('of somebody else');
    app.transfers.decide(found(sums.fileName).id, { kind: 'replace', seen: other });
    await becomes({ [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b'));
  });

  it('can be wanted when the other one turns up', async () => {
    const seen = await putList('of somebody');
    await publish('b');
    await becomes({ [sums.fileName]: 'needs-decision already-exists SHA256SUMS' });
    app.transfers.decide(found(sums.fileName).id, { kind: 'replace', seen });
    await becomes({ [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b'));
  });

  it('waits for its files before the old one is touched', async () => {
    const seen = await putList(line('a'));
    registry.publishFaults.push(tooLarge);
    const [b = ''] = await publishOver(seen, 'b');
    await becomes({ [sums.fileName]: 'paused waits for 1 batch-incomplete b' });
    expect(published()).toBe(line('a'));
    app.transfers.retry([b]);
    await becomes({ [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b'));
  });

  it('leaves the old one where the new one is refused, and takes its place when it is retried', async () => {
    const seen = await putList(line('a'));
    registry.publishFaults.push({}, tooLarge);
    await publishOver(seen, 'b');
    await becomes({ [sums.fileName]: 'failed file-too-large' });
    expect(published()).toBe(line('a'));
    app.transfers.retry([found(sums.fileName).id]);
    await becomes({ [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b'));
  });

  it('is brought to its end after a restart between the deletion of the old one and its arrival', async () => {
    const seen = await putList(line('a'));
    const gate = Promise.withResolvers<void>();
    const inTheMiddle = { answer: failed('interrupted'), store: () => null } as const;
    registry.publishFaults.push({}, { ...inTheMiddle, during: { at: 1, act: () => gate.promise } });
    await publishOver(seen, 'b');
    await becomes({ b: 'done', [sums.fileName]: 'sending' });
    expect(published()).toBeNull();
    const stopped = app.end();
    gate.resolve();
    await stopped;
    app = startApp();
    await becomes({ [sums.fileName]: 'done' });
    expect(published()).toBe(line('a') + line('b'));
    expect(await readdir(join(folder, 'replaced'))).toEqual([]);
  });
});
