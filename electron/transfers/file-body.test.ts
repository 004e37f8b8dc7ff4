import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityOf } from '../local-files/local-file-reference.ts';
import { FileBody } from './file-body.ts';

async function bodyOf(path: string) {
  const handle = await open(path);
  const reference = { path, identity: identityOf(await handle.stat({ bigint: true })) };
  return { handle, body: new FileBody(handle, reference, async () => undefined) };
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
