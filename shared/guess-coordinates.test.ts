import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Guesses, guessPackage, guessVersion } from './guess-coordinates.ts';
import type { Evidence } from './guess-sources.ts';
import { type LocalFact, manifestNames, type PublishedPackage } from './local-fact.ts';
import { nameKey, packageNameProblem, publishableVersionProblem } from './names.ts';

function file(name: string, folder = '') {
  return { name, folder };
}

function evidence(parts: Partial<Evidence>): Evidence {
  return { files: [], facts: [], published: [], ...parts };
}

function manifest(
  packageName: string | null,
  version: string | null,
  change: Partial<LocalFact> = {},
): LocalFact {
  const source = { kind: 'manifest', file: 'package.json' } as const;
  return { source, folder: 'kettle', packageName, version, distance: 1, ...change };
}

function tag(name: string, packageName: string | null, version: string, distance = 1): LocalFact {
  return { source: { kind: 'tag', tag: name }, folder: 'kettle', packageName, version, distance };
}

function published(packageName: string, ...stems: string[]): PublishedPackage {
  return { packageName, version: '1.0', stems };
}

/** Value and kind of source of the best guess and of the others. */
function told(guesses: Guesses) {
  const words = [guesses.best, ...guesses.others].map((guess) => guess && [guess.value, guess.source.kind]);
  return { best: words[0], others: words.slice(1) };
}

function valuesOf({ best, others }: Guesses): readonly string[] {
  return [...(best === null ? [] : [best]), ...others].map(({ value }) => value);
}

const everything = evidence({
  files: [file('named-1.0.bin', 'folder-5.0')],
  facts: [manifest('manifested', '2.0'), tag('tagged-3.0', 'tagged', '3.0')],
  published: [published('before', 'named'), published('last')],
});

describe('guessing the package', () => {
  it('trusts file names, what lies beside them, what they were before, and folder names, in this order', () => {
    expect(told(guessPackage(everything))).toEqual({
      best: ['named', 'file-names'],
      others: [
        ['manifested', 'manifest'],
        ['tagged', 'tag'],
        ['before', 'last-time'],
        ['folder', 'folder-names'],
      ],
    });
  });

  it('falls back on the package of the last publish only where nothing else speaks', () => {
    const files = [file('a.bin')];
    const before = [published('last'), published('earlier')];
    expect(told(guessPackage(evidence({ files, published: before })))).toEqual({
      best: ['last', 'last-package'],
      others: [],
    });
    expect(guessPackage(evidence({ files }))).toEqual({ best: null, others: [] });
  });

  it('takes what most files say', () => {
    const files = ['kettle-1.4.2.bin', 'kettle-1.4.2.sig', 'LICENSE', 'notes-2.0.md'].map((name) =>
      file(name),
    );
    expect(told(guessPackage(evidence({ files })))).toEqual({ best: ['kettle', 'file-names'], others: [] });
    expect(told(guessVersion(evidence({ files }), null))).toEqual({
      best: ['1.4.2', 'file-names'],
      others: [],
    });
  });

  it('does not choose between names that say different things, but offers them', () => {
    const files = [file('kettle-1.4.2.bin'), file('leaf-1.4.2.bin')];
    expect(told(guessPackage(evidence({ files })))).toEqual({
      best: null,
      others: [
        ['kettle', 'file-names'],
        ['leaf', 'file-names'],
      ],
    });
    expect(guessPackage(evidence({ files, facts: [manifest('teaware', null)] })).best?.value).toBe('teaware');
    expect(guessVersion(evidence({ files }), null).best?.value).toBe('1.4.2');
  });

  it('knows the files of last time, and what many packages hold says little', () => {
    const files = [file('firmware.bin'), file('LICENSE')];
    const before = [published('leaf', 'license'), published('kettle-firmware', 'firmware', 'license')];
    expect(told(guessPackage(evidence({ files, published: before })))).toEqual({
      best: ['kettle-firmware', 'last-time'],
      others: [['leaf', 'last-time']],
    });
  });

  it('looks at the folders where the files say nothing', () => {
    const files = ['kettle.bin', 'LICENSE'].map((name) => file(name, 'kettle-1.4.2/linux'));
    expect(guessPackage(evidence({ files })).best).toEqual({
      value: 'kettle',
      source: { kind: 'folder-names' },
    });
    expect(guessVersion(evidence({ files }), 'kettle').best?.value).toBe('1.4.2');
  });
});

