import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fileNameProblem,
  fileNameRulesOf,
  packageNameProblem,
  proposeFileName,
  proposePackageName,
  publishableVersionProblem,
  versionProblem,
} from './names.ts';

describe('package names', () => {
  it.each(['a', '7', '..a', '...', '--', '.a', 'a.', 'kettle-firmware', 'A_b+c.d'])('takes %j', (name) => {
    expect(packageNameProblem(name)).toBeNull();
  });
  it.each(['', '.', '..', '-', '_', '+', 'a b', 'ü', 'a/b', 'a\n', 'a:b'])('refuses %j', (name) => {
    expect(packageNameProblem(name)).not.toBeNull();
  });
});

describe('file names', () => {
  it.each(['a', '-', '%', 'a b', 'kettle (1) [x].{tar}~!@#$%^&=+;:.gz', '...', '.a'])('takes %j', (name) => {
    expect(fileNameProblem(name)).toBeNull();
  });
  it.each([
    '',
    '.',
    '..',
    ' a',
    'a ',
    'a/b',
    'a\\b',
    'a"b',
    "a'b",
    'a*',
    'a,b',
    'a<b',
    'a?b',
    'a|b',
    'a`b',
    'é',
  ])('refuses %j', (name) => {
    expect(fileNameProblem(name)).not.toBeNull();
  });
});

describe('versions', () => {
  it('trims by Unicode White_Space, which has U+0085 and not U+FEFF', () => {
    expect(versionProblem('1.0\u0085')).toEqual({ kind: 'blank-at-end' });
    expect(versionProblem('1.0\ufeff')).toBeNull();
    expect(versionProblem('a b')).toBeNull();
  });
  it.each(['.', '..', 'a/b', '1\\2', '1\n2', 'x\u202ey', '1?2', '1#2'])('does not publish %j', (version) => {
    expect(publishableVersionProblem(version)).not.toBeNull();
  });
  it.each(['1.4.2', '2026.11', 'v1+build.7', 'nightly', 'größer'])('publishes %j', (version) => {
    expect(publishableVersionProblem(version)).toBeNull();
  });
});

describe('proposed names', () => {
  it('keeps what can be kept', () => {
    expect(proposeFileName('Prüfbericht (Ofen).pdf')).toBe('Pruefbericht (Ofen).pdf');
    expect(proposeFileName("Ada's notes, final.txt")).toBe('Adas notes- final.txt');
    expect(proposeFileName('Cafe\u0301.txt')).toBe(proposeFileName('Café.txt'));
    expect(proposeFileName('日本')).toBeNull();
    expect(proposePackageName('Kettle Firmware')).toBe('Kettle-Firmware');
  });
  it('are always names that the server takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const file = proposeFileName(name);
        const packageName = proposePackageName(name);
        expect(file === null ? null : fileNameProblem(file)).toBeNull();
        expect(packageName === null ? null : packageNameProblem(packageName)).toBeNull();
      }),
    );
  });
});

describe('names on older servers', () => {
  it.each([
    ['1.21.11', 'as-packages'],
    ['1.18.0', 'as-packages'],
    ['1.22.0', 'wide'],
    ['1.26.0+dev-120-gabc', 'wide'],
    ['7.0.3+gitea-1.21.11', 'as-packages'],
    ['16.0.1+gitea-1.22.0', 'wide'],
    ['14.0', 'wide'],
    [null, 'wide'],
  ])('%s takes %s', (version, rules) => {
    expect(fileNameRulesOf(version)).toBe(rules);
  });

  it('are refused and mended by their rules', () => {
    expect(fileNameProblem('a (1).bin', 'as-packages')).toEqual({
      kind: 'characters',
      characters: [' ', '(', ')'],
    });
    expect(proposeFileName('a (1).bin', 'as-packages')).toBe('a-1-.bin');
    expect(fileNameProblem('a-1.bin', 'as-packages')).toBeNull();
    expect(fileNameProblem('a (1).bin')).toBeNull();
  });
});
