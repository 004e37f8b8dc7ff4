import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../shared/account.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { Transfer } from '../../shared/transfer.ts';
import { newLocalFiles } from '../local-files/testing/given-files.ts';
import type { TransferRecord, TransferWork } from '../transfers/journal/transfer-record.ts';
import { Receipts } from './receipts.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-receipts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const account: Account = {
  id: 'a',
  kind: 'server',
  label: 'Work',
  serverUrl: 'https://git.example.org/sub',
  userName: 'ada',
  serverVersion: '1.26.4',
  credentialKept: 'saved',
  state: { kind: 'ready' },
};
const sha256 = 'a'.repeat(64);
const notSent = { sentBytes: 0, mayHaveArrived: false };
const generated = { kind: 'generated', replaces: null, replacement: null, ...notSent } as const;

function given(name: string) {
  const identity = { device: 1n, inode: 1n, size: 10, modifiedAt: 1n };
  return { path: join(folder, name), identity };
}

function record(fileName: string, change: Partial<Transfer> = {}, work?: TransferWork): TransferRecord {
  return {
    transfer: {
      id: fileName.toLowerCase().replace(/[^a-z0-9]/g, '-'),
      batch: 'b',
      direction: 'publish',
      accountId: 'a',
      coordinates: { owner: 'crew', packageName: 'kettle', version: '1.4.2', fileName },
      localName: fileName,
      state: 'done',
      waitsFor: 0,
      size: 1000,
      transferred: 1000,
      speed: null,
      sha256,
      copiedFrom: null,
      oldFile: null,
      failure: null,
      retryAt: null,
      position: 1,
      addedAt: 0,
      startedAt: 1000,
      settledAt: 3000,
      ...change,
    },
    work: work ?? { kind: 'publish', file: given(fileName), range: null, ...notSent },
  };
}

function receiptsOf(records: readonly TransferRecord[], known: Account | null = account) {
  const localFiles = newLocalFiles();
  const serverUrl: Outcome<string> = known === null ? failed('not-found') : succeeded(known.serverUrl);
  const receipts = new Receipts({
    recordsOf: (batch) => (batch === 'b' ? records : []),
    accounts: { get: () => known, serverUrlOf: () => Promise.resolve(serverUrl) },
    localFiles,
  });
  return { receipts, localFiles };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.reason);
  return outcome.value;
}

