import { describe, expect, it } from 'vitest';
import { checksumLines } from './checksum-lines.ts';

const one = 'a'.repeat(64);
const other = 'b'.repeat(64);

describe('a list of checksums', () => {
  it('has one line a file, sorted by name', () => {
    expect(
      checksumLines([
        { fileName: 'b.zip', sha256: one },
        { fileName: 'B.zip', sha256: other },
        { fileName: 'a file.zip', sha256: one },
      ]),
    ).toBe(`${other}  B.zip\n${one}  a file.zip\n${one}  b.zip\n`);
  });

  it('escapes what would break a line as GNU does', () => {
    expect(checksumLines([{ fileName: 'back\\slash\nline\rend', sha256: one }])).toBe(
      `\\${one}  back\\\\slash\\nline\\rend\n`,
    );
  });

  it('does not let a file be taken for the keyboard', () => {
    expect(checksumLines([{ fileName: '-', sha256: one }])).toBe(`${one}  ./-\n`);
  });

  it('of nothing is empty', () => {
    expect(checksumLines([])).toBe('');
  });
});
