import { createHash, randomBytes } from 'node:crypto';
import nodeDisk, { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { succeeded } from '../../shared/outcome.ts';
import { HashService } from '../local-files/hash-service.ts';
import { walk } from '../local-files/walk.ts';
import { type LocalRegistry, startLocalRegistry } from '../local-registry/server.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { quickClock } from '../testing/clocks.ts';
import { CuttingRelay } from '../testing/cutting-relay.ts';
import { runWatched } from '../testing/watched-run.ts';
import { Download } from './download.ts';
import { EqualContent } from './equal-content.ts';
import { SplitManifests } from './split/split-manifests.ts';
import { Upload } from './upload.ts';
import { VersionListings } from './version-listings.ts';

const version = { owner: 'local', packageName: 'kettle', version: '1.4.2' };
const coordinates = { ...version, fileName: 'kettle.bin' };
const bytes = randomBytes(6_000_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

let folder = '';
let registry: LocalRegistry;
let relay: CuttingRelay;
let direct: RegistryClient;
let cut: RegistryClient;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-network-'));
  registry = await startLocalRegistry({ dataDirectory: join(folder, 'registry'), report: () => undefined });
  relay = await CuttingRelay.before(registry.url);
  const credential = { kind: 'token', token: registry.issueToken('local', 'test') } as const;
  direct = new RegistryClient({ serverUrl: registry.url, credential });
  cut = new RegistryClient({ serverUrl: relay.url, credential });
});
afterEach(async () => {
  direct.destroy();
  cut.destroy();
  await relay.close();
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

async function uploadBy(client: RegistryClient): Promise<Upload> {
  const path = join(folder, 'kettle.bin');
  await writeFile(path, bytes);
  const [file] = (await walk([path])).files;
  if (file === undefined) throw new Error('no file');
  const clock = quickClock();
  const hashes = new HashService();
  const parts = {
    listings: new VersionListings(clock),
    hashes,
    equalContent: new EqualContent(),
    clock,
  };
  return new Upload(
    { ...parts, clientFor: async () => succeeded(client) },
    { accountId: 'a', coordinates, file: file.reference },
  );
}

async function downloadBy(client: RegistryClient): Promise<Download> {
  expect((await runWatched(await uploadBy(direct))).end).toEqual({ kind: 'done', sha256 });
  await rm(join(folder, 'kettle.bin'));
  const clock = quickClock();
  return new Download(
    {
      clientFor: async () => succeeded(client),
      listings: new VersionListings(clock),
      disk: nodeDisk,
      clock,
      hashes: new HashService(),
      random: () => 0,
      manifests: new SplitManifests(),
    },
    {
      accountId: 'a',
      coordinates,
      folder,
      safeName: 'kettle.bin',
      size: null,
      origin: 'a',
      partHolder: 'abc123',
      takesWhatIsThere: false,
    },
  );
}

describe('an upload over a real connection', () => {
  it('is stored, listed and given back', async () => {
    const run = await runWatched(await uploadBy(cut));
    expect(run.end).toEqual({ kind: 'done', sha256 });
    expect(run.states).toEqual(['checking', 'sending', 'storing', 'verifying']);
    expect(run.mostTransferred).toBe(bytes.length);
  });

  it('that is cut on the way has failed, and nothing is listed', async () => {
    const upload = await uploadBy(cut);
    relay.cuts.push({ direction: 'to-server', afterBytes: 3_000_000 });
    const run = await runWatched(upload);
    expect(run.end).toMatchObject({ kind: 'failed', failure: { reason: 'interrupted' } });
    expect(run.mostTransferred).toBeLessThan(bytes.length);
    expect(await direct.listFiles(version)).toMatchObject({ ok: false, failure: { reason: 'not-found' } });
  });

  it('whose answer is cut off is found in the listing', async () => {
    const upload = await uploadBy(cut);
    // The listing's answer and `100 Continue` come first on this connection; the 201 does not get through.
    relay.cuts.push({ direction: 'to-client', afterBytes: 10_000_000 });
    const run = await runWatched(upload, undefined, (state) => {
      if (state === 'storing') relay.cuts.splice(0, 1, { direction: 'to-client', afterBytes: 1 });
    });
    expect(run.end).toEqual({ kind: 'done', sha256 });
  });

  it('to a server that is gone says so', async () => {
    const upload = await uploadBy(cut);
    await relay.close();
    expect((await runWatched(upload)).end).toMatchObject({ failure: { reason: 'unreachable' } });
    relay = await CuttingRelay.before(registry.url);
  });

  it('is ended by cancelling, and nothing is listed', async () => {
    const abort = new AbortController();
    const upload = await uploadBy(cut);
    const run = await runWatched(upload, abort.signal, (state) => {
      if (state === 'sending') setImmediate(() => abort.abort());
    });
    expect(run.end).toEqual({ kind: 'failed', failure: { reason: 'cancelled' } });
    expect(await direct.listFiles(version)).toMatchObject({ ok: false, failure: { reason: 'not-found' } });
  });
});

describe('a download over a real connection', () => {
  it.each([0.01, 0.5, 0.999])('that is cut at %d of the way is taken up there', async (part) => {
    const download = await downloadBy(cut);
    relay.received = 0;
    relay.cuts.push({ direction: 'to-client', afterBytes: Math.floor(bytes.length * part) });
    expect((await runWatched(download)).end).toEqual({ kind: 'done', sha256 });
    expect((await readFile(join(folder, 'kettle.bin'))).equals(bytes)).toBe(true);
    // What was buffered when it broke comes twice, and no more.
    expect(relay.received).toBeLessThan(bytes.length + 2 * 1024 * 1024);
  });

  it('whose server goes away fails, and goes on where it was when it is run again', async () => {
    const download = await downloadBy(cut);
    let cutAt = 500_000;
    const run = await runWatched(download, undefined, (state) => {
      if (state === 'receiving') relay.cuts.push({ direction: 'to-client', afterBytes: cutAt });
      cutAt = 0;
    });
    expect(run.end).toMatchObject({ kind: 'failed', failure: { reason: 'interrupted' } });
    expect(await readdir(folder)).toHaveLength(2);
    expect((await runWatched(download)).end).toEqual({ kind: 'done', sha256 });
    expect((await readdir(folder)).sort()).toEqual(['kettle.bin', 'registry']);
  });
});
