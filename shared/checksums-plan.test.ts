import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumLines } from './checksum-lines.ts';
import { planChecksums, withChecksums, withChecksumsRow } from './checksums-plan.ts';
import type { PackageFile } from './package.ts';
import { planPublish } from './publish-plan.ts';

const hash = 'c'.repeat(64);

function listedFile(fileName: string, size = 5): PackageFile {
  return { id: 1, fileName, size, md5: '', sha1: '', sha256: hash, sha512: '' };
}

function planOf(names: readonly string[], listed: readonly PackageFile[] | null) {
  const files = names.map((fileName) => ({ ticket: fileName, fileName, size: 5, sha256: hash }));
  return planPublish(files, listed);
}

function judge(
  names: readonly string[],
  listed: readonly PackageFile[] | null,
  sha256: string | null = null,
) {
  return planChecksums('SHA256SUMS', planOf(names, listed), listed, sha256, false);
}

describe('the plan of a list of checksums', () => {
  it('counts it, with its size, beside the files that it comes after', () => {
    const listed = [listedFile('before.bin')];
    const checksums = judge(['a.bin', 'b.bin'], listed);
    expect(checksums).toMatchObject({ verdict: { kind: 'new' }, files: 3, text: null });
    expect(checksums.size).toBe(
      checksumLines(['a.bin', 'b.bin', 'before.bin'].map((fileName) => ({ fileName, sha256: hash }))).length,
    );
    expect(withChecksums(planOf(['a.bin', 'b.bin'], listed), checksums)).toMatchObject({
      filesToSend: 3,
      bytesToSend: 10 + checksums.size,
      blockingRows: 0,
    });
  });

  it('can be all that is sent', () => {
    const listed = [listedFile('a.bin')];
    const checksums = judge(['a.bin'], listed);
    expect(checksums.verdict.kind).toBe('new');
    expect(withChecksums(planOf(['a.bin'], listed), checksums).filesToSend).toBe(1);
  });

  it('is a conflict where one is there that would change', () => {
    const listed = [listedFile('a.bin'), listedFile('sha256sums', 72)];
    for (const names of [['b.bin'], ['a.bin', 'b.bin']]) {
      const checksums = judge(names, listed);
      expect(checksums.verdict.kind).toBe('differs');
      expect(withChecksums(planOf(names, listed), checksums).blockingRows).toBe(1);
    }
  });

  it('takes the place of the one that is there where that is wanted', () => {
    const listed = [listedFile('a.bin'), listedFile('SHA256SUMS', 72)];
    const checksums = planChecksums('SHA256SUMS', planOf(['b.bin'], listed), listed, null, true);
    expect(checksums.replaces).toEqual({ id: 1, sha256: hash });
    expect(withChecksums(planOf(['b.bin'], listed), checksums)).toMatchObject({
      filesToSend: 2,
      filesToReplace: 1,
      blockingRows: 0,
    });
    const same = planChecksums('SHA256SUMS', planOf(['a.bin'], listed), listed, hash, true);
    expect(same).toMatchObject({ verdict: { kind: 'identical' }, replaces: null });
  });

  it('is the last row of a plan that is told', () => {
    const listed = [listedFile('a.bin'), listedFile('SHA256SUMS', 72)];
    const plan = planOf(['b.bin'], listed);
    const replacing = planChecksums('SHA256SUMS', plan, listed, null, true);
    const told = withChecksumsRow(plan, replacing);
    expect(told).toMatchObject({ filesToSend: 2, filesToReplace: 1 });
    expect(told.rows.map(({ file, conflict }) => [file.fileName, conflict?.action])).toEqual([
      ['b.bin', undefined],
      ['SHA256SUMS', 'replace'],
    ]);
  });

  it('is compared with the one that is there when nothing else would be sent', () => {
    const listed = [listedFile('a.bin'), listedFile('SHA256SUMS', 72)];
    const checksums = judge(['a.bin'], listed);
    expect(checksums).toMatchObject({ verdict: { kind: 'comparing' }, text: `${hash}  a.bin\n` });
    expect(judge(['a.bin'], listed, hash).verdict.kind).toBe('identical');
    expect(judge(['a.bin'], listed, 'd'.repeat(64)).verdict.kind).toBe('differs');
    expect(judge(['a.bin'], [listedFile('a.bin'), listedFile('SHA256SUMS', 71)]).verdict.kind).toBe(
      'differs',
    );
    expect(withChecksums(planOf(['a.bin'], listed), checksums).filesToSend).toBe(0);
  });

  it('needs a name that the server takes and that no file has', () => {
    const plan = planOf(['sha256sums'], []);
    expect(planChecksums('SHA256SUMS', plan, [], null, false).verdict.kind).toBe('name-twice');
    expect(planChecksums('a/b', plan, [], null, false).verdict).toMatchObject({
      kind: 'name-refused',
      proposal: 'a-b',
    });
    expect(planChecksums('SHA256SUMS', planOf(['a'], null), null, null, false).verdict.kind).toBe('unknown');
  });

  it('counts the parts of a split file, and what joins them', () => {
    const file = { ticket: 'a', fileName: 'a.iso', size: 3_000_000, sha256: hash, partSize: 1_048_576 };
    const checksums = planChecksums('SHA256SUMS', planPublish([file], []), [], null, false);
    expect(checksums).toMatchObject({ verdict: { kind: 'new' }, files: 4 });
  });

  it('tells the size that the list will have', () => {
    const name = fc.stringMatching(/^[-a-c]([a-c. ]{0,3}[a-c])?$/);
    fc.assert(
      fc.property(fc.uniqueArray(name), fc.uniqueArray(name), (there, coming) => {
        const all = [...new Set([...there, ...coming])].map((fileName) => ({ fileName, sha256: hash }));
        const listed = there.map((fileName) => listedFile(fileName));
        expect(judge(coming, listed)).toMatchObject({
          size: checksumLines(all).length,
          files: all.length,
        });
      }),
    );
  });
});
