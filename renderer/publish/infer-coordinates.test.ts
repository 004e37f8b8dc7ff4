import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageNameProblem, publishableVersionProblem } from '../../shared/names.ts';
import { inferCoordinates } from './infer-coordinates.ts';

function infer(...names: string[]) {
  return inferCoordinates(names.map((name) => ({ name, folder: '' })));
}

describe('guessing package and version from file names', () => {
  it.each([
    ['kettle-1.4.2-linux-x64.tar.gz', 'kettle', '1.4.2'],
    ['kettle-firmware-2.4.1.bin', 'kettle-firmware', '2.4.1'],
    ['leaf-maps-2026.12.tar', 'leaf-maps', '2026.12'],
    ['app_2.0_amd64.deb', 'app', '2.0'],
    ['Setup Kettle 1.4.2.exe', 'Setup-Kettle', '1.4.2'],
    ['kettle-v1.4.2.zip', 'kettle', '1.4.2'],
    ['kettle-v7.zip', 'kettle', '7'],
    ['kettle-2.4.0-rc.2.bin', 'kettle', '2.4.0-rc.2'],
    ['kettle-2.4.0rc1-py3.whl', 'kettle', '2.4.0rc1'],
    ['kettle-1.0b3.tgz', 'kettle', '1.0b3'],
    ['kettle-1.0.0-beta.tar.gz', 'kettle', '1.0.0-beta'],
    ['kettle-1.0.0-amd64.tar.gz', 'kettle', '1.0.0'],
    ['kettle-1.0.0+build.5.tar.gz', 'kettle', '1.0.0+build.5'],
    ['kettle-1.4.2.7z', 'kettle', '1.4.2'],
    ['kettle-1.4.2.mp4', 'kettle', '1.4.2'],
    ['tool_x86_64-3.11.tar.xz', 'tool_x86_64', '3.11'],
    ['Büchse-1.2.zip', 'Buechse', '1.2'],
  ])('reads %s as %s %s', (name, packageName, version) => {
    expect(infer(name)).toEqual({ packageName, version, from: 'file-names' });
  });

  it.each(['LICENSE', 'kettle.bin', 'kettle-7.bin', '1.4.2.tar.gz', 'model-3d.stl', '..', ''])(
    'reads nothing out of %j',
    (name) => {
      expect(infer(name)).toEqual({ packageName: null, version: null, from: null });
    },
  );

  it('guesses, for any names, only what can be published', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
    const sign = fc.constantFrom('-', '_', ' ', '-v', '.', '');
    const digits = fc.array(fc.nat(99), { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join('.'));
    const name = fc.oneof(
      text,
      fc.tuple(text, sign, digits, text).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ name, folder: text }), { maxLength: 5 }), (files) => {
        const { packageName, version } = inferCoordinates(files);
        expect(packageName === null || packageNameProblem(packageName) === null).toBe(true);
        expect(version === null || publishableVersionProblem(version) === null).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('takes what most files say', () => {
    expect(infer('kettle-1.4.2.bin', 'kettle-1.4.2.sig', 'LICENSE', 'notes-2.0.md')).toEqual({
      packageName: 'kettle',
      version: '1.4.2',
      from: 'file-names',
    });
  });

  it('does not choose between names that say different things', () => {
    expect(infer('kettle-1.4.2.bin', 'leaf-1.4.2.bin')).toEqual({
      packageName: null,
      version: '1.4.2',
      from: 'file-names',
    });
  });

  it('looks at the folders where the files say nothing', () => {
    const files = ['kettle.bin', 'LICENSE'].map((name) => ({ name, folder: 'kettle-1.4.2/linux' }));
    expect(inferCoordinates(files)).toEqual({
      packageName: 'kettle',
      version: '1.4.2',
      from: 'folder-names',
    });
  });
});
