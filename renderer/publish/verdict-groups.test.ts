import { expect, test } from 'vitest';
import type { LocalFile } from '../../shared/local-file.ts';
import { planPublish } from '../../shared/publish-plan.ts';
import { plannedFiles } from './sheet-files.ts';
import {
  countGroups,
  mostUrgentFirst,
  rowsFound,
  type SheetRow,
  sheetRows,
  urgencies,
} from './verdict-groups.ts';

function files(...names: readonly string[]): LocalFile[] {
  return names.map((path) => {
    const parts = path.split('/');
    return { ticket: path, name: parts.pop() ?? '', folder: parts.join('/'), size: 3 };
  });
}

function listed(fileName: string, size: number) {
  return { id: 1, fileName, size, md5: '', sha1: '', sha256: 'theirs', sha512: '' };
}

function rowsOf(all: LocalFile[], names = new Map<string, string>(), hashes = new Map<string, string>()) {
  const planned = plannedFiles(all, { kind: 'base' }, names, { hashes, unreadable: new Map() });
  const there = [listed('other.bin', 9), listed('same.bin', 3)];
  return sheetRows(planPublish(planned, there), all);
}

function inOrder(rows: readonly SheetRow[]): readonly SheetRow[] {
  return mostUrgentFirst(rows, urgencies(rows, new Map()));
}

const names = ['a.bin', 'other.bin', 'b.bin', 'Ä.bin', 'd/c.bin', 'e/c.bin', 'same.bin'];

test('each row is in one group, and the counts add up', () => {
  const rows = rowsOf(files(...names), new Map(), new Map([['same.bin', 'theirs']]));
  expect(Object.fromEntries(countGroups(rows))).toEqual({
    new: 2,
    differs: 1,
    refused: 1,
    twice: 2,
    identical: 1,
  });
});

test('what blocks comes first, then what is worth a look, each in its own order', () => {
  const order = inOrder(rowsOf(files(...names))).map(({ file }) => file.ticket);
  expect(order).toEqual(['Ä.bin', 'd/c.bin', 'e/c.bin', 'other.bin', 'a.bin', 'b.bin', 'same.bin']);
});

test('a row that was mended stays where it is', () => {
  const all = files(...names);
  const before = urgencies(rowsOf(all), new Map());
  const mended = rowsOf(all, new Map([['Ä.bin', 'ae.bin']]));
  expect(urgencies(mended, before)).toBe(before);
  expect(mostUrgentFirst(mended, before)[0]?.file.ticket).toBe('Ä.bin');
  expect(inOrder(mended)[0]?.file.ticket).toBe('d/c.bin');
});

test('rows are found by group, by the name on the server and by the path on disk', () => {
  const rows = rowsOf(files(...names), new Map([['a.bin', 'kettle.tar']]));
  const found = (group: Parameters<typeof rowsFound>[1], text: string) =>
    rowsFound(rows, group, text).map(({ file }) => file.ticket);
  expect(found('twice', '')).toEqual(['d/c.bin', 'e/c.bin']);
  expect(found('all', 'KETTLE')).toEqual(['a.bin']);
  expect(found('all', 'd/C')).toEqual(['d/c.bin']);
  expect(found('new', 'other')).toEqual([]);
  expect(found('all', ' ')).toHaveLength(names.length);
});
