import { createHash, randomBytes } from 'node:crypto';
import nodeDisk, {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { succeeded } from '../../../shared/outcome.ts';
import { writeManifest } from '../../../shared/split-manifest.ts';
import { manifestName, partsOf } from '../../../shared/split-volumes.ts';
import { HashService } from '../../local-files/hash-service.ts';
import { quickClock } from '../../testing/clocks.ts';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { runWatched } from '../../testing/watched-run.ts';
import { Download } from '../download.ts';
import { Stop } from '../transfer-job.ts';
import { VersionListings } from '../version-listings.ts';
import { SplitManifests } from './split-manifests.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.4.2' };
const name = 'kettle.iso';
const bytes = randomBytes(2_500_000);
const layout = { name, size: bytes.length, partSize: 700_000 };
const parts = partsOf(layout);
const [, second] = parts.map((part) => ({ ...version, fileName: part.name }));
const manifest = { ...version, fileName: manifestName(name) };

function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function bytesOf({ start, length }: { readonly start: number; readonly length: number }): Buffer {
  return bytes.subarray(start, start + length);
}

function textFor(whole: Buffer): Buffer {
  return Buffer.from(
    writeManifest(
      layout,
      sha256Of(whole),
      parts.map((part) => sha256Of(bytesOf(part))),
    ),
  );
}

let folder = '';
let registry: MemoryRegistry;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-joined-'));
  registry = new MemoryRegistry();
  for (const part of parts) registry.put({ ...version, fileName: part.name }, bytesOf(part));
  registry.put(manifest, textFor(bytes));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function downloadOf(takesWhatIsThere = false): Download {
  const clock = quickClock();
  return new Download(
    {
      clientFor: async () => succeeded(registry),
      listings: new VersionListings(clock),
      disk: nodeDisk,
      clock,
      hashes: new HashService(),
      random: () => 0,
      manifests: new SplitManifests(),
    },
    {
      accountId: 'a',
      coordinates: { ...version, fileName: name },
      manifest: manifest.fileName,
      folder,
      safeName: name,
      size: null,
      origin: 'a',
      partHolder: 'abc123',
      takesWhatIsThere,
    },
  );
}

function gets(): string[] {
  return registry.asked.filter((asked) => asked.startsWith('get ') && !asked.includes('.split.txt'));
}

/** What a download that was stopped in the third part leaves. */
async function leaveHalf(): Promise<string> {
  const abort = new AbortController();
  registry.downloadFaults.push(
    {},
    {},
    {},
    { during: { at: 300_000, act: async () => abort.abort(new Stop('quitting')) } },
  );
  await runWatched(downloadOf(), abort.signal);
  registry.asked.length = 0;
  const [left] = await readdir(folder);
  return join(folder, left ?? 'nothing');
}

