import { expect, it } from 'vitest';
import { mostCopiedFiles } from '../../shared/copying.ts';
import type { PackageFile } from '../../shared/package.ts';
import { Tally } from './plan-tally.ts';

const to = { owner: 'crew', packageName: 'kettle', version: '1.0' };

function file(fileName: string, byte = 'a', size = 10): PackageFile {
  const hash = (length: number) => byte.repeat(length);
  return { id: 1, fileName, size, md5: hash(32), sha1: hash(40), sha256: hash(64), sha512: hash(128) };
}

function looked(files: PackageFile[], change: { there?: PackageFile[]; damagedRows?: number } = {}) {
  const { there = [], damagedRows = 0 } = change;
  return { files: { files, damagedRows }, there, isSame: false };
}

it('counts what is sent, what is there and what is in the way, without regard to case', () => {
  const tally = new Tally();
  tally.add(looked([file('a'), file('B'), file('c')], { there: [file('b'), file('C', 'f')] }), to, 'wide');
  expect(tally.counts).toMatchObject({
    versions: 1,
    new: 1,
    identical: 1,
    differing: 1,
    bytes: 10,
    problems: [],
  });
});

it('sends a file whole beside one that stands there in parts', () => {
  const tally = new Tally();
  tally.add(looked([file('a.bin')], { there: [file('a.bin.teasplit'), file('a.bin.001')] }), to, 'wide');
  expect(tally.counts).toMatchObject({ new: 1, problems: [] });
});

it('tells what stops it before what is left where it is', () => {
  const tally = new Tally();
  tally.add(looked([]), to, 'wide');
  tally.add(looked([file('a')], { damagedRows: 1 }), to, 'wide');
  tally.add(looked([file('a')]), { ...to, version: '..' }, 'wide');
  tally.add(looked([file('a (1).bin'), file('b')]), { ...to, version: '2.0' }, 'as-packages');
  expect(tally.counts.problems.map(({ kind }) => kind)).toEqual([
    'unreadable-rows',
    'version-refused',
    'file-name-refused',
    'no-files',
  ]);
  expect(tally.counts.problems[2]).toEqual({
    kind: 'file-name-refused',
    version: '2.0',
    fileName: 'a (1).bin',
  });
});

it('stops at more files than are copied at once', () => {
  const tally = new Tally();
  const many = Array.from({ length: mostCopiedFiles }, (_, index) => file(`f${index}`));
  tally.add(looked(many), to, 'wide');
  expect(tally.isTooMuch).toBe(false);
  tally.add(looked([file('one more')]), to, 'wide');
  expect(tally.isTooMuch).toBe(true);
  expect(tally.counts.problems).toMatchObject([{ kind: 'too-many-files' }]);
});
