import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameProblem } from './names.ts';
import {
  findPartProblem,
  joinCommands,
  longestManifest,
  manifestSize,
  quoteForPowerShell,
  quoteForShell,
  readManifest,
  writeManifest,
} from './split-manifest.ts';
import { manifestName, partsOf } from './split-volumes.ts';

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const fileName = fc
  .stringMatching(/^[A-Za-z0-9 _+=:;.()[\]{}~!@#$%^&-]{1,60}$/)
  .filter((name) => fileNameProblem(name) === null);
const written = fc
  .record({
    name: fileName,
    size: fc.integer({ min: 200, max: 2 ** 45 }),
    count: fc.integer({ min: 2, max: 120 }),
    sha256: hash,
    seeds: fc.array(hash, { minLength: 120, maxLength: 120 }),
  })
  .map(({ name, size, count, sha256, seeds }) => {
    const layout = { name, size, partSize: Math.ceil(size / count) };
    const parts = partsOf(layout).map((part, index) => ({
      name: part.name,
      size: part.length,
      sha256: seeds[index] ?? '',
    }));
    return { layout, manifest: { ...layout, sha256, parts } };
  });

function textOf({
  layout,
  manifest,
}: {
  layout: Parameters<typeof writeManifest>[0];
  manifest: { sha256: string; parts: { sha256: string }[] };
}) {
  return writeManifest(
    layout,
    manifest.sha256,
    manifest.parts.map((part) => part.sha256),
  );
}

/** The lines that are read. */
const aboutBytes = /^(?:# (?:tea-chest-split|name|size|part-size|parts): .*|[^#].*)$/gm;

function factsOf(text: string): readonly string[] {
  return text.match(aboutBytes) ?? [];
}

describe('a manifest', () => {
  it('is read as it was written, and its length is known before its hashes are', () => {
    fc.assert(
      fc.property(written, (each) => {
        const text = textOf(each);
        expect(readManifest(manifestName(each.layout.name), text)).toEqual(each.manifest);
        expect(manifestSize(each.layout)).toBe(text.length);
        expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      }),
      { numRuns: 40 },
    );
  });

  it('is none when one of its facts does not go with the others', () => {
    fc.assert(
      fc.property(
        written,
        fc.nat(),
        fc.constantFrom('x', '0', '7', ' ', '\n', '/', 'ü', ''),
        (each, seed, put) => {
          const text = textOf(each);
          const fact = [...text.matchAll(aboutBytes)].at(seed % (each.manifest.parts.length + 6));
          if (fact === undefined) throw new Error('no facts');
          const at = fact.index + (seed % fact[0].length);
          const changed = text.slice(0, at) + put + text.slice(at + 1);
          const read = readManifest(manifestName(each.layout.name), changed);
          // What is read says all that the text says, and nothing else: a hash or a size may be another one.
          const said = read === null ? null : factsOf(textOf({ layout: read, manifest: read }));
          expect([null, factsOf(changed)]).toContainEqual(said);
        },
      ),
      { numRuns: 300 },
    );
  });

  const sha256 = 'a'.repeat(64);
  const layout = { name: 'kettle.iso', size: 25, partSize: 10 };
  const text = writeManifest(layout, sha256, [sha256, sha256, sha256]);

  it.each<[string, string, string]>([
    ['of another file', 'other.iso.split.txt', text],
    ['under another ending', 'kettle.iso.txt', text],
    ['with a path for a name', '../kettle.iso.split.txt', text.replaceAll('kettle.iso', '../kettle.iso')],
    ['of a later format', 'kettle.iso.split.txt', text.replace('split: 1', 'split: 2')],
    ['with one part too few', 'kettle.iso.split.txt', text.replace(/.*part002of003\n/, '')],
    ['with a part twice', 'kettle.iso.split.txt', text.replace('part002of003\n', 'part001of003\n')],
    ['with more behind it', 'kettle.iso.split.txt', `${text}${sha256}  more\n`],
    ['with parts of no size', 'kettle.iso.split.txt', text.replace('part-size: 10', 'part-size: 0')],
    ['with more parts than it says', 'kettle.iso.split.txt', text.replace('part-size: 10', 'part-size: 1')],
    [
      'of a size that no number holds',
      'kettle.iso.split.txt',
      text.replace('size: 25', 'size: 9999999999999999'),
    ],
    ['that was cut', 'kettle.iso.split.txt', text.slice(0, -1)],
    ['that is empty', 'kettle.iso.split.txt', ''],
    ['that is endless', 'kettle.iso.split.txt', `${text.slice(0, -1)}\n${'#\n'.repeat(longestManifest / 2)}`],
  ])('is none %s', (_what, name, hostile) => {
    expect(readManifest(name, hostile)).toBeNull();
  });

  it('of the most parts with the longest names can be written', () => {
    const largest = { name: 'n'.repeat(238), size: 10_000, partSize: 1 };
    expect(manifestSize(largest)).toBeLessThan(longestManifest);
  });

  it('tells which part is missing or another one', () => {
    const manifest = readManifest('kettle.iso.split.txt', text);
    if (manifest === null) throw new Error('not read');
    const files = manifest.parts.map((part, id) => ({
      id,
      fileName: part.name,
      size: part.size,
      md5: 'a'.repeat(32),
      sha1: 'a'.repeat(40),
      sha256: part.sha256,
      sha512: 'a'.repeat(128),
    }));
    expect(findPartProblem(manifest, files)).toBeNull();
    const second = 'kettle.iso.part002of003';
    expect(
      findPartProblem(
        manifest,
        files.filter(({ fileName: name }) => name !== second),
      ),
    ).toEqual({
      kind: 'part-missing',
      name: second,
    });
    for (const change of [{ size: 9 }, { sha256: 'b'.repeat(64) }]) {
      const changed = files.map((file) => (file.fileName === second ? { ...file, ...change } : file));
      expect(findPartProblem(manifest, changed)).toEqual({ kind: 'part-differs', name: second });
    }
  });
});

describe('commands for everyone else', () => {
  it('quote whatever a name holds', () => {
    expect(quoteForShell(`it's $HOME`)).toBe(String.raw`'it'\''s $HOME'`);
    // In single quotes PowerShell expands nothing; each kind of single quote ends the string unless it is doubled.
    expect(quoteForPowerShell('a $b `c` "d" {0}')).toBe(`'a $b \`c\` "d" {0}'`);
    expect(quoteForPowerShell(`it's ‘so’`)).toBe(`'it''s ‘‘so’’'`);
  });

  it('say where each word of PowerShell ends', () => {
    const { powerShell } = joinCommands({ name: `Kettle (1) $x.iso`, size: 25, partSize: 10 }, 'abc');
    expect(powerShell).toEqual([
      `$whole = [IO.File]::Create("$($PWD.ProviderPath)/" + 'Kettle (1) $x.iso')`,
      `1..3 | ForEach-Object { $part = [IO.File]::OpenRead("$($PWD.ProviderPath)/" + 'Kettle (1) $x.iso.part' + $_.ToString('000') + 'of003'); $part.CopyTo($whole); $part.Close() }`,
      '$whole.Close()',
      `(Get-FileHash -Algorithm SHA256 -LiteralPath './Kettle (1) $x.iso').Hash -eq 'abc'`,
    ]);
  });

  it('hold no more arguments than a shell takes', () => {
    const [cat] = joinCommands({ name: 'n'.repeat(200), size: 10_000, partSize: 1 }, 'abc').shell;
    expect(cat).toMatch(/^for part in /);
  });
});
