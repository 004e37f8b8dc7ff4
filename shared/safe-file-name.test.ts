import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctFileNames, numberedFileName, safeFileName, withEnding } from './safe-file-name.ts';

const refused = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

function bytesOf(name: string): number {
  return encodeURIComponent(name).replace(/%../g, 'x').length;
}

function expectSafe(name: string): void {
  expect(name).not.toBe('');
  expect(name).not.toMatch(refused);
  expect(name).not.toMatch(reserved);
  expect(name).not.toMatch(/^\s|[.\s]$/u);
  expect(bytesOf(name)).toBeLessThanOrEqual(255);
}

/** Names made of what has hurt others: devices, dots, streams, separators, controls, long runs. */
const hostileName = fc
  .array(
    fc.oneof(
      fc.constantFrom('CON', 'nul', 'COM¹', 'LPT9', 'conin$', '..', '.', ' ', '/', '\\', ':', '\0', '\u202E'),
      fc.constantFrom('\u2028', '\uFEFF', '.txt', '.tar.gz', 'e\u0301', '😀', '\uD800', '~', 'x'.repeat(120)),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('safeFileName', () => {
  it.each([
    ['kettle.bin', 'kettle.bin'],
    ['..', 'file'],
    ['', 'file'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\Windows\\x', 'C__Windows_x'],
    ['a:b', 'a_b'],
    ['CON', '_CON'],
    ['nul.tar.gz', '_nul.tar.gz'],
    ['com1 .txt', '_com1 .txt'],
    ['console.log', 'console.log'],
    ['name. . ', 'name'],
    [' .hidden', '.hidden'],
    ['gpj\u202Eexe', 'gpj_exe'],
    ['a\r\nb\0c', 'a__b_c'],
    ['cafe\u0301', 'café'],
  ])('makes %j into %j', (serverName, expected) => {
    expect(safeFileName(serverName)).toBe(expected);
  });

  it('keeps the extension of a name that is too long', () => {
    const name = safeFileName(`${'ü'.repeat(400)}.tar.gz`);
    expect(name).toMatch(/^ü+\.tar\.gz$/);
    expect(bytesOf(name)).toBeLessThanOrEqual(255);
    expect(bytesOf(name)).toBeGreaterThan(250);
  });

  it('is safe for whatever a server sends, and settled after once', () => {
    fc.assert(
      fc.property(hostileName, (serverName) => {
        const name = safeFileName(serverName);
        expectSafe(name);
        expect(safeFileName(name)).toBe(name);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('numberedFileName and withEnding', () => {
  it('number before the extension', () => {
    expect(numberedFileName('kettle.tar.gz', 2)).toBe('kettle (2).tar.gz');
    expect(numberedFileName('.env', 3)).toBe('.env (3)');
    expect(numberedFileName('README', 2)).toBe('README (2)');
  });

  it('stay safe and keep what was added, however long the name', () => {
    fc.assert(
      fc.property(hostileName, fc.integer({ min: 2, max: 9999 }), (serverName, number) => {
        const safe = safeFileName(serverName);
        const numbered = numberedFileName(safe, number);
        expectSafe(numbered);
        expect(numbered).toContain(` (${number})`);
        const ended = withEnding(safe, '.teapart-0123456789abcdef');
        expectSafe(ended);
        expect(ended.endsWith('.teapart-0123456789abcdef')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('distinctFileNames', () => {
  it('tells names apart that a disk without regard to case takes for one', () => {
    expect(distinctFileNames(['Readme.md', 'README.md', 'readme (2).md', 'a:b', 'a?b'])).toEqual([
      'Readme.md',
      'README (2).md',
      'readme (2) (2).md',
      'a_b',
      'a_b (2)',
    ]);
  });

  it('never gives two names of one key', () => {
    fc.assert(
      fc.property(fc.array(hostileName, { maxLength: 12 }), (serverNames) => {
        const names = distinctFileNames(serverNames);
        expect(names).toHaveLength(serverNames.length);
        expect(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(names.length);
        for (const name of names) expectSafe(name);
      }),
    );
  });
});
