import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import { readManifest } from '../../../shared/split-manifest.ts';
import { manifestName, partsOf } from '../../../shared/split-volumes.ts';
import type { TransferId } from '../../../shared/transfer.ts';
import { HashService } from '../../local-files/hash-service.ts';
import { give, newLocalFiles } from '../../local-files/testing/given-files.ts';
import { loggersTo } from '../../log.ts';
import { fastClock } from '../../testing/clocks.ts';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { openJournal } from '../journal/open-journal.ts';
import { Transfers } from '../transfers.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.4.2' };
const name = 'kettle (1).iso';
const bytes = randomBytes(1_000_000);
const partSize = 300_000;
const parts = partsOf({ name, size: bytes.length, partSize });
const manifest = manifestName(name);
const tooLarge = { answer: failed('file-too-large'), store: () => null } as const;

let folder = '';
let path = '';
let registry: MemoryRegistry;
let app: ReturnType<typeof startApp>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-split-'));
  path = join(folder, name);
  await writeFile(path, bytes);
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
  const received = join(folder, 'received');
  const transfers = new Transfers({
    clientFor: async () => succeeded(registry),
    localFiles,
    hashes,
    places: { downloadFolder: () => received, askForFile: async () => null, askForFolder: async () => null },
    // One by one, so that the faults hit the parts in their order.
    limits: () => ({ publish: 1, download: 4 }),
    listener: {
      changed: () => undefined,
      removed: () => undefined,
      packagesChanged: () => undefined,
      ranDry: () => undefined,
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
  return { transfers, localFiles, end };
}

function idsOf(outcome: Outcome<TransferId[]>): TransferId[] {
  if (!outcome.ok) throw new Error(outcome.failure.reason);
  return outcome.value;
}

async function publish(): Promise<TransferId[]> {
  const { files } = await give(app.localFiles, [path]);
  return idsOf(
    await app.transfers.publish({
      accountId: 'a',
      version,
      files: files.map(({ ticket }) => ({ ticket, fileName: name, partSize })),
    }),
  );
}

/** Waits until the transfers of all parts, and that of the manifest, stand as told. */
async function becomes(...states: string[]): Promise<void> {
  await vi.waitFor(
    () => {
      const now = app.transfers
        .list()
        .map(({ state, failure }) => [state, failure?.reason ?? []].flat().join(' '));
      expect(now).toEqual(states);
    },
    { timeout: 10_000, interval: 5 },
  );
}

function puts(): string[] {
  return registry.asked.filter((asked) => asked.startsWith('put '));
}

function published() {
  const text = registry.get({ ...version, fileName: manifest })?.toString();
  return text === undefined ? null : readManifest(manifest, text);
}

describe('publishing a file in parts', () => {
  it('sends each part by itself and then the manifest, which tells the truth', async () => {
    expect(await publish()).toHaveLength(parts.length + 1);
    await becomes('done', 'done', 'done', 'done', 'done');
    for (const part of parts) {
      const there = registry.get({ ...version, fileName: part.name });
      expect(there?.equals(bytes.subarray(part.start, part.start + part.length))).toBe(true);
    }
    expect(puts().at(-1)).toBe(`put ${manifest}`);
    expect(published()).toMatchObject({ sha256: createHash('sha256').update(bytes).digest('hex') });
  });

  it('leaves a file that is no larger than a part as it is', async () => {
    await writeFile(path, bytes.subarray(0, partSize));
    await publish();
    await becomes('done');
    expect(puts()).toEqual([`put ${name}`]);
  });

  it('goes on at the next part after a restart, and writes the same manifest', async () => {
    const gate = Promise.withResolvers<void>();
    registry.publishFaults.push({}, {}, { during: { at: 1, act: () => gate.promise } });
    await publish();
    await becomes('done', 'done', 'sending', 'queued', 'queued');
    const stopped = app.end();
    gate.resolve();
    await stopped;
    registry.asked.length = 0;
    app = startApp();
    await becomes('done', 'done', 'done');
    expect(puts()).toEqual([`put ${parts[2]?.name}`, `put ${parts[3]?.name}`, `put ${manifest}`]);
    expect(published()?.parts.map((part) => part.name)).toEqual(parts.map((part) => part.name));
  });

  it('sends nothing of what is there when it is asked for again', async () => {
    await publish();
    await becomes('done', 'done', 'done', 'done', 'done');
    registry.remove({ ...version, fileName: manifest });
    app.transfers.clearSettled();
    registry.asked.length = 0;
    await publish();
    await becomes('skipped', 'skipped', 'skipped', 'skipped', 'done');
    expect(puts()).toEqual([`put ${manifest}`]);
  });

  it('has no manifest while a part is missing', async () => {
    registry.publishFaults.push({}, tooLarge);
    const [, second = ''] = await publish();
    await becomes('done', 'failed file-too-large', 'done', 'done', 'paused batch-incomplete');
    expect(published()).toBeNull();
    app.transfers.retry([second]);
    await vi.waitFor(() => expect(published()).not.toBeNull(), { timeout: 10_000, interval: 5 });
  });

  it('has no manifest when the file changed after its parts were sent', async () => {
    const gate = Promise.withResolvers<void>();
    registry.publishFaults.push({}, {}, {}, { during: { at: 1, act: () => gate.promise } });
    await publish();
    await becomes('done', 'done', 'done', 'sending', 'queued');
    await utimes(path, 1, 1);
    gate.resolve();
    await becomes('done', 'done', 'done', 'done', 'failed local-file-changed');
    expect(published()).toBeNull();
  });

  it('has no manifest when a part went away again before it could be written', async () => {
    const gate = Promise.withResolvers<void>();
    const [first] = parts;
    registry.publishFaults.push({}, {}, {}, { during: { at: 1, act: () => gate.promise } });
    await publish();
    await becomes('done', 'done', 'done', 'sending', 'queued');
    registry.remove({ ...version, fileName: first?.name ?? '' });
    gate.resolve();
    await vi.waitFor(() => expect(app.transfers.list().at(-1)?.failure?.reason).toBe('changed-on-server'), {
      timeout: 10_000,
      interval: 5,
    });
    expect(published()).toBeNull();
  });

  it('refuses more parts than there may be, before anything is queued', async () => {
    const { files } = await give(app.localFiles, [path]);
    const request = files.map(({ ticket }) => ({ ticket, fileName: name, partSize: 99 }));
    expect(await app.transfers.publish({ accountId: 'a', version, files: request })).toEqual(
      failed('invalid-request', { subject: name }),
    );
    expect(app.transfers.list()).toEqual([]);
  });

  it('gives back the very bytes when it is downloaded as one', async () => {
    await publish();
    await becomes('done', 'done', 'done', 'done', 'done');
    app.transfers.clearSettled();
    await mkdir(join(folder, 'received'));
    const to = 'download-folder';
    await app.transfers.download({ accountId: 'a', version, fileNames: [], joined: [manifest], to });
    await becomes('done');
    expect(app.transfers.list()).toMatchObject([{ localName: name, size: bytes.length }]);
    expect((await readFile(join(folder, 'received', name))).equals(bytes)).toBe(true);
  });

  it('comes as one also when the app was ended in the middle of a part, and paused there', async () => {
    await publish();
    await becomes('done', 'done', 'done', 'done', 'done');
    app.transfers.clearSettled();
    await mkdir(join(folder, 'received'));
    const gate = Promise.withResolvers<void>();
    registry.downloadFaults.push({}, {}, { during: { at: 200_000, act: () => gate.promise } });
    registry.asked.length = 0;
    const to = 'download-folder';
    const [id = ''] = idsOf(
      await app.transfers.download({ accountId: 'a', version, fileNames: [], joined: [manifest], to }),
    );
    await vi.waitFor(() => expect(registry.asked).toContain(`get ${parts[1]?.name} from 0`));
    app.transfers.pause([id]);
    gate.resolve();
    await becomes('paused');
    await app.end();
    app = startApp();
    await becomes('paused');
    app.transfers.resume([id]);
    await becomes('done');
    expect(registry.asked.filter((asked) => asked === `get ${parts[0]?.name} from 0`)).toHaveLength(1);
    expect((await readFile(join(folder, 'received', name))).equals(bytes)).toBe(true);
    expect(await readdir(join(folder, 'received'))).toEqual([name]);
  });

  it('is not cut otherwise when it is published again from the history with another size', async () => {
    const ids = await publish();
    await becomes('done', 'done', 'done', 'done', 'done');
    await writeFile(path, bytes.subarray(1));
    expect(await app.transfers.runAgain(ids)).toEqual(failed('local-file-changed', { subject: name }));
  });
});
