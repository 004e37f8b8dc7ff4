import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksumLines } from '../../../shared/checksum-lines.ts';
import { fileNameProblem } from '../../../shared/names.ts';

const tools = [
  ['sha256sum', ['-c', '--strict']],
  ['shasum', ['-a', '256', '-c', '--strict']],
] as const;

function isThere(tool: string): boolean {
  return spawnSync(tool, ['--version']).status === 0;
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-sums-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Names that the server takes and that this disk takes as well. */
const fileName = fc
  .string({ unit: fc.constantFrom(...'Az09 _+=:;.()[]{}~!@#$%^&-'), minLength: 1, maxLength: 20 })
  .filter((name) => fileNameProblem(name) === null && name.toLowerCase() !== 'sha256sums');

async function write(names: readonly string[]): Promise<void> {
  const files = [];
  for (const name of names) {
    await writeFile(join(folder, name), `the bytes of ${name}`);
    const sha256 = createHash('sha256').update(`the bytes of ${name}`).digest('hex');
    files.push({ fileName: name, sha256 });
  }
  await writeFile(join(folder, 'SHA256SUMS'), checksumLines(files));
}

describe.each(tools)('what %s reads', (tool, options) => {
  function check(): string {
    const { stdout, stderr, status } = spawnSync(tool, [...options, 'SHA256SUMS'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return `${status}\n${stdout}${stderr}`;
  }

  it.skipIf(!isThere(tool))('is a list of any files that a server takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fileName, { selector: (name) => name.toLowerCase(), minLength: 1, maxLength: 5 }),
        async (names) => {
          await write(names);
          const said = check();
          expect(said).toMatch(/^0\n/);
          for (const name of names) expect(said).toContain(`${name === '-' ? './-' : name}: OK\n`);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.skipIf(!isThere(tool) || process.platform === 'win32')('is a list of names with escapes', async () => {
    await write(['back\\slash', 'two\nlines']);
    expect(check()).toMatch(/^0\n/);
  });

  it.skipIf(!isThere(tool))('is a list with a file called -', async () => {
    await write(['-', '--', 'a']);
    expect(check()).toMatch(/^0\n/);
  });

  it.skipIf(!isThere(tool))('tells of a file that changed', async () => {
    await write(['a', 'b']);
    await writeFile(join(folder, 'b'), 'other bytes');
    expect(check()).toMatch(/^1\na: OK\nb: FAILED\n/);
  });
});
