import nodeDisk, { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
  const error: unknown = await part.publishAs('kettle.bin').catch((thrown: unknown) => thrown);
  expect(diskFailure(error, 'kettle.bin')).toMatchObject({ failure: { reason: 'folder-not-writable' } });
  expect(await readdir(folder)).toEqual(['kettle.bin']);
  await rm(folder, { recursive: true });
});