describe('guessing the version', () => {
  it('follows the same order', () => {
    expect(told(guessVersion(everything, null))).toEqual({
      best: ['1.0', 'file-names'],
      others: [
        ['2.0', 'manifest'],
        ['3.0', 'tag'],
        ['5.0', 'folder-names'],
      ],
    });
  });

  it('says which manifest in which folder, and trusts the nearest', () => {
    const far = manifest('a', '2.0', { folder: 'tea', distance: 2 });
    const near = manifest('b', '1.0', {
      source: { kind: 'manifest', file: 'Cargo.toml' },
      folder: 'cup',
      distance: 0,
    });
    expect(guessVersion(evidence({ facts: [far, near] }), null)).toEqual({
      best: { value: '1.0', source: { kind: 'manifest', file: 'Cargo.toml', folder: 'cup' } },
      others: [{ value: '2.0', source: { kind: 'manifest', file: 'package.json', folder: 'tea' } }],
    });
  });

  it('does not choose between two manifests of one kind at one distance', () => {
    const facts = [manifest('a', '2.0', { folder: 'x' }), manifest('b', '1.0', { folder: 'y' })];
    expect(told(guessVersion(evidence({ facts }), null))).toEqual({
      best: null,
      others: [
        ['1.0', 'manifest'],
        ['2.0', 'manifest'],
      ],
    });
  });

  it('takes the highest tag of the commit, and none that names another package', () => {
    const tags = [tag('v1', null, '1'), tag('v1.5.0', null, '1.5.0'), tag('v1.5.0-rc.2', null, '1.5.0-rc.2')];
    expect(guessVersion(evidence({ facts: tags }), 'kettle')).toEqual({
      best: { value: '1.5.0', source: { kind: 'tag', tag: 'v1.5.0' } },
      others: [],
    });
    const named = [tag('cup@3.0', 'cup', '3.0'), tag('kettle@2.0', 'kettle', '2.0')];
    expect(guessVersion(evidence({ facts: named }), 'Kettle').best?.value).toBe('2.0');
    expect(guessVersion(evidence({ facts: named }), 'lid').best).toBeNull();
  });

  it('takes the same of two tags that say the same, however they come', () => {
    const tags = [tag('v1', null, '1'), tag('V1', null, '1')];
    const { best } = guessVersion(evidence({ facts: tags }), null);
    expect(guessVersion(evidence({ facts: tags.toReversed() }), null).best).toEqual(best);
  });

  it('passes over versions that tools fill in later, and what cannot be published', () => {
    const facts = ['0.0.0', '0.0.0-development', 'a/b', ' 1.0'].map((version) => manifest(null, version));
    expect(guessVersion(evidence({ facts }), null)).toEqual({ best: null, others: [] });
    expect(guessVersion(evidence({ facts: [manifest(null, '0.0.1')] }), null).best?.value).toBe('0.0.1');
  });
});

describe('guesses from any evidence', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
  const sign = fc.constantFrom('-', '_', ' ', '-v', '.', '');
  const digits = fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join('.'));
  const word = fc.constantFrom('kettle', 'Kettle', 'leaf', '', '..');
  const name = fc.oneof(
    text,
    fc.tuple(word, sign, digits, text).map((parts) => parts.join('')),
  );
  const someText = fc.oneof(word, digits, text, fc.string({ minLength: 250, maxLength: 300 }));
  const few = fc.constantFrom('1', '1.0', 'kettle');
  const orNull = fc.option(
    fc.oneof(
      few,
      few,
      someText.filter((each) => each !== ''),
    ),
  );
  const source = fc.oneof(
    fc.record({ kind: fc.constant('manifest' as const), file: fc.constantFrom(...manifestNames) }),
    fc.record({ kind: fc.constant('tag' as const), tag: fc.constantFrom('v1', 'V1', 'v1.0') }),
  );
  const anyEvidence = fc.record({
    files: fc.array(fc.record({ name, folder: name }), { maxLength: 5 }),
    facts: fc.array(
      fc.record({
        source,
        folder: word,
        packageName: orNull,
        version: orNull,
        distance: fc.nat(2),
      }),
      { maxLength: 4 },
    ),
    published: fc.array(
      fc.record({ packageName: someText, version: someText, stems: fc.array(word, { maxLength: 3 }) }),
      { maxLength: 3 },
    ),
  });

  it('are only what can be published, each value once', () => {
    fc.assert(
      fc.property(anyEvidence, (found) => {
        const packages = valuesOf(guessPackage(found));
        const versions = valuesOf(guessVersion(found, null));
        expect(packages.filter((value) => packageNameProblem(value) !== null)).toEqual([]);
        expect(versions.filter((value) => publishableVersionProblem(value) !== null)).toEqual([]);
        for (const values of [packages, versions])
          expect(new Set(values.map(nameKey)).size).toBe(values.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('do not depend on the order of files and facts', () => {
    const shuffled = anyEvidence.chain((found) =>
      fc.record({
        found: fc.constant(found),
        files: fc.shuffledSubarray(found.files, { minLength: found.files.length }),
        facts: fc.shuffledSubarray(found.facts, { minLength: found.facts.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ found, files, facts }) => {
        const other = { ...found, files, facts };
        expect(guessPackage(other)).toEqual(guessPackage(found));
        expect(guessVersion(other, 'kettle')).toEqual(guessVersion(found, 'kettle'));
      }),
      { numRuns: 1000 },
    );
  });
});
