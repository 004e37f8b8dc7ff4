import { expect, test } from 'vitest';
import { nextToHash } from './next-to-hash.ts';

function file(ticket: string, size: number) {
  return { ticket, fileName: `${ticket}.bin`, size, sha256: null };
}

test('thousands of small files are asked for in portions, each file once', () => {
  const wanted = Array.from({ length: 1000 }, (_, number) => file(`file-${number}`, 10));
  const asked = new Set<string>();
  const portions: number[] = [];
  for (let next = nextToHash(wanted, asked); next.length > 0; next = nextToHash(wanted, asked)) {
    portions.push(next.length);
    for (const ticket of next) {
      expect(asked.has(ticket)).toBe(false);
      asked.add(ticket);
    }
  }
  expect(asked.size).toBe(1000);
  expect(portions).toEqual([250, 250, 250, 250]);
});

test('a large file does not hold up the answer about small ones, and is asked for by itself', () => {
  const wanted = [file('small', 10), file('large', 5 * 1024 ** 3), file('other', 10)];
  expect(nextToHash(wanted, new Set())).toEqual(['small']);
  expect(nextToHash(wanted, new Set(['small']))).toEqual(['large']);
  expect(nextToHash(wanted, new Set(['small', 'large']))).toEqual(['other']);
});

test('nothing is left when all was asked for', () => {
  expect(nextToHash([file('one', 1)], new Set(['one']))).toEqual([]);
});