describe('a receipt', () => {
  it('tells of each file, and of all, what is on the server and what is not', async () => {
    const { receipts } = receiptsOf([
      record('a b.txt', { settledAt: 2000 }),
      record('there.txt', { state: 'skipped', startedAt: 1500, settledAt: 1600, size: 500 }),
      record('bad.txt', {
        state: 'failed',
        failure: { reason: 'file-too-large' },
        settledAt: 5000,
        transferred: 10,
      }),
    ]);
    const receipt = valueOf(await receipts.get('b'));
    expect(receipt).toMatchObject({
      accountLabel: 'Work',
      serverUrl: 'https://git.example.org/sub',
      version: { owner: 'crew', packageName: 'kettle', version: '1.4.2' },
      totals: { there: 2, skipped: 1, bytes: 1500, seconds: 4, speed: 1000 },
    });
    expect(receipt.files).toMatchObject([
      {
        fileName: 'a b.txt',
        url: 'https://git.example.org/sub/api/packages/crew/generic/kettle/1.4.2/a%20b.txt',
        sha256,
        speed: 1000,
      },
      { fileName: 'there.txt', sha256, speed: null },
      { fileName: 'bad.txt', sha256: null, failure: { reason: 'file-too-large' }, speed: null },
    ]);
  });

  it('counts only the time in which something was under way', async () => {
    const { receipts } = receiptsOf([
      record('a.txt', { startedAt: 1000, settledAt: 3000 }),
      record('b.txt', { startedAt: 2000, settledAt: 4000 }),
      record('next-day.txt', { startedAt: 86_400_000, settledAt: 86_401_000, size: 2000 }),
    ]);
    expect(valueOf(await receipts.get('b')).totals).toMatchObject({ bytes: 4000, seconds: 4, speed: 1000 });
  });

  describe('of a file in parts', () => {
    const partWork: TransferWork = {
      kind: 'publish',
      file: given('disk.iso'),
      range: { start: 0, length: 5 },
      ...notSent,
    };
    const manifestWork: TransferWork = {
      ...generated,
      content: { kind: 'split-manifest', file: given('disk.iso'), name: 'disk.iso', partSize: 5 },
    };
    const part = (number: number, change: Partial<Transfer> = {}) =>
      record(`disk.iso.part00${number}of002`, { size: 5, ...change }, partWork);
    const manifest = (change: Partial<Transfer> = {}) =>
      record('disk.iso.split.txt', { size: 300, settledAt: 4000, ...change }, manifestWork);

    it('tells of the whole', async () => {
      const { receipts } = receiptsOf([part(1, { state: 'skipped' }), record('a.txt'), part(2), manifest()]);
      const { files, totals } = valueOf(await receipts.get('b'));
      expect(files).toMatchObject([
        {
          fileName: 'disk.iso',
          url: expect.stringMatching(/\/disk\.iso\.split\.txt$/),
          size: 10,
          sha256: null,
          split: { parts: 2, manifest: { fileName: 'disk.iso.split.txt', size: 300, sha256 } },
          state: 'done',
          startedAt: 1000,
          settledAt: 4000,
        },
        { fileName: 'a.txt', split: null },
      ]);
      expect(totals).toMatchObject({ there: 2, skipped: 0, bytes: 1010 });
    });

    it('is not there without all of them, and says why', async () => {
      const { receipts } = receiptsOf([
        part(1),
        part(2, { state: 'failed', failure: { reason: 'file-too-large' } }),
        manifest({ state: 'failed', failure: { reason: 'batch-incomplete' }, sha256: null }),
      ]);
      const { files, totals } = valueOf(await receipts.get('b'));
      expect(files).toMatchObject([
        {
          state: 'failed',
          failure: { reason: 'file-too-large' },
          split: { parts: 2, manifest: null },
          failedIds: ['disk-iso-part002of002', 'disk-iso-split-txt'],
        },
      ]);
      expect(totals.there).toBe(0);
    });
  });

  it('of an account that was removed has no addresses', async () => {
    const { receipts } = receiptsOf([record('a.txt')], null);
    expect(valueOf(await receipts.get('b'))).toMatchObject({
      accountLabel: null,
      serverUrl: null,
      files: [{ url: null, sha256 }],
    });
    expect(await receipts.textOf('b', 'curl')).toMatchObject({ ok: false });
  });

  it('is not found for downloads and for what is forgotten', async () => {
    const download: TransferWork = {
      kind: 'download',
      manifest: null,
      folder,
      safeName: 'a.txt',
      partHolder: '1',
    };
    const { receipts } = receiptsOf([record('a.txt', { direction: 'download' }, download)]);
    expect(await receipts.get('b')).toEqual(failed('not-found'));
    expect(await receipts.get('other')).toEqual(failed('not-found'));
  });

  it('of 10,000 files is quick', async () => {
    const { receipts } = receiptsOf(Array.from({ length: 10_000 }, (_, index) => record(`f-${index}.bin`)));
    const start = performance.now();
    expect(valueOf(await receipts.get('b')).totals.there).toBe(10_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('is copied without what is not on the server', async () => {
    const { receipts } = receiptsOf([
      record('a.txt'),
      record('bad.txt', { state: 'failed', sha256: null }),
      record('b.txt', { state: 'skipped' }),
    ]);
    expect(await receipts.textOf('b', 'sha256sums')).toEqual(
      succeeded(`${sha256}  a.txt\n${sha256}  b.txt\n`),
    );
  });
});

describe('the same again', () => {
  it('takes the files as they are now, under the names they had, and tells which are gone', async () => {
    await writeFile(join(folder, 'built.bin'), 'twelve bytes');
    await writeFile(join(folder, 'whole.iso'), 'all of it');
    const whole = given('whole.iso');
    const part = (start: number): TransferWork => ({
      kind: 'publish',
      file: whole,
      range: { start, length: 5 },
      ...notSent,
    });
    const { receipts, localFiles } = receiptsOf([
      record('kettle.bin', {}, { kind: 'publish', file: given('built.bin'), range: null, ...notSent }),
      record('gone.txt'),
      record('whole.iso.part1', {}, part(0)),
      record('whole.iso.part2', {}, part(5)),
      record(
        'whole.iso.parts',
        {},
        {
          ...generated,
          content: { kind: 'split-manifest', file: whole, name: 'whole.iso', partSize: 5 },
        },
      ),
      record('SUMS', {}, { ...generated, content: { kind: 'checksums' } }),
    ]);
    const again = valueOf(await receipts.again('b'));
    expect(again).toMatchObject({
      accountId: 'a',
      version: { owner: 'crew', packageName: 'kettle', version: '1.4.2' },
      checksumsName: 'SUMS',
      selection: {
        files: [
          { name: 'built.bin', size: 12, folder: '' },
          { name: 'whole.iso', size: 9 },
        ],
        leftOut: [{ name: 'gone.txt', why: 'missing' }],
      },
    });
    const [built] = again.selection.files;
    expect(again.names).toEqual([[built?.ticket, 'kettle.bin']]);
    expect(localFiles.find(built?.ticket ?? '')).toMatchObject({
      ok: true,
      value: { path: join(folder, 'built.bin'), identity: { size: 12 } },
    });
  });
});
