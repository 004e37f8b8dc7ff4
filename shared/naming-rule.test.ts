import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleOfNaming, fileNameBy, joins, type NamedFile } from './naming-rule.ts';

const part = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter((text) => !text.includes('/'));
const file: fc.Arbitrary<NamedFile> = fc.record({
  name: part,
  folder: fc.array(part, { maxLength: 5 }).map((folders) => folders.join('/')),
});
const join = fc.constantFrom(...joins);

describe('names by a rule', () => {
  it('put the folders below the dropped one in front', () => {
    const kettle = { name: 'kettle.bin', folder: 'dist/linux/x64' };
    expect(fileNameBy({ kind: 'base' }, kettle)).toBe('kettle.bin');
    expect(fileNameBy({ kind: 'path', join: '-' }, kettle)).toBe('linux-x64-kettle.bin');
    expect(fileNameBy({ kind: 'path', join: '__' }, kettle)).toBe('linux__x64__kettle.bin');
    expect(fileNameBy({ kind: 'path', join: '.' }, { name: 'README', folder: 'dist' })).toBe('README');
    expect(fileNameBy({ kind: 'path', join: '_' }, { name: 'alone.bin', folder: '' })).toBe('alone.bin');
  });

  it('hold no folder and end in the name on disk, whatever it is', () => {
    fc.assert(
      fc.property(file, join, (each, sign) => {
        const name = fileNameBy({ kind: 'path', join: sign }, each);
        expect(name).not.toContain('/');
        expect(name.endsWith(each.name)).toBe(true);
      }),
    );
  });

  it('do not depend on what the dropped folder is called', () => {
    fc.assert(
      fc.property(file, part, join, ({ name, folder }, other, sign) => {
        fc.pre(folder !== '');
        const moved = [other, ...folder.split('/').slice(1)].join('/');
        const rule = { kind: 'path', join: sign } as const;
        expect(fileNameBy(rule, { name, folder: moved })).toBe(fileNameBy(rule, { name, folder }));
      }),
    );
  });

  it('differ between the rules for the example alone', () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 6 }), join, (files, sign) => {
        const changed = files.filter(
          (each) => fileNameBy({ kind: 'path', join: sign }, each) !== fileNameBy({ kind: 'base' }, each),
        );
        expect(exampleOfNaming(files)).toBe(changed[0] ?? null);
      }),
    );
  });
});
