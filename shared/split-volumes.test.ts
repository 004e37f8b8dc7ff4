import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excludedBy, patternFinder, usualExcludes } from './exclude-list.ts';
import { fileNameProblem } from './names.ts';
import type { PackageFile } from './package.ts';
import { noLimitsKnown, type ServerLimits } from './server-limits.ts';
import {
  bytesOfSet,
  filesOfSet,
  listedEntries,
  manifestName,
  nameOfManifest,
  partName,
  partsOf,
  proposePartSize,
  readPartName,
  splitProblem,
} from './split-volumes.ts';

const fileName = fc
  .stringMatching(/^[A-Za-z0-9 _+=:;.()[\]{}~!@#$%^&-]{1,60}$/)
  .filter((name) => fileNameProblem(name) === null);

/** Any layout that can be split. */
const layout = fc
  .record({
    name: fileName,
    size: fc.integer({ min: 2, max: 2 ** 45 }),
    count: fc.integer({ min: 2, max: 10_000 }),
  })
  .map(({ name, size, count }) => ({ name, size, partSize: Math.max(1, Math.ceil(size / count)) }))
  .filter(({ size, partSize }) => size > partSize);

function listed(fileName: string, size = 1, id = fileName.length): PackageFile {
  return {
    id,
    fileName,
    size,
    md5: 'a'.repeat(32),
    sha1: 'a'.repeat(40),
    sha256: 'a'.repeat(64),
    sha512: 'a'.repeat(128),
  };
}

describe('the parts of a file', () => {
  it('make up the whole without gap or overlap, whatever its size and theirs', () => {
    fc.assert(
      fc.property(layout, (each) => {
        const parts = partsOf(each);
        let end = 0;
        const fit = parts.every(({ start, length }) => {
          const fits = start === end && length > 0 && length <= each.partSize;
          end += length;
          return fits;
        });
        expect([fit, end]).toEqual([true, each.size]);
      }),
      { numRuns: 60 },
    );
  });

  it('have names that sort in their order, that servers take, that are known again and not left out', () => {
    fc.assert(
      fc.property(layout, (each) => {
        const names = partsOf(each).map(({ name }) => name);
        expect(names.toSorted()).toEqual(names);
        expect(names.map(readPartName)).toEqual(
          names.map((_, index) => ({ name: each.name, number: index + 1, count: names.length })),
        );
        const last = names.at(-1) ?? '';
        for (const name of [last, manifestName(each.name)]) {
          expect(fileNameProblem(name)).toBeNull();
          expect(excludedBy(patternFinder(usualExcludes), { name, folder: 'dist' })).toBeNull();
        }
        expect(nameOfManifest(manifestName(each.name))).toBe(each.name);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    'kettle.iso.part1of2',
    'kettle.iso.part001of0012',
    'kettle.iso.part000of012',
    'kettle.iso.part013of012',
    'kettle.iso.part001of001',
    'kettle.iso.part00001of99999',
    'kettle.iso.part0001of012',
    'kettle.iso.part',
    '.part001of012',
  ])('are not what %s looks like', (name) => {
    expect(readPartName(name)).toBeNull();
  });

  it('are refused where there would be too many, or their names too long', () => {
    const size = 10_000;
    expect(splitProblem({ name: 'a', size, partSize: 1 })).toBeNull();
    expect(splitProblem({ name: 'a', size: size + 1, partSize: 1 })).toBe('too-many-parts');
    expect(splitProblem({ name: 'a'.repeat(242), size: 100, partSize: 50 })).toBeNull();
    expect(splitProblem({ name: 'a'.repeat(243), size: 100, partSize: 50 })).toBe('name-too-long');
  });
});

describe('a list of files', () => {
  const parts = [1, 2, 3].map((number) => listed(partName('kettle.iso', number, 3), 10, number));
  const manifest = listed('kettle.iso.split.txt', 700, 9);
  const other = listed('notes.txt', 5, 10);

  it('has parts and manifest as one, in any order, and leaves other files alone', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...parts, manifest, other], { minLength: 5 }), (files) => {
        const entries = listedEntries(files);
        expect(entries).toHaveLength(2);
        const split = entries.find((entry) => entry.kind === 'split');
        expect(split?.set).toEqual({ name: 'kettle.iso', count: 3, parts, manifest });
        expect(entries).toContainEqual({ kind: 'file', file: other });
      }),
    );
  });

  it('keeps every file, whatever the names are', () => {
    const name = fc.oneof(
      fileName,
      fileName.map((each) => manifestName(each)),
      fc.tuple(fc.constantFrom('a', 'A', 'b'), fc.nat(4), fc.nat(4)).map((p) => partName(...p)),
      fc.constantFrom('a.split.txt', 'b.split.txt'),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { selector: (each) => each.toLowerCase() }), (names) => {
        const files = names.map((each, index) => listed(each, 1, index));
        const told = listedEntries(files).flatMap((entry) =>
          entry.kind === 'file' ? [entry.file] : filesOfSet(entry.set),
        );
        expect(told.toSorted((one, two) => one.id - two.id)).toEqual(files);
      }),
    );
  });

  it('shows what is missing, and a manifest without parts as the plain file it is', () => {
    const [first] = parts;
    if (first === undefined) throw new Error('no part');
    expect(listedEntries([first, other])).toEqual([
      { kind: 'split', set: { name: 'kettle.iso', count: 3, parts: [first], manifest: null } },
      { kind: 'file', file: other },
    ]);
    expect(listedEntries([manifest])).toEqual([{ kind: 'file', file: manifest }]);
  });

  it('gives the manifest to the parts that are all there, not to those of an earlier try', () => {
    const earlier = listed(partName('kettle.iso', 1, 7), 4, 20);
    const sets = listedEntries([earlier, ...parts, manifest]);
    expect(sets).toEqual([
      { kind: 'split', set: { name: 'kettle.iso', count: 7, parts: [earlier], manifest: null } },
      { kind: 'split', set: { name: 'kettle.iso', count: 3, parts, manifest } },
    ]);
  });

  it('has the manifest go first when all of it goes', () => {
    const set = { name: 'kettle.iso', count: 3, parts, manifest };
    expect(filesOfSet(set)[0]).toBe(manifest);
    expect(bytesOfSet(set)).toBe(30);
  });
});

function refused(size: number): ServerLimits {
  return { ...noLimitsKnown, refused: { size, culprit: 'nginx' } };
}

describe('the size that is proposed for parts', () => {
  it('is what the server took before, or a usual limit below what it refused', () => {
    expect(proposePartSize(noLimitsKnown)).toBeNull();
    expect(proposePartSize(refused(3_000_000_000))).toBe(95_000_000);
    expect(proposePartSize(refused(95_000_000))).toBe(45_000_000);
    expect(proposePartSize({ ...refused(3_000_000_000), largestPublished: 512_345_678 })).toBe(512_000_000);
    expect(proposePartSize({ ...refused(3_000_000_000), largestPublished: 512 })).toBe(95_000_000);
    expect(proposePartSize(refused(500_000))).toBeNull();
  });
});
