import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAddress, parseRegistryAddress } from './registry-address.ts';

const root = 'https://git.example.org/forge';

function parse(text: string, serverUrl = root) {
  const address = findAddress(text);
  return address === null ? null : parseRegistryAddress(address, serverUrl);
}

const nowhere = { type: null, packageName: null, version: null, file: null };

describe('an address of a registry', () => {
  it.each([
    ['the list of an owner', `${root}/crew/-/packages`, { ...nowhere, owner: 'crew' }],
    ['a list that is filtered', `${root}/crew/-/packages?q=a&type=generic`, { ...nowhere, owner: 'crew' }],
    [
      'a package',
      `${root}/crew/-/packages/generic/kettle`,
      { owner: 'crew', type: 'generic', packageName: 'kettle', version: null, file: null },
    ],
    [
      'the versions of a package',
      `${root}/crew/-/packages/generic/kettle/versions`,
      { owner: 'crew', type: 'generic', packageName: 'kettle', version: null, file: null },
    ],
    [
      'a version',
      `${root}/crew/-/packages/generic/kettle/1.4.2/`,
      { owner: 'crew', type: 'generic', packageName: 'kettle', version: '1.4.2', file: null },
    ],
    [
      'a package of another type',
      `${root}/crew/-/packages/npm/%40crew%2Ftool/2.0`,
      { owner: 'crew', type: 'npm', packageName: '@crew/tool', version: '2.0', file: null },
    ],
    [
      'a download of the web page',
      `${root}/crew/-/packages/generic/kettle/1.4.2/files/77`,
      { owner: 'crew', type: 'generic', packageName: 'kettle', version: '1.4.2', file: { id: 77 } },
    ],
    [
      'an address of the API',
      `${root}/api/v1/packages/crew/generic/kettle/1.4.2/files`,
      { owner: 'crew', type: 'generic', packageName: 'kettle', version: '1.4.2', file: null },
    ],
    [
      'a line of curl',
      `curl -fLO '${root}/api/packages/crew/generic/kettle/1.4.2/kettle%20%281%29.bin'`,
      {
        owner: 'crew',
        type: 'generic',
        packageName: 'kettle',
        version: '1.4.2',
        file: { name: 'kettle (1).bin' },
      },
    ],
    [
      'another scheme and the case of the host',
      'http://GIT.example.org/forge/crew/-/packages',
      { ...nowhere, owner: 'crew' },
    ],
  ])('is understood: %s', (_name, text, place) => {
    expect(parse(text)).toEqual(place);
  });

  it.each([
    ['another host', 'https://example.org/forge/crew/-/packages'],
    ['another port', 'https://git.example.org:3000/forge/crew/-/packages'],
    ['outside the sub-path', 'https://git.example.org/crew/-/packages'],
    ['a sub-path that only begins alike', 'https://git.example.org/forgery/crew/-/packages'],
    ['a repository', `${root}/crew/kettle`],
    ['broken escapes', `${root}/crew/-/packages/generic/%E0%A4%A`],
    ['a part that is empty', `${root}/crew/-/packages//kettle`],
    ['no address at all', 'kettle 1.4.2'],
  ])('is not taken: %s', (_name, text) => {
    expect(parse(text)).toBeNull();
  });

  it('names any version and file just as it was made', () => {
    const segment = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/^\.{1,2}$/.test(text));
    fc.assert(
      fc.property(segment, segment, segment, (packageName, version, name) => {
        const encoded = [packageName, version, name].map((each) =>
          encodeURIComponent(each).replaceAll("'", '%27'),
        );
        expect(parse(`${root}/api/packages/crew/generic/${encoded.join('/')}`)).toEqual({
          owner: 'crew',
          type: 'generic',
          packageName,
          version,
          file: { name },
        });
      }),
    );
  });
});
