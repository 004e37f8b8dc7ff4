import { describe, expect, it } from 'vitest';
import { contentRange, readRangeHeader } from './byte-ranges.ts';

/** What a header asks of a file of ten bytes, in short: `0+4` is four bytes from the start. */
function asked(header: string, size = 10): string {
  const request = readRangeHeader(header, size);
  if (request.kind !== 'parts') return request.kind;
  return request.ranges.map(({ start, length }) => `${start}+${length}`).join(' ');
}

describe('one range', () => {
  it.each([
    ['bytes=0-3', '0+4'],
    ['bytes=4-', '4+6'],
    ['bytes=-3', '7+3'],
    ['bytes=5-100', '5+5'],
    ['bytes=-100', '0+10'],
    ['bytes=-0', '10+0'],
    ['bytes= 2 - 4 ', '2+3'],
    ['bytes=+2-4', '2+3'],
    ['bytes=9223372036854775807-', 'no-overlap'],
    ['bytes=0-9223372036854775807', '0+10'],
  ])('%s', (header, expected) => expect(asked(header)).toBe(expected));
});

describe('what cannot be read', () => {
  it.each([
    'bytes=3-2',
    'bytes=a-b',
    'bytes=5',
    'bytes=-',
    'bytes=--5',
    'bytes=-1-2',
    'items=0-3',
    'Bytes=0-3',
    'bytes 0-3',
    'bytes=0-9223372036854775808',
    'bytes=0-1,x',
  ])('%s', (header) => expect(asked(header)).toBe('malformed'));

  it('is not looked at behind a start past the end', () => {
    expect(asked('bytes=11-x')).toBe('no-overlap');
  });
});

describe('several ranges', () => {
  it('stay in the order asked for', () => expect(asked('bytes=4-5,0-1')).toBe('4+2 0+2'));
  it('lose those past the end', () => expect(asked('bytes=0-1,20-30')).toBe('0+2'));
  it('overlap nothing when all are past it', () => expect(asked('bytes=10-,20-30')).toBe('no-overlap'));
  it('mean the whole file when they are longer together', () => expect(asked('bytes=0-9,0-0')).toBe('whole'));
  it('may be as long as the file', () => expect(asked('bytes=5-9,0-4')).toBe('5+5 0+5'));
  it('may be empty pieces', () => expect(asked('bytes=,0-1,')).toBe('0+2'));
});

describe('no range', () => {
  it.each(['', 'bytes=', 'bytes=,', 'bytes= , '])('%j means the whole file', (header) =>
    expect(asked(header)).toBe('whole'),
  );
  it('fits an empty file, whatever start is asked for', () => expect(asked('bytes=3-', 0)).toBe('whole'));
  it('but the last bytes of an empty file are an empty part', () => expect(asked('bytes=-5', 0)).toBe('0+0'));
});

it('writes content-range, an empty part ending before it starts', () => {
  expect(contentRange({ start: 2, length: 3 }, 10)).toBe('bytes 2-4/10');
  expect(contentRange({ start: 10, length: 0 }, 10)).toBe('bytes 10-9/10');
});