describe('a file that is there in parts', () => {
  it('comes as one, each part checked and the whole', async () => {
    const download = downloadOf();
    const run = await runWatched(download);
    expect(run.end).toEqual({ kind: 'done', sha256: sha256Of(bytes) });
    expect(run.states).toEqual(['checking', 'receiving', 'verifying']);
    expect(run.mostTransferred).toBe(bytes.length);
    expect(gets()).toEqual(parts.map((part) => `get ${part.name} from 0`));
    expect(await readdir(folder)).toEqual([name]);
    expect((await readFile(join(folder, name))).equals(bytes)).toBe(true);
    expect(download.work()).toMatchObject({ kind: 'download', manifest: manifest.fileName });
  });

  it('goes on in the part where it was stopped, after any cut', async () => {
    const left = await leaveHalf();
    for (const size of [1_600_000, 1_400_000, 1_399_999, 700_001, 1]) {
      await truncate(left, size);
      registry.asked.length = 0;
      const abort = new AbortController();
      registry.downloadFaults.push(
        {},
        { during: { at: 0, act: async () => abort.abort(new Stop('quitting')) } },
      );
      await runWatched(downloadOf(), abort.signal);
      const part = parts.findLast(({ start }) => start <= size);
      expect(gets()).toEqual([`get ${part?.name} from ${size - (part?.start ?? 0)}`]);
      expect((await stat(left)).size).toBeGreaterThanOrEqual(size);
    }
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256: sha256Of(bytes) });
    expect((await readFile(join(folder, name))).equals(bytes)).toBe(true);
  });

  it('fetches a part anew of which the disk lost bytes, and not those before it', async () => {
    const left = await leaveHalf();
    const kept = await readFile(left);
    kept[800_000] = (kept[800_000] ?? 0) ^ 1;
    await writeFile(left, kept);
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256: sha256Of(bytes) });
    expect(gets()).toEqual(parts.slice(1).map((part) => `get ${part.name} from 0`));
    expect((await readFile(join(folder, name))).equals(bytes)).toBe(true);
  });

  it('takes nothing of a longer file for its own', async () => {
    const left = await leaveHalf();
    await appendFile(left, bytes);
    expect((await runWatched(downloadOf())).end).toMatchObject({ kind: 'done' });
    expect(gets()).toHaveLength(parts.length);
  });

  it('takes up a part whose connection broke', async () => {
    registry.downloadFaults.push({}, {}, { cutAt: 400_000 });
    expect((await runWatched(downloadOf())).end).toMatchObject({ kind: 'done' });
    expect(gets().slice(0, 3)).toEqual([
      `get ${parts[0]?.name} from 0`,
      `get ${parts[1]?.name} from 0`,
      `get ${parts[1]?.name} from 400000`,
    ]);
  });

  it('takes a part anew from a server without ranges, and not those before it', async () => {
    registry.downloadFaults.push({}, {}, { cutAt: 400_000 }, { ignoresRange: true });
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'done', sha256: sha256Of(bytes) });
    expect((await readFile(join(folder, name))).equals(bytes)).toBe(true);
    expect(gets()).toHaveLength(parts.length + 1);
  });

  it('is kept as bad when the server gives other bytes than it lists', async () => {
    if (second === undefined) throw new Error('no second part');
    registry.damage(second, (stored) => Buffer.from(stored).fill(0, 0, 10));
    const run = await runWatched(downloadOf());
    expect(run.end).toMatchObject({ failure: { reason: 'damaged-on-server' } });
    expect(await readdir(folder)).toEqual([`${name}.bad`]);
  });

  it('is refused before a byte of it when a part is another one or missing', async () => {
    if (second === undefined) throw new Error('no second part');
    const failure = { reason: 'split-file-damaged', subject: second.fileName };
    registry.put(second, randomBytes(700_000));
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'failed', failure });
    registry.remove(second);
    expect((await runWatched(downloadOf())).end).toEqual({ kind: 'failed', failure });
    expect(gets()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is kept as bad when the parts do not come to what the manifest says of the whole', async () => {
    registry.put(manifest, textFor(Buffer.from('something else')));
    const run = await runWatched(downloadOf());
    expect(run.end).toMatchObject({ failure: { reason: 'damaged-on-server' } });
    expect(await readdir(folder)).toEqual([`${name}.bad`]);
  });

  it.each([
    ['a text that is no manifest', () => Buffer.from('hello\n')],
    ['more than any manifest has', () => Buffer.alloc(5_000_000, '#')],
  ])('is refused with %s', async (_what, text) => {
    registry.put(manifest, text());
    expect((await runWatched(downloadOf())).end).toEqual({
      kind: 'failed',
      failure: { reason: 'split-file-damaged', subject: manifest.fileName },
    });
  });

  it('is refused when the manifest is not the one that is listed', async () => {
    registry.damage(manifest, () => Buffer.from(textFor(Buffer.from('another'))));
    expect((await runWatched(downloadOf())).end).toMatchObject({ failure: { reason: 'damaged-on-server' } });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not fetched when it is there already', async () => {
    await writeFile(join(folder, name), bytes);
    expect((await runWatched(downloadOf(true))).end).toEqual({ kind: 'skipped', sha256: sha256Of(bytes) });
    expect(gets()).toEqual([]);
  });
});
