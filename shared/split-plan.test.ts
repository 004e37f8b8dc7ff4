import { describe, expect, it } from 'vitest';
import { nameKey } from './names.ts';
import type { PackageFile } from './package.ts';
import { planPublish } from './publish-plan.ts';
import { noLimitsKnown } from './server-limits.ts';
import type { SplitManifest } from './split-manifest.ts';
import { manifestsToRead, splitVerdict } from './split-plan.ts';
import { manifestName, partsOf } from './split-volumes.ts';

const sha256 = 'a'.repeat(64);
const layout = { name: 'kettle.iso', size: 25, partSize: 10 };
const parts = partsOf(layout).map(({ name, length }, id) => listed(name, length, id));
const manifestFile = listed(manifestName(layout.name), 700, 9, 'c'.repeat(64));
const manifest: SplitManifest = {
  ...layout,
  sha256,
  parts: parts.map(({ fileName, size, sha256: hash }) => ({ name: fileName, size, sha256: hash })),
};
const read = new Map([[manifestFile.sha256, manifest]]);

function listed(fileName: string, size: number, id: number, hash = 'b'.repeat(64)): PackageFile {
  return { id, fileName, size, md5: '', sha1: '', sha256: hash, sha512: '' };
}

function byKey(...files: PackageFile[]): ReadonlyMap<string, PackageFile> {
  return new Map(files.map((file) => [nameKey(file.fileName), file]));
}

const file = { ticket: '1', fileName: 'kettle.iso', size: 25, sha256, partSize: 10 };

describe('a file that may be there in parts', () => {
  it('is new where nothing is, where parts of it are, and where the manifest alone is missing', () => {
    const fresh = { kind: 'new' };
    expect(splitVerdict(file, byKey(), new Map())).toEqual(fresh);
    expect(splitVerdict(file, byKey(...parts.slice(0, 2)), new Map())).toEqual(fresh);
    expect(splitVerdict(file, byKey(...parts), new Map())).toEqual(fresh);
    expect(splitVerdict(file, byKey(...parts.slice(1), manifestFile), read)).toEqual(fresh);
  });

  it('is identical where the whole is the same, however it is cut now', () => {
    const all = byKey(...parts, manifestFile);
    for (const partSize of [10, 7, null, undefined]) {
      expect(splitVerdict({ ...file, ...(partSize !== undefined && { partSize }) }, all, read)).toEqual({
        kind: 'identical',
      });
    }
  });

  it('is compared while its bytes or the manifest are not read', () => {
    const all = byKey(...parts, manifestFile);
    const comparing = { kind: 'comparing', listed: manifestFile };
    expect(splitVerdict(file, all, new Map())).toEqual(comparing);
    expect(splitVerdict({ ...file, sha256: null }, all, read)).toEqual(comparing);
    expect(manifestsToRead(['other.iso', 'Kettle.iso'], [...parts, manifestFile])).toEqual([manifestFile]);
  });

  it('differs where the whole is another one, or a part that it would send is', () => {
    const all = byKey(...parts, manifestFile);
    const differs = { kind: 'differs', listed: manifestFile };
    expect(splitVerdict({ ...file, sha256: 'd'.repeat(64) }, all, read)).toEqual(differs);
    expect(splitVerdict({ ...file, size: 26 }, all, read)).toEqual(differs);
    const [first, ...others] = parts;
    if (first === undefined) throw new Error('no part');
    const changed = { ...first, sha256: 'e'.repeat(64) };
    expect(splitVerdict(file, byKey(changed, ...others, manifestFile), read)).toEqual(differs);
    const longer = { ...first, size: 11 };
    expect(splitVerdict(file, byKey(longer), new Map())).toEqual({ kind: 'differs', listed: longer });
  });

  it('cannot take the name of a manifest that nobody can read, unless it goes in one', () => {
    const unread = new Map([[manifestFile.sha256, null]]);
    const there = byKey(manifestFile);
    expect(splitVerdict(file, there, unread)).toEqual({ kind: 'differs', listed: manifestFile });
    expect(splitVerdict({ ...file, partSize: null }, there, unread)).toEqual({ kind: 'new' });
  });
});

describe('the plan of a batch', () => {
  it('says how many parts a file comes to, and counts those bytes that are not there', () => {
    const plan = planPublish([file, { ...file, ticket: '2', fileName: 'a.txt', size: 3 }], parts.slice(0, 2));
    expect(plan.rows.map((row) => row.parts)).toEqual([3, null]);
    expect(plan).toMatchObject({ filesToSend: 2, bytesToSend: 5 + 3, blockingRows: 0 });
  });

  it('warns of parts that are too large, not of the whole', () => {
    const limits = { ...noLimitsKnown, refused: { size: 20, culprit: 'nginx' } };
    expect(planPublish([file], [], { limits }).rows[0]?.warning).toBeNull();
    expect(planPublish([{ ...file, partSize: 22 }], [], { limits }).rows[0]?.warning).toMatchObject({
      kind: 'too-large',
    });
  });

  it('is held up by a file that comes to too many parts', () => {
    const plan = planPublish([{ ...file, size: 100_000, partSize: 1 }], []);
    expect(plan.rows[0]?.verdict).toEqual({ kind: 'cannot-split', problem: 'too-many-parts' });
    expect(plan).toMatchObject({ filesToSend: 0, blockingRows: 1 });
  });
});
