import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readName, readTag, stemOf } from './name-with-version.ts';

describe('package and version in a name', () => {
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
  ])('%s is %s %s', (name, packageName, version) => {
    expect(readName(name)).toEqual({ packageName, version });
  });

  it.each([
    'LICENSE',
    'kettle.bin',
    'kettle-7.bin',
    '1.4.2.tar.gz',
    'model-3d.stl',
    '..',
    '',
    `${'a-'.repeat(5000)}1.0`,
  ])('there is none in %.40j', (name) => {
    expect(readName(name)).toBeNull();
  });
});

describe('package and version in a tag', () => {
  it.each([
    ['v1.4.2', null, '1.4.2'],
    ['V2', null, '2'],
    ['1.4', null, '1.4'],
    ['2026.09.1', null, '2026.09.1'],
    ['v2.0.0-rc.1+linux', null, '2.0.0-rc.1+linux'],
    ['1.0b3', null, '1.0b3'],
    ['release-1.4.2', null, '1.4.2'],
    ['release/v1.4.2', null, '1.4.2'],
    ['kettle-1.4.2', 'kettle', '1.4.2'],
    ['kettle-firmware-v1.4.2-rc.1', 'kettle-firmware', '1.4.2-rc.1'],
    ['kettle@1.4.2', 'kettle', '1.4.2'],
    ['@acme/kettle@1.4.2', 'kettle', '1.4.2'],
    ['tools/kettle/v1.4.2', 'kettle', '1.4.2'],
  ])('%s is %s %s', (tag, packageName, version) => {
    expect(readTag(tag)).toEqual({ packageName, version });
  });

  it.each(['latest', 'nightly-2026-09-03', '7', 'v', 'go1.22', '', '1.4.2 final', `v1${'.1'.repeat(9000)}`])(
    'there is none in %.40j',
    (tag) => {
      expect(readTag(tag)).toBeNull();
    },
  );
});

describe('what stays of a name', () => {
  it.each([
    ['kettle-1.4.2-linux-x64.tar.gz', 'kettle-linux-x64'],
    ['Kettle-2.0-linux-x64.tar.gz', 'kettle-linux-x64'],
    ['firmware.bin', 'firmware'],
    ['LICENSE', 'license'],
    ['.env', '.env'],
    ['kettle-1.4.2', 'kettle'],
  ])('of %s is %s', (name, stem) => {
    expect(stemOf(name)).toBe(stem);
  });

  it('is the same for every version of a file', () => {
    const version = fc.array(fc.nat(99), { minLength: 2, maxLength: 4 }).map((numbers) => numbers.join('.'));
    fc.assert(
      fc.property(version, version, (one, other) => {
        expect(stemOf(`kettle-${one}-mac.zip`)).toBe(stemOf(`kettle-v${other}-mac.zip`));
      }),
    );
  });
});
