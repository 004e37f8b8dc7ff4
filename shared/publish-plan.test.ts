import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PackageFile } from './package.ts';
import { type PlannedFile, planPublish } from './publish-plan.ts';
import { noLimitsKnown } from './server-limits.ts';

const sha256 = (digit: string) => digit.repeat(64);

function listedFile(fileName: string, size: number, digit = 'a'): PackageFile {
  return {
    id: 1,
    fileName,
    size,
    md5: '0'.repeat(32),
    sha1: '0'.repeat(40),
    sha256: sha256(digit),
    sha512: '0'.repeat(128),
  };
}

function localFile(fileName: string, size = 3, hash: string | null = null): PlannedFile {
  return { ticket: fileName, fileName, size, sha256: hash };
}

describe('planning a publish', () => {
  it('warns of what the server refused before, in what would be sent and nowhere else', () => {
    const refused = { size: 100, culprit: 'nginx in front of git.example.org' };
    const files = [localFile('a', 100), localFile('b', 99), localFile('c', 100), localFile('Ü', 100)];
    const plan = planPublish(files, [listedFile('c', 5)], {
      limits: { ...noLimitsKnown, refused },
    });
    expect(plan.rows.map(({ verdict, warning }) => [verdict.kind, warning?.kind])).toEqual([
      ['new', 'too-large'],
      ['new', undefined],
      ['differs', undefined],
      ['name-refused', undefined],
    ]);
    expect(plan).toMatchObject({ filesToSend: 2, bytesToSend: 199 });
    expect(planPublish(files, null).rows.every(({ warning }) => warning === null)).toBe(true);
  });

  it('sends what the version does not hold', () => {
    const plan = planPublish([localFile('kettle.bin', 5), localFile('kettle.sig', 2)], []);
    expect(plan.rows.map((row) => row.verdict.kind)).toEqual(['new', 'new']);
    expect(plan).toMatchObject({ filesToSend: 2, bytesToSend: 7, blockingRows: 0 });
  });

  it('skips the same bytes, also under another spelling of the name', () => {
    const plan = planPublish([localFile('Kettle.BIN', 3, sha256('a'))], [listedFile('kettle.bin', 3)]);
    expect(plan.rows[0]?.verdict).toEqual({ kind: 'identical' });
    expect(plan.filesToSend).toBe(0);
  });

  it('tells other bytes by their size at once, and by sha256 where the size is the same', () => {
    const listed = [listedFile('kettle.bin', 3)];
    expect(planPublish([localFile('kettle.bin', 4)], listed).rows[0]?.verdict.kind).toBe('differs');
    expect(planPublish([localFile('kettle.bin', 3)], listed).rows[0]?.verdict.kind).toBe('comparing');
    expect(planPublish([localFile('kettle.bin', 3, sha256('b'))], listed).rows[0]?.verdict.kind).toBe(
      'differs',
    );
  });

  it('proposes a name that the server takes, and sends nothing under a refused one', () => {
    const plan = planPublish([localFile('Prüfbericht (Ofen).pdf')], []);
    expect(plan.rows[0]?.verdict).toEqual({
      kind: 'name-refused',
      problem: { kind: 'characters', characters: ['ü'] },
      proposal: 'Pruefbericht (Ofen).pdf',
    });
    expect(plan).toMatchObject({ filesToSend: 0, blockingRows: 1 });
  });

  it('stops two rows of one name, whatever their case', () => {
    const plan = planPublish([localFile('a.txt'), localFile('A.TXT'), localFile('b.txt')], []);
    expect(plan.rows.map((row) => row.verdict.kind)).toEqual(['name-twice', 'name-twice', 'new']);
    expect(plan.blockingRows).toBe(2);
  });

  it('sends nothing while the version is not known', () => {
    const plan = planPublish([localFile('a.txt')], null);
    expect(plan.rows[0]?.verdict.kind).toBe('unknown');
    expect(plan.filesToSend).toBe(0);
  });

  it('never sends a file over a listed one', () => {
    const name = fc.constantFrom('a.bin', 'A.bin', 'b.bin', 'c d.bin');
    const local = fc.record({ name, size: fc.nat(3), hash: fc.constantFrom(null, sha256('a'), sha256('b')) });
    const listed = fc.uniqueArray(fc.record({ name, size: fc.nat(3) }), {
      selector: (f) => f.name.toLowerCase(),
    });
    fc.assert(
      fc.property(fc.array(local), listed, (locals, there) => {
        const plan = planPublish(
          locals.map((file) => localFile(file.name, file.size, file.hash)),
          there.map((file) => listedFile(file.name, file.size)),
        );
        const taken = new Set(there.map((file) => file.name.toLowerCase()));
        const sent = plan.rows
          .filter((row) => row.verdict.kind === 'new')
          .map((row) => row.file.fileName.toLowerCase());
        expect(sent.filter((fileName) => taken.has(fileName))).toEqual([]);
        expect(new Set(sent).size).toBe(sent.length);
      }),
    );
  });
});
