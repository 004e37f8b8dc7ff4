import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../shared/outcome.ts';
import { succeeded } from '../../../shared/outcome.ts';
import type { PackageVersion, VersionFiles } from '../../../shared/package.ts';
import type { StorageState } from '../../../shared/storage.ts';
import { systemClock } from '../../clock.ts';
import { openDatabase } from '../../database/open-database.ts';
import { listingMigrations } from '../listing/listing-cache.ts';
import { openListingCache } from '../listing/open-listing-cache.ts';
import { FileIndexer } from './file-indexer.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tea-chest-index-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function version(id: number, packageName: string, name: string, type = 'generic'): PackageVersion {
  return {
    id,
    type,
    owner: 'crew',
    packageName,
    version: name,
    createdAt: id * 1000,
    creator: null,
    repository: null,
  };
}

function sha256(of: string): string {
  return Buffer.from(of).toString('hex').padEnd(64, '0').slice(0, 64);
}

/** Files by name, with a size and what their sha256 is made of. */
function files(...listed: readonly (readonly [string, number, string])[]): VersionFiles {
  return {
    files: listed.map(([fileName, size, content], position) => ({
      id: position + 1,
      fileName,
      size,
      sha256: sha256(content),
      md5: 'a'.repeat(32),
      sha1: 'b'.repeat(40),
      sha512: 'c'.repeat(128),
    })),
    damagedRows: 0,
  };
}

/** `hold` keeps answers back that were made already. */
function start(listed: Map<string, Outcome<VersionFiles>>, hold = Promise.resolve()) {
  const { cache, files: index } = openListingCache(join(folder, 'listings.sqlite'), log);
  const asked: string[] = [];
  const states: StorageState[] = [];
  const indexer = new FileIndexer({
    clientFor: async () =>
      succeeded({
        listFiles: async ({ packageName, version: name }) => {
          asked.push(`${packageName} ${name}`);
          const answer = listed.get(`${packageName} ${name}`);
          await hold;
          return answer ?? { ok: false, failure: { reason: 'not-found' } };
        },
      }),
    openListing: (accountId, owner) => ({ accountId, owner, isReading: false }),
    cache,
    index,
    clock: systemClock,
    changed: (state) => states.push(state),
  });
  const ended = () =>
    vi.waitFor(() => {
      const last = states.at(-1);
      if (last === undefined || last.isReading) throw new Error('still reading');
      return last;
    });
  return { cache, indexer, asked, states, ended };
}

const two = new Map<string, Outcome<VersionFiles>>([
  ['kettle 1.0', succeeded(files(['Kettle.bin', 10, 'same'], ['a_b.txt', 1, 'x']))],
  ['kettle 2.0', succeeded(files(['kettle.bin', 10, 'same'], ['axb.txt', 2, 'y']))],
  ['leaf 7', succeeded(files(['leaf.iso', 100, 'leaf']))],
]);
const versions = [
  version(1, 'kettle', '1.0'),
  version(2, 'Kettle', '2.0'),
  version(3, 'leaf', '7'),
  version(4, 'tool', '1', 'npm'),
];

