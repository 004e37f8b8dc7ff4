import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComparableFile, compareFiles } from './compare-files.ts';

let lastId = 0;

function file(fileName: string, content: string): ComparableFile {
  lastId += 1;
  const sha256 = [...content]
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .padEnd(64, '0');
  return { id: lastId, fileName, size: content.length, sha256 };
}

const idsOf = (list: readonly (ComparableFile | null)[]) =>
  new Set(list.flatMap((each) => (each === null ? [] : [each.id])));

describe('comparing two versions', () => {
  it('tells added, removed, changed, renamed and same files apart', () => {
    const from = [file('a.bin', 'a'), file('B.bin', 'b'), file('c.bin', 'c'), file('old.bin', 'moved')];
    const to = [file('a.bin', 'a'), file('b.bin', 'other'), file('d.bin', 'd'), file('new.bin', 'moved')];
    expect(compareFiles(from, to).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'same a.bin',
      'changed b.bin',
      'removed c.bin',
      'added d.bin',
      'renamed new.bin',
    ]);
  });

  it('has every file of both once, and turns round with them', () => {
    const files = fc
      .array(fc.tuple(fc.constantFrom('a', 'A', 'b', 'c', 'd', 'e'), fc.constantFrom('1', '2', '33')))
      .map((list) => list.map(([name, content]) => file(name, content)));
    fc.assert(
      fc.property(files, files, (from, to) => {
        const compared = compareFiles(from, to);
        expect(compared.flatMap(({ from: old }) => old ?? [])).toHaveLength(from.length);
        expect(compared.flatMap(({ to: now }) => now ?? [])).toHaveLength(to.length);
        expect(idsOf(compared.map((each) => each.from))).toEqual(new Set(from.map(({ id }) => id)));
        expect(idsOf(compared.map((each) => each.to))).toEqual(new Set(to.map(({ id }) => id)));
        const count = (kind: string, list = compared) => list.filter((each) => each.kind === kind).length;
        const back = compareFiles(to, from);
        expect(count('added')).toBe(count('removed', back));
        for (const kind of ['same', 'changed', 'renamed']) expect(count(kind)).toBe(count(kind, back));
        const alike = compared.filter(({ kind }) => kind === 'same' || kind === 'renamed');
        for (const { from: old, to: now } of alike) expect(now?.sha256).toBe(old?.sha256);
      }),
    );
  });
});
