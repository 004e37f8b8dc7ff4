import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joinCommands, writeManifest } from '../../../shared/split-manifest.ts';
import { manifestName, partsOf } from '../../../shared/split-volumes.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-join-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A shell in the folder of the parts. */
function run(line: string): Promise<{ stdout: string }> {
  return promisify(execFile)('/bin/sh', ['-c', line], { cwd: folder });
}

describe.runIf(process.platform !== 'win32')('the shell lines of a manifest', () => {
  it.each([
    ['kettle.iso', 25, 10],
    ['two words (final).iso', 1200, 100],
    ['$HOME `date`.iso'.replaceAll('`', '~'), 24, 8],
    ["it's a kettle.iso", 24, 8],
    ['-rf.iso', 24, 8],
    ['#1 [a-z] {b,c} & x; exit 1 #.iso', 1100, 1],
    ['!$(touch gone).part001of003', 24, 8],
  ])('join and check %s', async (name, size, partSize) => {
    const bytes = randomBytes(size);
    const layout = { name, size, partSize };
    const parts = partsOf(layout);
    const hashes: string[] = [];
    for (const part of parts) {
      const content = bytes.subarray(part.start, part.start + part.length);
      hashes.push(sha256Of(content));
      await writeFile(join(folder, part.name), content);
    }
    // Looks like one more part to a careless pattern.
    await writeFile(join(folder, `${name}.parts-of-something-else`), 'other');
    const text = writeManifest(layout, sha256Of(bytes), hashes);
    await writeFile(join(folder, manifestName(name)), text);
    const { shell } = joinCommands(layout, sha256Of(bytes));
    for (const line of shell) expect(text).toContain(`#   ${line}\n`);
    const [joining = '', checking = ''] = shell;

    await run(joining);
    expect((await readFile(join(folder, name))).equals(bytes)).toBe(true);
    expect((await run(checking)).stdout.split('\n').filter((line) => line.endsWith(': OK'))).toHaveLength(
      parts.length + 1,
    );

    const [first] = parts;
    await writeFile(join(folder, first?.name ?? ''), randomBytes(first?.length ?? 0));
    await expect(run(checking)).rejects.toThrow('did NOT match');
  });

  it('are all that sha256sum needs beside the manifest itself', async () => {
    const layout = { name: 'kettle.iso', size: 4, partSize: 2 };
    await writeFile(join(folder, 'kettle.iso.part001of002'), 'te');
    await writeFile(join(folder, 'kettle.iso.part002of002'), 'as');
    await writeFile(join(folder, 'kettle.iso'), 'teas');
    const sums = [sha256Of(Buffer.from('te')), sha256Of(Buffer.from('as'))];
    await writeFile(
      join(folder, 'kettle.iso.split.txt'),
      writeManifest(layout, sha256Of(Buffer.from('teas')), sums),
    );
    const { stdout } = await run('sha256sum -c kettle.iso.split.txt');
    expect(stdout).toBe('kettle.iso.part001of002: OK\nkettle.iso.part002of002: OK\nkettle.iso: OK\n');
  });
});
