import { createHash, randomBytes } from 'node:crypto';
import nodeDisk, { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quickClock } from '../testing/clocks.ts';
import { PartFile } from './part-file.ts';
import { ReceivedBytes } from './received-bytes.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-received-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function newPart(): Promise<PartFile> {
  return PartFile.create(nodeDisk, folder, 'kettle.bin', 'abc');
}

async function takeAll(received: ReceivedBytes, bytes: Buffer): Promise<void> {
  const chunk = 65_521;
  for (let at = 0; at < bytes.length; at += chunk)
    await received.take(Buffer.from(bytes.subarray(at, at + chunk)));
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('received bytes', () => {
  // Around one piece, and on both sides of where a thread hashes.
  it.each([0, 1, 4_194_304, 4_194_305, 16_777_215, 17_000_000])(
    'come to the part, %i of them, and are hashed',
    async (size) => {
      const bytes = randomBytes(size);
      const part = await newPart();
      const received = new ReceivedBytes(part, size);
      await takeAll(received, bytes);
      expect(received.bytes).toBe(size);
      expect(await received.finish()).toBe(sha256Of(bytes));
      await received.end();
      await part.publishAs('kettle.bin', quickClock(), new AbortController().signal);
      expect((await readFile(join(folder, 'kettle.bin'))).equals(bytes)).toBe(true);
    },
  );

  it.each([1_000_000, 17_000_000])(
    'of a fresh start, %i of them, know nothing of the ones before',
    async (size) => {
      const part = await newPart();
      const received = new ReceivedBytes(part, size);
      await takeAll(received, randomBytes(size - 1));
      await received.restart();
      expect(received.bytes).toBe(0);
      const bytes = randomBytes(size);
      await takeAll(received, bytes);
      expect(await received.finish()).toBe(sha256Of(bytes));
      await received.end();
      await part.publishAs('kettle.bin', quickClock(), new AbortController().signal);
      expect((await readFile(join(folder, 'kettle.bin'))).equals(bytes)).toBe(true);
    },
  );

  it('that the disk does not take are told', async () => {
    const part = await newPart();
    const received = new ReceivedBytes(part, 17_000_000);
    await part.discard();
    await expect(
      takeAll(received, randomBytes(17_000_000)).then(() => received.finish()),
    ).rejects.toMatchObject({ code: 'EBADF' });
    await received.end();
  });
});
