import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excludedBy, fitsPattern, patternFinder, readPatterns, usualExcludes } from './exclude-list.ts';
import { Settings } from './settings.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '.', '-'), maxLength: 10 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });

/** The same rule in the words of regular expressions. */
function byExpression(text: string, name: string): boolean {
  const source = [...text].map((each) =>
    each === '*' ? '.*' : each === '?' ? '.' : each === '.' ? '\\.' : each,
  );
  return new RegExp(`^${source.join('')}$`, 'isu').test(name);
}

describe('patterns', () => {
  it('fit as the same regular expressions do', () => {
    fc.assert(
      fc.property(pattern, letters, (text, name) => {
        expect(fitsPattern(text, name)).toBe(byExpression(text, name));
      }),
      { numRuns: 2000 },
    );
  });

  it('without signs fit themselves and nothing longer, whatever they hold', () => {
    const plain = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[*?]/.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        expect(fitsPattern(text, text)).toBe(true);
        expect(fitsPattern(text, `${text}x`)).toBe(false);
      }),
    );
  });

  it('made to take long do not', () => {
    const started = Date.now();
    expect(fitsPattern('*a'.repeat(100), `${'a'.repeat(1000)}b`)).toBe(false);
    expect(Date.now() - started).toBeLessThan(1000);
  });
});

describe('many patterns at once', () => {
  it('find the first one that fits', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 6 }), letters, (patterns, name) => {
        const first = patterns.find((each) => fitsPattern(each, name)) ?? null;
        expect(patternFinder(patterns)(name)).toBe(first);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the exclude list', () => {
  const findUsual = patternFinder(usualExcludes);

  it.each(['.DS_Store', 'THUMBS.DB', 'Desktop.ini', 'film.mkv.part', 'kettle.bin.teapart-1a-2b-3c'])(
    'leaves %s out',
    (name) => {
      expect(excludedBy(findUsual, { name, folder: 'dist' })).not.toBeNull();
    },
  );

  it.each(['kettle.bin', 'part', 'my.parts', 'DS_Store', 'desktop.ini.txt'])('keeps %s', (name) => {
    expect(excludedBy(findUsual, { name, folder: 'dist' })).toBeNull();
  });

  it('goes for folders below the dropped one, not for that one', () => {
    expect(excludedBy(patternFinder(['node_modules']), { name: 'a.js', folder: 'dist/node_modules/a' })).toBe(
      'node_modules',
    );
    expect(excludedBy(patternFinder(['dist']), { name: 'a.js', folder: 'dist/lib' })).toBeNull();
  });

  it('is read one pattern a line, and what is read can be kept', () => {
    expect(readPatterns(' *.log\r\n\n*.log\nbuild ')).toEqual(['*.log', 'build']);
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 300 }), { maxLength: 150 }), (lines) => {
        const patterns = readPatterns(lines.join('\n'));
        expect(Settings.parse({ excludePatterns: patterns }).excludePatterns).toEqual(patterns);
        expect(readPatterns(patterns.join('\n'))).toEqual(patterns);
      }),
    );
  });
});