describe('the index of files', () => {
  it('knows what takes up space, what is largest and what is there twice', async () => {
    const { cache, indexer, asked, ended } = start(
      new Map([...two].map(([name, listed]) => [name.replace('kettle 2.0', 'Kettle 2.0'), listed])),
    );
    cache.put(cache.open('a', 'crew', 1), versions, versions.length);
    expect(indexer.open('a', 'crew')).toMatchObject({ known: 0, total: 3, isReading: true });
    expect(await ended()).toMatchObject({ known: 3, total: 3, damaged: 0, failure: null });
    // The newest first, and nothing of other types.
    expect(asked).toEqual(['leaf 7', 'Kettle 2.0', 'kettle 1.0']);
    const summary = indexer.summary('a', 'CREW');
    expect(summary).toMatchObject({
      files: 5,
      bytes: 123,
      packages: [
        { packageName: 'leaf', versions: 1, files: 1, bytes: 100 },
        { packageName: 'kettle', versions: 2, files: 4, bytes: 23 },
      ],
      duplicates: [{ size: 10, count: 2, sha256: sha256('same') }],
      duplicated: { groups: 1, bytes: 10 },
    });
    expect(summary.largest[0]).toMatchObject({
      size: 100,
      coordinates: { fileName: 'leaf.iso', version: '7' },
    });
    expect(summary.duplicates[0]?.places.map((place) => place.version).sort()).toEqual(['1.0', '2.0']);
    expect(indexer.versions('a', 'crew', 'KETTLE')).toMatchObject([
      { version: '2.0', files: 2, bytes: 12 },
      { version: '1.0', files: 2, bytes: 11 },
    ]);
    expect(indexer.versions('a', 'crew', null)).toHaveLength(3);
    await indexer.stop();
    cache.close();
  });

  it('finds files by a part of the name or by the beginning of the sha256', async () => {
    const { cache, indexer, ended } = start(
      new Map([...two].map(([name, listed]) => [name.replace('kettle 2.0', 'Kettle 2.0'), listed])),
    );
    cache.put(cache.open('a', 'crew', 1), versions, versions.length);
    indexer.open('a', 'crew');
    await ended();
    const names = (text: string) =>
      indexer.find('a', 'crew', text).files.map(({ coordinates: c }) => `${c.version} ${c.fileName}`);
    expect(names('KETTLE')).toEqual(['2.0 kettle.bin', '1.0 Kettle.bin']);
    expect(names('a_b')).toEqual(['1.0 a_b.txt']);
    expect(names(sha256('same').slice(0, 8).toUpperCase())).toEqual(['2.0 kettle.bin', '1.0 Kettle.bin']);
    expect(names(sha256('leaf'))).toEqual(['7 leaf.iso']);
    expect(names('%')).toEqual([]);
    expect(names(' ')).toEqual([]);
    await indexer.stop();
    cache.close();
  });

  it('looks again into what changed here, keeps the rest, and drops what is gone', async () => {
    const listed = new Map(two);
    const all = [version(1, 'kettle', '1.0'), version(2, 'kettle', '2.0'), version(3, 'leaf', '7')];
    const { cache, indexer, asked, states, ended } = start(listed);
    const id = cache.open('a', 'crew', 1);
    cache.put(id, all, all.length);
    indexer.open('a', 'crew');
    await ended();
    asked.length = 0;
    states.length = 0;
    listed.set('kettle 1.0', succeeded(files(['new.bin', 5, 'new'])));
    indexer.changed('a', [{ owner: 'CREW', packageName: 'KETTLE', version: '1.0' }]);
    await ended();
    expect(asked).toEqual(['kettle 1.0']);
    expect(indexer.versions('a', 'crew', 'kettle')).toMatchObject([
      { bytes: 12 },
      { version: '1.0', bytes: 5 },
    ]);
    cache.remove(id, [3]);
    expect(indexer.summary('a', 'crew')).toMatchObject({ bytes: 17, files: 3 });
    asked.length = 0;
    states.length = 0;
    expect(indexer.readAgain('a', 'crew')).toMatchObject({ known: 0, total: 2 });
    await ended();
    expect(asked).toEqual(['kettle 2.0', 'kettle 1.0']);
    await indexer.stop();
    cache.close();
  });

  it('takes what was listed anyway, passes a version that cannot be listed, and stops where all would fail', async () => {
    const listed = new Map<string, Outcome<VersionFiles>>([
      ['kettle 1.0', { ok: false, failure: { reason: 'unreachable' } }],
      ['kettle 2.0', { ok: false, failure: { reason: 'server-error', status: 500 } }],
    ]);
    const all = [version(1, 'kettle', '1.0'), version(2, 'kettle', '2.0'), version(3, 'leaf', '7')];
    const { cache, indexer, asked, states, ended } = start(listed);
    cache.put(cache.open('a', 'crew', 1), all, all.length);
    indexer.seen('a', { owner: 'crew', packageName: 'leaf', version: '7' }, files(['leaf.iso', 100, 'leaf']));
    indexer.open('a', 'crew');
    expect(await ended()).toMatchObject({ known: 2, damaged: 1, failure: { reason: 'unreachable' } });
    expect(asked).toEqual(['kettle 2.0', 'kettle 1.0']);
    expect(indexer.summary('a', 'crew').bytes).toBe(100);
    // A listing that changes does not ask a server that is away; who looks again does.
    asked.length = 0;
    states.length = 0;
    indexer.listingChanged({ accountId: 'a', owner: 'crew', isReading: false });
    await vi.waitFor(() => expect(states).not.toEqual([]));
    expect(asked).toEqual([]);
    listed.set('kettle 1.0', succeeded(files(['a.bin', 1, 'a'])));
    states.length = 0;
    indexer.open('a', 'crew');
    expect(await ended()).toMatchObject({ known: 3, failure: null });
    await indexer.stop();
    cache.close();
  });

  it('asks for nothing while nobody looks, whatever changes or is listed', async () => {
    const { cache, indexer, asked, states, ended } = start(new Map(two));
    const id = cache.open('a', 'crew', 1);
    cache.put(id, [version(1, 'kettle', '1.0'), version(2, 'kettle', '2.0')], 2);
    indexer.changed('a', [{ owner: 'crew', packageName: 'kettle', version: '1.0' }]);
    indexer.seen('a', { owner: 'crew', packageName: 'kettle', version: '2.0' }, files(['b', 3, 'b']));
    indexer.listingChanged({ accountId: 'a', owner: 'crew', isReading: false });
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ known: 1, total: 2, isReading: false }));
    states.length = 0;
    indexer.open('a', 'crew');
    await ended();
    // More versions are coming.
    states.length = 0;
    indexer.listingChanged({ accountId: 'a', owner: 'crew', isReading: true });
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ known: 2, total: 2, isReading: true }));
    indexer.stopReading('a', 'crew');
    states.length = 0;
    cache.put(id, [version(3, 'leaf', '7')], 3);
    indexer.listingChanged({ accountId: 'a', owner: 'crew', isReading: false });
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ known: 2, total: 3, isReading: false }));
    expect(asked).toEqual(['kettle 1.0']);
    await indexer.stop();
    cache.close();
  });

  it('looks again into a version that changed while it was being listed', async () => {
    const listed = new Map(two);
    const held = Promise.withResolvers<void>();
    const { cache, indexer, asked, states, ended } = start(listed, held.promise);
    cache.put(cache.open('a', 'crew', 1), [version(1, 'kettle', '1.0')], 1);
    indexer.open('a', 'crew');
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    listed.set('kettle 1.0', succeeded(files(['new.bin', 5, 'new'])));
    indexer.changed('a', [{ owner: 'crew', packageName: 'kettle', version: '1.0' }]);
    states.length = 0;
    held.resolve();
    await ended();
    expect(asked).toHaveLength(2);
    expect(indexer.summary('a', 'crew')).toMatchObject({ bytes: 5, files: 1 });
    await indexer.stop();
    cache.close();
  });

  it('gives up where one version after the other fails, and counts on whatever a server claims', async () => {
    const all = Array.from({ length: 40 }, (_, number) => version(number, 'kettle', `1.${number}`));
    const listed = new Map<string, Outcome<VersionFiles>>(
      all.map(({ version: name }) => [
        `kettle ${name}`,
        { ok: false, failure: { reason: 'server-error', status: 500 } },
      ]),
    );
    const { cache, indexer, asked, states, ended } = start(listed);
    cache.put(cache.open('a', 'crew', 1), all, all.length);
    indexer.open('a', 'crew');
    expect(await ended()).toMatchObject({ failure: { reason: 'server-error' } });
    expect(asked.length).toBeLessThan(15);
    const most = Number.MAX_SAFE_INTEGER;
    for (const name of listed.keys())
      listed.set(name, succeeded(files(['a', most, 'a'], ['b', most, 'a'], ['c', most, 'a'])));
    states.length = 0;
    indexer.readAgain('a', 'crew');
    expect(await ended()).toMatchObject({ known: 40, failure: null });
    expect(indexer.summary('a', 'crew')).toMatchObject({ bytes: most, packages: [{ bytes: most }] });
    await indexer.stop();
    cache.close();
  });

  it('takes over what a database of before knew', async () => {
    const path = join(folder, 'listings.sqlite');
    const before = openDatabase(path, {
      name: 'The kept listings',
      migrations: listingMigrations.slice(0, 2),
      use: 'alone',
    });
    before.exec(`
      insert into listing (id, account_id, owner_key, opened_at) values (1, 'a', 'crew', ${Date.now()});
      insert into version (listing_id, id, sequence, type, owner, package_name, version)
        values (1, 1, 1, 'generic', 'crew', 'kettle', '1.0');
      insert into looked (listing_id, version_id, looked_at, is_damaged) values (1, 1, 5, 0);
      insert into file (listing_id, version_id, id, name, size, sha256) values (1, 1, 1, 'a', 7, 'a'), (1, 1, 2, 'b', 8, 'b');
    `);
    before.close();
    const { cache, files: index } = openListingCache(path, log);
    expect(index.state(1)).toMatchObject({ known: 1, total: 1 });
    expect(index.summary(1)).toMatchObject({ files: 2, bytes: 15 });
    cache.close();
  });

  it('sums 100,000 versions of two files up within a second', async () => {
    const { cache, files: index } = openListingCache(join(folder, 'listings.sqlite'), log);
    const id = cache.open('a', 'crew', 1);
    const many = Array.from({ length: 100_000 }, (_, number) =>
      version(number, `scale-${number % 500}`, `1.0.${number}`),
    );
    cache.put(id, many, many.length);
    for (const { id: versionId } of many)
      index.put(
        id,
        versionId,
        files(['a.bin', versionId % 977, `${versionId % 5000}`], ['b.bin', 1, 'b']),
        1,
      );
    const startedAt = performance.now();
    const summary = index.summary(id);
    const took = performance.now() - startedAt;
    expect(summary.packages).toHaveLength(500);
    expect(summary.files).toBe(200_000);
    expect(summary.duplicates).toHaveLength(200);
    expect(summary.duplicated.groups).toBe(5001);
    expect(took).toBeLessThan(1000);
    // Reading goes through all of them a batch at a time, without looking at the first ones again and again.
    index.forgetAll(id);
    const readAt = performance.now();
    let below = Number.MAX_SAFE_INTEGER;
    for (let batch = index.unknown(id, below, 200); batch.length > 0; batch = index.unknown(id, below, 200))
      below = batch.at(-1)?.id ?? 0;
    expect(performance.now() - readAt).toBeLessThan(3000);
    cache.close();
  }, 120_000);
});
