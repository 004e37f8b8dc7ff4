import nodeDisk, { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { quickClock } from '../testing/clocks.ts';
import { type DiskCalls, diskFailure, PartFile } from './part-file.ts';

function refusing(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

it('says what the disk said when neither syncing nor closing the folder works', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tea-chest-part-'));
  const disk: DiskCalls = {
    ...nodeDisk,
    open: async (path, flags) => {
      const handle = await nodeDisk.open(path, flags);
      if (path !== folder) return handle;
      const close = handle.close.bind(handle);
      handle.sync = refusing('EIO');
      handle.close = () => close().then(refusing('ENOSPC'));
      return handle;
    },
  };
  const part = await PartFile.create(disk, folder, 'kettle.bin', '.teapart-1');
  await part.append(Buffer.from('tea'));
  const error: unknown = await part
    .publishAs('kettle.bin', quickClock(), new AbortController().signal)
    .catch((thrown: unknown) => thrown);
  expect(diskFailure(error, 'kettle.bin')).toMatchObject({ failure: { reason: 'folder-not-writable' } });
  expect(await readdir(folder)).toEqual(['kettle.bin']);
  await rm(folder, { recursive: true });
});

async function withoutLinks(refusals: number) {
  const folder = await mkdtemp(join(tmpdir(), 'tea-chest-part-'));
  const names: string[][] = [];
  let left = refusals;
  const disk: DiskCalls = {
    ...nodeDisk,
    link: refusing('EPERM'),
    rename: async (from, to) => {
      if (left === 0) return nodeDisk.rename(from, to);
      left -= 1;
      throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
    },
  };
  const clock = {
    ...quickClock(),
    after: (_milliseconds: number, action: () => void) => {
      const turn = setImmediate(() => {
        void readdir(folder)
          .then((there) => names.push(there))
          .finally(action);
      });
      return () => clearImmediate(turn);
    },
  };
  const part = await PartFile.create(disk, folder, 'kettle.bin', '.teapart-1');
  await part.append(Buffer.from('tea'));
  const published = part.publishAs('kettle.bin', clock, new AbortController().signal);
  return { folder, names, published, part };
}

it('waits for a file that a scanner holds, and leaves the name free meanwhile', async () => {
  const { folder, names, published } = await withoutLinks(3);
  expect(await published).toBe('kettle.bin');
  expect(names).toEqual(Array.from({ length: 3 }, () => ['kettle.bin.teapart-1']));
  expect(await readdir(folder)).toEqual(['kettle.bin']);
  await rm(folder, { recursive: true });
});

it('keeps the part of a file that a scanner never lets go', async () => {
  const { folder, published, part } = await withoutLinks(Number.POSITIVE_INFINITY);
  const error: unknown = await published.catch((thrown: unknown) => thrown);
  expect(diskFailure(error, 'kettle.bin')).toMatchObject({ failure: { reason: 'folder-not-writable' } });
  await part.keep();
  expect(await readdir(folder)).toEqual(['kettle.bin.teapart-1']);
  await rm(folder, { recursive: true });
});
