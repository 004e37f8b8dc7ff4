import { expect, it } from 'vitest';
import type { PackageFile } from '../../shared/package.ts';
import { fileTableRows } from './file-table-rows.ts';

function listed(fileName: string, id: number): PackageFile {
  return { id, fileName, size: 1, md5: '', sha1: '', sha256: '', sha512: '' };
}

const files = [
  listed('kettle.iso.part001of002', 1),
  listed('notes.txt', 2),
  listed('kettle.iso.part002of002', 3),
  listed('kettle.iso.split.txt', 4),
];

it('has one row for a split file, and its manifest and parts under it while it is open', () => {
  const closed = fileTableRows(files, new Set());
  expect(closed.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['split 2 kettle.iso', 'file 2']);
  const open = fileTableRows(files, new Set(['2 kettle.iso']));
  expect(
    open.map((row) => (row.kind === 'file' ? [row.file.fileName, row.insideName] : row.set.name)),
  ).toEqual([
    'kettle.iso',
    ['kettle.iso.split.txt', 'split.txt'],
    ['kettle.iso.part001of002', 'part001of002'],
    ['kettle.iso.part002of002', 'part002of002'],
    ['notes.txt', null],
  ]);
});
