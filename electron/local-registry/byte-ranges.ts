/** A run of bytes: `length` of them from `start`. A length of 0 is possible (`bytes=-0`). */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** What a Range header asks of a file. `whole` ignores the header; `no-overlap` and `malformed` are answered with 416. */
export type RangeRequest =
  | { readonly kind: 'whole' }
  | { readonly kind: 'parts'; readonly ranges: readonly ByteRange[] }
  | { readonly kind: 'no-overlap' }
  | { readonly kind: 'malformed' };

const largestPosition = 2n ** 63n - 1n;

/** A position as the server reads it: digits, perhaps with a sign; null when it is none or beyond 63 bits. */
function position(text: string): number | null {
  if (!/^[+-]?\d+$/.test(text)) return null;
  const value = BigInt(text.replace(/^\+/, ''));
  return value < 0n || value > largestPosition ? null : Number(value);
}

const blanksAtEnds = /^[ \t\r\n]+|[ \t\r\n]+$/g;

/** One range of the header: `null` when it begins past the file, 'malformed' when it cannot be read. */
function readRange(piece: string, size: number): ByteRange | null | 'malformed' {
  const dash = piece.indexOf('-');
  if (dash === -1) return 'malformed';
  const first = piece.slice(0, dash).replace(blanksAtEnds, '');
  const last = piece.slice(dash + 1).replace(blanksAtEnds, '');
  if (first === '') {
    const suffix = /^\+?\d/.test(last) ? position(last) : null;
    if (suffix === null) return 'malformed';
    const length = Math.min(suffix, size);
    return { start: size - length, length };
  }
  const start = position(first);
  if (start === null) return 'malformed';
  if (start >= size) return null;
  if (last === '') return { start, length: size - start };
  const end = position(last);
  if (end === null || end < start) return 'malformed';
  return { start, length: Math.min(end, size - 1) - start + 1 };
}

/**
 * Reads a Range header for a file of `size` bytes, as recorded in 03-range: ends past the file are cut, ranges past
 * it left out, a header without any range ignored, and so are ranges that add up to more than the file.
 */
export function readRangeHeader(header: string, size: number): RangeRequest {
  if (header === '') return { kind: 'whole' };
  if (!header.startsWith('bytes=')) return { kind: 'malformed' };
  const ranges: ByteRange[] = [];
  let someBeyond = false;
  for (const piece of header.slice('bytes='.length).split(',')) {
    const trimmed = piece.replace(blanksAtEnds, '');
    if (trimmed === '') continue;
    const range = readRange(trimmed, size);
    if (range === 'malformed') return { kind: 'malformed' };
    if (range === null) someBeyond = true;
    else ranges.push(range);
  }
  if (ranges.length === 0) {
    return { kind: someBeyond && size > 0 ? 'no-overlap' : 'whole' };
  }
  const total = ranges.reduce((sum, range) => sum + range.length, 0);
  return total > size ? { kind: 'whole' } : { kind: 'parts', ranges };
}

/** The value of Content-Range for a part. An empty part ends before it starts, as recorded (`bytes 10-9/10`). */
export function contentRange(range: ByteRange, size: number): string {
  return `bytes ${range.start}-${range.start + range.length - 1}/${size}`;
}
