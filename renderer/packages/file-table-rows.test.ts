import { expect, it } from 'vitest';
import type { PackageFile } from '../../shared/package.ts';
import { type FileOrder, fileTableRows } from './file-table-rows.ts';

function listed(fileName: string, id: number, size = 1, sha256 = ''): PackageFile {
  return { id, fileName, size, md5: '', sha1: '', sha256, sha512: '' };
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

function names(filter: string, order: FileOrder | null): readonly string[] {
  const sized = [
    listed('kettle-10.bin', 1, 300, 'c0ffee'),
    listed('Kettle-9.bin', 2, 100, 'beef00'),
    listed('pot.bin.part001of002', 3, 90, ''),
    listed('pot.bin.part002of002', 4, 30, ''),
  ];
  return fileTableRows(sized, new Set(), filter, order).map((row) =>
    row.kind === 'file' ? row.file.fileName : row.set.name,
  );
}

it('has the order of the server, or that of names as people count, or of bytes, where parts count as what they make up', () => {
  expect(names('', null)).toEqual(['kettle-10.bin', 'Kettle-9.bin', 'pot.bin']);
  expect(names('', { by: 'name', isAscending: true })).toEqual(['Kettle-9.bin', 'kettle-10.bin', 'pot.bin']);
  expect(names('', { by: 'name', isAscending: false })).toEqual(['pot.bin', 'kettle-10.bin', 'Kettle-9.bin']);
  expect(names('', { by: 'size', isAscending: true })).toEqual(['Kettle-9.bin', 'pot.bin', 'kettle-10.bin']);
});

it('is narrowed by a part of a name, or by the beginning of a checksum', () => {
  expect(names(' KETTLE-1', null)).toEqual(['kettle-10.bin']);
  expect(names('BEEF', null)).toEqual(['Kettle-9.bin']);
  expect(names('f00', null)).toEqual([]);
  expect(names('pot', null)).toEqual(['pot.bin']);
});
