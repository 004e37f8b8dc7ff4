import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityOf } from '../local-files/local-file-reference.ts';
import { FileBody } from './file-body.ts';

async function bodyOf(path: string) {
  const handle = await open(path);
  const reference = { path, identity: identityOf(await handle.stat({ bigint: true })) };
  return { handle, body: new FileBody(handle, reference, null, async () => undefined) };
}

describe('the body of a local file', () => {
  it('gives all bytes and what they were', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tea-chest-body-'));
    await writeFile(join(folder, 'a.txt'), 'hello');
    const { handle, body } = await bodyOf(join(folder, 'a.txt'));
    expect(Buffer.concat(await body.open().toArray()).toString()).toBe('hello');
    expect(body.sent).toMatchObject({ lastByte: 'o'.charCodeAt(0) });
    expect(body.failure).toBeNull();
    await handle.close();
    await rm(folder, { recursive: true });
  });

  it.runIf(process.platform === 'linux')(
    'refuses a file that says it is empty and gives bytes all the same',
    async () => {
      const { handle, body } = await bodyOf('/proc/self/limits');
      await expect(body.open().toArray()).rejects.toThrow('local-file-changed');
      expect(body.sent).toBeNull();
      expect(body.failure).toEqual({ reason: 'local-file-changed' });
      await handle.close();
    },
  );
});

describe('a range of a local file', () => {
  it('gives its bytes alone, and is refused once the file changed anywhere', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tea-chest-body-'));
    const path = join(folder, 'a.bin');
    const bytes = randomBytes(3_000_000);
    await writeFile(path, bytes);
    const handle = await open(path);
    const reference = { path, identity: identityOf(await handle.stat({ bigint: true })) };
    const range = { start: 900_000, length: 1_500_000 };
    const meant = bytes.subarray(range.start, range.start + range.length);
    {
      await using body = new FileBody(handle, reference, range, async () => undefined);
      expect(Buffer.concat(await body.open().toArray()).equals(meant)).toBe(true);
      expect(body.sent).toEqual({
        sha256: createHash('sha256').update(meant).digest('hex'),
        lastByte: meant.at(-1),
      });
      await appendFile(path, 'more');
      await expect(body.open().toArray()).rejects.toThrow('local-file-changed');
      expect(body.sent).toBeNull();
    }
    await rm(folder, { recursive: true });
  });
});
