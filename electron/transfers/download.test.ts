import { createHash, randomBytes } from 'node:crypto';
import nodeDisk, { link, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, succeeded } from '../../shared/outcome.ts';
import { HashService } from '../local-files/hash-service.ts';
import { BrokenDownload } from '../registry/download-body.ts';
import { quickClock } from '../testing/clocks.ts';
import { type DownloadFault, MemoryRegistry } from '../testing/memory-registry.ts';
import { runWatched } from '../testing/watched-run.ts';
import { Download } from './download.ts';
import type { DiskCalls } from './part-file.ts';
import { SplitManifests } from './split/split-manifests.ts';
import { Stop } from './transfer-job.ts';
import { VersionListings } from './version-listings.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.4.2' };
const coordinates = { ...version, fileName: 'kettle.bin' };
const bytes = randomBytes(2_500_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

let folder = '';
let registry: MemoryRegistry;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-download-'));
  registry = new MemoryRegistry();
  registry.put(coordinates, bytes);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function downloadOf(of = coordinates, disk: DiskCalls = nodeDisk, takesWhatIsThere = false): Download {
  const clock = quickClock();
  return new Download(
    {
      clientFor: async () => succeeded(registry),
      listings: new VersionListings(clock),
      disk,
      clock,
      hashes: new HashService(),
      random: () => 0,
      manifests: new SplitManifests(),
    },
    {
      accountId: 'a',
      coordinates: of,
      folder,
      safeName: of.fileName,
      size: null,
      origin: 'a',
      partHolder: 'abc123',
      takesWhatIsThere,
    },
  );
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function flip(stored: Buffer): Buffer {
  const changed = Buffer.from(stored);
  changed[1_000_000] = (changed[1_000_000] ?? 0) ^ 1;
  return changed;
}

/** A disk whose file handles do as told. */
function diskWhere(change: (handle: nodeDisk.FileHandle) => void): DiskCalls {
  return {
    ...nodeDisk,
    open: async (...call: Parameters<typeof nodeDisk.open>) => {
      const handle = await nodeDisk.open(...call);
      if (String(call[0]).includes('.teapart-')) change(handle);
      return handle;
    },
  };
}

/** Breaks off as slow after some bytes, unless that has to do. */
async function* trickle(rest: Buffer, isPatient: boolean): AsyncGenerator<Buffer> {
  yield isPatient ? rest : rest.subarray(0, 100_000);
  if (!isPatient) throw new BrokenDownload({ reason: 'timed-out' });
}

describe('a download', () => {
  it('has its name only when all bytes are there and equal to the listing', async () => {
    let namesUnderWay: string[] = [];
    registry.downloadFaults.push({
      during: {
        at: 1_500_000,
        act: async () => {
          namesUnderWay = await readdir(folder);
        },
      },
    });
    const download = downloadOf();
    const run = await runWatched(download);
    expect(run.end).toEqual({ kind: 'done', sha256 });
    expect(run.states).toEqual(['checking', 'receiving', 'verifying']);
    expect(run.localName).toBe('kettle.bin');
    expect(run.mostTransferred).toBe(bytes.length);
    expect(namesUnderWay).toEqual([
      expect.stringMatching(/^kettle\.bin\.teapart-[0-9a-f]{12}-[0-9a-f]{12}-abc123$/),
    ]);
    expect(await readdir(folder)).toEqual(['kettle.bin']);
    expect((await readFile(join(folder, 'kettle.bin'))).equals(bytes)).toBe(true);
    expect(download.localPath()).toBe(join(folder, 'kettle.bin'));
  });

  it('takes an empty file', async () => {
    registry.put({ ...version, fileName: 'empty' }, Buffer.alloc(0));
    expect((await runWatched(downloadOf({ ...version, fileName: 'empty' }))).end).toMatchObject({
      kind: 'done',
    });
    expect(await readFile(join(folder, 'empty'))).toHaveLength(0);
  });

  it('never overwrites, not even what appears at the last moment', async () => {
    await writeFile(join(folder, 'kettle.bin'), 'mine');
    registry.downloadFaults.push({
      during: { at: 2_400_000, act: () => writeFile(join(folder, 'kettle (2).bin'), 'mine too') },
    });
    const run = await runWatched(downloadOf());
    expect(run.localName).toBe('kettle (3).bin');
    expect(await readFile(join(folder, 'kettle.bin'), 'utf8')).toBe('mine');
    expect(await readFile(join(folder, 'kettle (2).bin'), 'utf8')).toBe('mine too');
  });

  it('never overwrites on a disk without links either', async () => {
    await writeFile(join(folder, 'kettle.bin'), 'mine');
    const disk = { ...nodeDisk, link: () => Promise.reject(systemError('EPERM')) };
    expect((await runWatched(downloadOf(coordinates, disk))).localName).toBe('kettle (2).bin');
    expect((await readdir(folder)).sort()).toEqual(['kettle (2).bin', 'kettle.bin']);
    expect((await readFile(join(folder, 'kettle (2).bin'))).equals(bytes)).toBe(true);
  });

  it('of a file that is not listed fails and leaves nothing', async () => {
    const run = await runWatched(downloadOf({ ...version, fileName: 'other' }));
    expect(run.end).toEqual({ kind: 'failed', failure: { reason: 'not-found', subject: 'other' } });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('bytes that differ from the listing', () => {
  it('once are fetched again', async () => {
    registry.downloadFaults.push({ send: flip });
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    expect(registry.asked).toEqual(['list', 'get kettle.bin from 0', 'get kettle.bin from 0']);
  });

  it.each([
    ['flipped', flip],
    ['short', (stored: Buffer) => stored.subarray(0, 999)],
    ['empty', () => Buffer.alloc(0)],
  ])('in the same way twice (%s) are the server’s, and kept apart as .bad', async (_what, send) => {
    registry.downloadFaults.push({ send }, { send });
    const { end } = await runWatched(downloadOf());
    expect(end).toMatchObject({ kind: 'failed', failure: { reason: 'damaged-on-server' } });
    expect(JSON.stringify(end)).toContain(sha256);
    expect(JSON.stringify(end)).toContain(createHash('sha256').update(send(bytes)).digest('hex'));
    expect(await readdir(folder)).toEqual(['kettle.bin.bad']);
    expect((await readFile(join(folder, 'kettle.bin.bad'))).equals(send(bytes))).toBe(true);
  });

  it('in different ways are damaged in transit', async () => {
    registry.downloadFaults.push({ send: flip }, { send: (stored) => Buffer.alloc(stored.length) });
    expect((await runWatched(downloadOf())).end).toMatchObject({ failure: { reason: 'damaged-in-transit' } });
  });

  it('in number alone are no success', async () => {
    registry.listedAs = { size: bytes.length + 1 };
    expect((await runWatched(downloadOf())).end).toMatchObject({ failure: { reason: 'damaged-on-server' } });
  });

  it('that come after the last one are not taken', async () => {
    registry.downloadFaults.push({ send: (stored) => Buffer.concat([stored, Buffer.from('more')]) });
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    expect(registry.asked).toEqual(['list', 'get kettle.bin from 0']);
    expect((await readFile(join(folder, 'kettle.bin'))).equals(bytes)).toBe(true);
  });
});

describe('a broken connection', () => {
  it.each([1, 700_000, 2_499_999])('after %d bytes is taken up there', async (cutAt) => {
    registry.downloadFaults.push({ cutAt });
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    expect(registry.asked).toEqual(['list', 'get kettle.bin from 0', 'list', `get kettle.bin from ${cutAt}`]);
  });

  it('that brings something each time is taken up any number of times', async () => {
    const cuts = Array.from({ length: 20 }, (): DownloadFault => ({ cutAt: 100_000 }));
    registry.downloadFaults.push(...cuts);
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    expect((await readFile(join(folder, 'kettle.bin'))).equals(bytes)).toBe(true);
  });

  it('that brings nothing three times ends the run, and the next one goes on from the part', async () => {
    const cuts = Array.from({ length: 3 }, (): DownloadFault => ({ answer: failed('interrupted') }));
    registry.downloadFaults.push({ cutAt: 500_000 }, ...cuts);
    const download = downloadOf();
    expect((await runWatched(download)).end).toEqual({
      kind: 'failed',
      failure: { reason: 'interrupted' },
    });
    expect(await readdir(folder)).toHaveLength(1);
    registry.asked.length = 0;
    expect((await runWatched(download)).end).toEqual({ kind: 'done', sha256 });
    expect(registry.asked).toEqual(['list', 'get kettle.bin from 500000']);
    expect(await readdir(folder)).toEqual(['kettle.bin']);
  });

  it('whose server then sends everything starts over instead of appending', async () => {
    registry.downloadFaults.push({ cutAt: 700_000 }, { ignoresRange: true });
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    expect(registry.asked.filter((asked) => asked.startsWith('get'))).toHaveLength(2);
  });

  it.each([206, 416])('that is then answered with a wrong part (%i) starts over', async (status) => {
    registry.downloadFaults.push({ cutAt: 1_000_000 }, { answer: failed('unexpected-answer', { status }) });
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    const gets = registry.asked.filter((asked) => asked.startsWith('get'));
    expect(gets.map((asked) => asked.split(' ').at(-1))).toEqual(['0', '1000000', '0']);
    expect((await readFile(join(folder, 'kettle.bin'))).equals(bytes)).toBe(true);
  });

  it('of a file that is listed and never can be read is damaged on the server, and leaves nothing', async () => {
    const answer = failed('server-error', { status: 500 });
    registry.downloadFaults.push({ answer }, { answer }, { answer }, { answer });
    const { end } = await runWatched(downloadOf());
    expect(end).toEqual({ kind: 'failed', failure: { reason: 'damaged-on-server', status: 500 } });
    expect(registry.downloadFaults).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('by a server that says "not now" is left to the queue, which holds the others as well', async () => {
    const answer = failed('server-unavailable', { status: 503 });
    registry.downloadFaults.push({ cutAt: 1_500_000 }, { answer }, { answer });
    expect((await runWatched(downloadOf())).end).toMatchObject({ failure: { reason: 'server-unavailable' } });
    expect(registry.downloadFaults).toHaveLength(1);
    expect(await readdir(folder)).toEqual([expect.stringContaining('.teapart-')]);
  });

  it('that trickles is left three times, and then borne', async () => {
    const asked: (boolean | undefined)[] = [];
    vi.spyOn(registry, 'openDownload').mockImplementation(async ({ start = 0, isPatient }) => {
      asked.push(isPatient);
      const body = Readable.from(trickle(bytes.subarray(start), isPatient === true), { objectMode: false });
      return succeeded({ body, start, size: bytes.length });
    });
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    expect(asked).toEqual([false, false, false, true]);
  });

  it('that looks like an end, because no length was told, is seen by the listing', async () => {
    registry.downloadFaults.push({ send: (stored) => stored.subarray(0, 700_000), hidesSize: true });
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    expect(registry.asked.at(-1)).toBe('get kettle.bin from 700000');
  });

  it('is not taken up when the file was replaced meanwhile', async () => {
    registry.downloadFaults.push({
      cutAt: 700_000,
      during: { at: 600_000, act: async () => registry.put(coordinates, bytes) },
    });
    expect((await runWatched(downloadOf())).end).toEqual({
      kind: 'failed',
      failure: { reason: 'changed-on-server', subject: 'kettle.bin' },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['id', { id: 99 }],
    ['sha256', { sha256: '0'.repeat(64) }],
  ])('is not taken up when the listing shows another %s', async (_what, listedAs) => {
    registry.downloadFaults.push({
      cutAt: 700_000,
      during: { at: 600_000, act: async () => void (registry.listedAs = listedAs) },
    });
    expect((await runWatched(downloadOf())).end).toMatchObject({ failure: { reason: 'changed-on-server' } });
  });

  it('is not taken up at once by who was told when to come back', async () => {
    const failure = { reason: 'server-error', status: 500, retryAfter: 30 } as const;
    registry.downloadFaults.push({ cutAt: 700_000 }, { answer: { ok: false, failure } });
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'failed', failure });
    expect(registry.asked.at(-1)).toBe('get kettle.bin from 700000');
  });

  it('of a file that went away says so', async () => {
    registry.downloadFaults.push({ cutAt: 700_000 }, { answer: failed('not-found', { status: 404 }) });
    expect((await runWatched(downloadOf())).end).toMatchObject({ failure: { reason: 'not-found' } });
  });
});

describe('the disk', () => {
  it.each([
    [
      'the first write',
      (handle: nodeDisk.FileHandle) => vi.spyOn(handle, 'write').mockRejectedValue(systemError('ENOSPC')),
    ],
    [
      'the sync',
      (handle: nodeDisk.FileHandle) => vi.spyOn(handle, 'sync').mockRejectedValue(systemError('ENOSPC')),
    ],
    [
      'a quota',
      (handle: nodeDisk.FileHandle) => vi.spyOn(handle, 'write').mockRejectedValue(systemError('EDQUOT')),
    ],
  ])('full at %s ends the run, says so and gives nothing its name', async (_when, change) => {
    const run = await runWatched(downloadOf(coordinates, diskWhere(change)));
    expect(run.end).toEqual({ kind: 'failed', failure: { reason: 'disk-full', subject: 'kettle.bin' } });
    expect(await readdir(folder)).not.toContain('kettle.bin');
  });

  it('without room for the whole file is not written to, one that tells nothing is', async () => {
    const small = { ...nodeDisk, statfs: async () => ({ blocks: 9, bavail: 1, bsize: 4096 }) };
    expect((await runWatched(downloadOf(coordinates, small))).end).toEqual({
      kind: 'failed',
      failure: { reason: 'disk-full', subject: 'kettle.bin' },
    });
    expect(registry.asked).toEqual(['list']);
    const silent = { ...nodeDisk, statfs: async () => ({ blocks: 0, bavail: 0, bsize: 0 }) };
    expect((await runWatched(downloadOf(coordinates, silent))).end).toEqual({ kind: 'done', sha256 });
  });

  it('has the bytes for good before their name, and the name before the end', async () => {
    const order: string[] = [];
    const disk: DiskCalls = {
      ...nodeDisk,
      open: async (...call: Parameters<typeof nodeDisk.open>) => {
        const handle = await nodeDisk.open(...call);
        const sync = handle.sync.bind(handle);
        Object.assign(handle, {
          sync: async () => {
            await sync();
            order.push(call[0] === folder ? 'folder' : 'bytes');
          },
        });
        return handle;
      },
      link: async (from, to) => {
        order.push('name');
        await nodeDisk.link(from, to);
      },
    };
    expect((await runWatched(downloadOf(coordinates, disk))).end).toEqual({ kind: 'done', sha256 });
    expect(order).toEqual(['bytes', 'name', 'folder']);
  });

  it('that takes fewer bytes at a time than asked still gets them all', async () => {
    const disk = diskWhere((handle) => {
      const write = handle.write.bind(handle);
      Object.assign(handle, {
        write: (buffer: Uint8Array, offset: number, length: number, position: number) =>
          write(buffer, offset, Math.min(length, 100_001), position),
      });
    });
    expect((await runWatched(downloadOf(coordinates, disk))).end).toEqual({ kind: 'done', sha256 });
    expect((await readFile(join(folder, 'kettle.bin'))).equals(bytes)).toBe(true);
  });

  it('whose folder is gone says so', async () => {
    const download = downloadOf();
    await rm(folder, { recursive: true });
    expect((await runWatched(download)).end).toEqual({
      kind: 'failed',
      failure: { reason: 'folder-not-writable', subject: 'kettle.bin' },
    });
  });

  it('with another failure than expected is a bug, not a quiet end', async () => {
    const disk = diskWhere((handle) => vi.spyOn(handle, 'sync').mockRejectedValue(new Error('a bug')));
    await expect(runWatched(downloadOf(coordinates, disk))).rejects.toThrow('a bug');
    expect(await readdir(folder)).not.toContain('kettle.bin');
  });
});

/** A run that ends as when the app quits. */
function stopped(): { readonly signal: AbortSignal; readonly stop: () => Promise<void> } {
  const abort = new AbortController();
  return { signal: abort.signal, stop: async () => abort.abort(new Stop('quitting')) };
}

describe('what another run left', () => {
  it('is gone on from, by whoever has the same name for the part', async () => {
    const { signal, stop } = stopped();
    registry.downloadFaults.push({ during: { at: 1_000_000, act: stop } });
    expect((await runWatched(downloadOf(), signal)).end).toMatchObject({ kind: 'failed' });
    const [part = ''] = await readdir(folder);
    const { size } = await stat(join(folder, part));
    expect(size).toBeGreaterThanOrEqual(1_000_000);
    registry.asked.length = 0;
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    expect(registry.asked).toEqual(['list', `get kettle.bin from ${size}`]);
    expect(await readdir(folder)).toEqual(['kettle.bin']);
  });

  it('is not taken for the beginning of what is there under the name now', async () => {
    const { signal, stop } = stopped();
    registry.downloadFaults.push({ during: { at: 1_000_000, act: stop } });
    await runWatched(downloadOf(), signal);
    const others = randomBytes(2_500_000);
    registry.put(coordinates, others);
    const download = downloadOf();
    expect((await runWatched(download)).end).toMatchObject({ kind: 'done' });
    expect((await readFile(join(folder, 'kettle.bin'))).equals(others)).toBe(true);
    await download.discard();
    expect(await readdir(folder)).toEqual(['kettle.bin']);
  });

  it('with a tail that was lost is fetched anew, once', async () => {
    const { signal, stop } = stopped();
    registry.downloadFaults.push({ during: { at: 1_000_000, act: stop } });
    await runWatched(downloadOf(), signal);
    const [part = ''] = await readdir(folder);
    await using handle = await nodeDisk.open(join(folder, part), 'r+');
    await handle.write(Buffer.alloc(5000), 0, 5000, 900_000);
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
  });

  it.each([
    ['a link', symlink],
    ['another name of a file', link],
  ])('that is %s is not written through', async (_what, put) => {
    const { signal, stop } = stopped();
    registry.downloadFaults.push({ during: { at: 1_000_000, act: stop } });
    await runWatched(downloadOf(), signal);
    const [part = ''] = await readdir(folder);
    const precious = join(folder, 'precious');
    await writeFile(precious, 'mine');
    await rm(join(folder, part));
    await put(precious, join(folder, part));
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256 });
    expect(await readFile(precious, 'utf8')).toBe('mine');
  });

  it('whole, under its name, is all that is wanted where that is said', async () => {
    await writeFile(join(folder, 'kettle.bin'), Buffer.alloc(bytes.length));
    await writeFile(join(folder, 'kettle (2).bin'), bytes);
    const run = await runWatched(downloadOf(coordinates, nodeDisk, true));
    expect(run).toMatchObject({ end: { kind: 'skipped', sha256 }, localName: 'kettle (2).bin' });
    expect(registry.asked).toEqual(['list']);
  });
});

describe('cancelling', () => {
  it('in the middle leaves nothing on the disk', async () => {
    const abort = new AbortController();
    registry.downloadFaults.push({ during: { at: 1_000_000, act: async () => abort.abort() } });
    const run = await runWatched(downloadOf(), abort.signal);
    expect(run.end).toEqual({ kind: 'failed', failure: { reason: 'cancelled' } });
    expect(await readdir(folder)).toEqual([]);
  });
});
