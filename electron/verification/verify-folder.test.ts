import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PackageFile } from '../../shared/package.ts';
import { HashService } from '../local-files/hash-service.ts';
import type { TransferClient } from '../transfers/transfer-client.ts';
import { verifyFolder } from './verify-folder.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.0' };

function unasked(): Promise<never> {
  throw new Error('Nothing is to be asked for');
}

const client: TransferClient = {
  listFiles: unasked,
  publishFile: unasked,
  deleteFile: unasked,
  openDownload: unasked,
};

function listed(fileName: string, content: string, id = 1): PackageFile {
  const hash = (algorithm: string) => createHash(algorithm).update(content).digest('hex');
  return {
    id,
    fileName,
    size: Buffer.byteLength(content),
    md5: hash('md5'),
    sha1: hash('sha1'),
    sha256: hash('sha256'),
    sha512: hash('sha512'),
  };
}

describe('verifying a folder', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tea-chest-verify-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function verified(files: readonly PackageFile[], signal = new AbortController().signal) {
    const entries: string[] = [];
    await verifyFolder({
      client,
      version,
      files,
      folder,
      hashes: new HashService(),
      signal,
      found: ({ localName, state, failure }) =>
        entries.push(`${localName} ${state}${failure === null ? '' : ` ${failure.reason}`}`),
    });
    return entries;
  }

  it('finds files where publishing took them from: in folders, or joined by their names', async () => {
    await mkdir(join(folder, 'inside'));
    await writeFile(join(folder, 'inside', 'a.bin'), 'a');
    await writeFile(join(folder, 'inside', 'b.bin'), 'b');
    await writeFile(join(folder, 'c.bin'), 'other');
    await writeFile(join(folder, '.DS_Store'), 'left out');
    expect(await verified([listed('a.bin', 'a'), listed('inside_b.bin', 'b'), listed('c.bin', 'c')])).toEqual(
      ['inside/a.bin same', 'inside/b.bin same', 'c.bin differs'],
    );
  });

  it.skipIf(process.getuid?.() === 0)(
    'says of what cannot be read that it cannot, not that it differs',
    async () => {
      await writeFile(join(folder, 'a.bin'), 'a');
      await chmod(join(folder, 'a.bin'), 0);
      expect(await verified([listed('a.bin', 'a')])).toEqual(['a.bin unreadable local-file-unreadable']);
    },
  );

  it('looks 10,000 files up in the time of a few', async () => {
    const files = Array.from({ length: 10_000 }, (_, number) => listed(`file-${number}.bin`, 'x', number));
    await mkdir(join(folder, 'inside'));
    for (let number = 0; number < 3000; number += 1)
      await writeFile(join(folder, 'inside', `other-${number}.bin`), '');
    const startedAt = performance.now();
    const entries = await verified(files);
    expect(entries.filter((entry) => entry.endsWith('missing'))).toHaveLength(10_000);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  it('tells how many bytes it has read, also inside a file', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 7).toString('latin1');
    await writeFile(join(folder, 'a.bin'), 'abc');
    await writeFile(join(folder, 'large.bin'), large);
    const told: string[] = [];
    await verifyFolder({
      client,
      version,
      files: [listed('a.bin', 'abc'), listed('large.bin', large), listed('none.bin', 'none')],
      folder,
      hashes: new HashService(),
      signal: new AbortController().signal,
      found: () => {},
      progressed: ({ files, ofFiles, bytes, ofBytes }) =>
        told.push(`${files} of ${ofFiles}, ${bytes} of ${ofBytes}`),
    });
    const mebi = 1024 * 1024;
    const ofAll = `of ${3 * mebi + 7}`;
    expect(told).toEqual([
      `0 of 3, 0 ${ofAll}`,
      `0 of 3, 3 ${ofAll}`,
      `1 of 3, 3 ${ofAll}`,
      `1 of 3, ${mebi + 3} ${ofAll}`,
      `1 of 3, ${2 * mebi + 3} ${ofAll}`,
      `1 of 3, ${3 * mebi + 3} ${ofAll}`,
      `2 of 3, ${3 * mebi + 3} ${ofAll}`,
    ]);
  });

  it('is told to stop before it looks', async () => {
    await writeFile(join(folder, 'a.bin'), 'a');
    expect(await verified([listed('a.bin', 'a')], AbortSignal.abort())).toEqual([]);
  });
});
