import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseByteSize, writeByteSize } from './byte-size.ts';

it.each([
  ['100MB', 100_000_000],
  ['95 MiB', 99_614_720],
  ['1.5 gb', 1_500_000_000],
  ['1,5 GB', 1_500_000_000],
  ['2k', 2000],
  [' 4096 ', 4096],
  ['', null],
  ['MB', null],
  ['-1 MB', null],
  ['1 000 MB', null],
  ['10 parsecs', null],
  ['999999999999999 GB', null],
])('reads %j', (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});

it('reads what it writes', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.nat(),
        fc.nat(5000).map((number) => number * 1_000_000),
      ),
      (bytes) => {
        expect(parseByteSize(writeByteSize(bytes))).toBe(bytes);
      },
    ),
  );
  expect(writeByteSize(95_000_000)).toBe('95 MB');
});
