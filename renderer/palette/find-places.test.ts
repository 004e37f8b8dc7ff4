import { describe, expect, it } from 'vitest';
import type { PackageVersion } from '../../shared/package.ts';
import { groupPackages } from '../../shared/package-listing.ts';
import { findAddressed, findPlaces, findUnknownOwner, type Place } from './find-places.ts';

let lastId = 0;

function version(packageName: string, name: string): PackageVersion {
  lastId += 1;
  return {
    id: lastId,
    type: 'generic',
    owner: 'crew',
    packageName,
    version: name,
    createdAt: lastId,
    creator: null,
    repository: null,
  };
}

const searchable = [
  {
    accountId: 'git-example',
    owner: 'crew',
    packages: groupPackages([
      version('tea-kettle', '1.0'),
      version('kettle-firmware', '2.4.0'),
      version('kettle-firmware', '2.4.1'),
      version('kettle', '2.4.9'),
      version('teakettles', '3.0'),
    ]),
  },
  { accountId: 'codeberg', owner: 'kettle-crew', packages: [] },
];

function found(text: string) {
  return findPlaces(searchable, text).map(nameOf);
}

function nameOf(place: Place): string {
  if (place.kind === 'package') return place.listed.packageName;
  if (place.kind === 'version') return `${place.listed.packageName} ${place.version}`;
  return place.kind === 'owner' ? `@${place.owner}` : place.kind;
}

describe('finding places', () => {
  it('puts the whole name first, then beginnings, then words, then the rest', () => {
    expect(found('kettle')).toEqual([
      'kettle',
      'kettle-firmware',
      'tea-kettle',
      'teakettles',
      '@kettle-crew',
    ]);
  });

  it('finds versions when the words name a package and one of its versions', () => {
    expect(found('kettle-f 2.4.1')).toEqual(['kettle-firmware 2.4.1']);
    expect(found('2.4').toSorted()).toEqual([
      'kettle 2.4.9',
      'kettle-firmware 2.4.0',
      'kettle-firmware 2.4.1',
    ]);
  });

  it('offers packages and owners before anything is typed', () => {
    expect(found('')).toHaveLength(6);
  });

  it('takes signs as signs', () => {
    expect(found('(.*')).toEqual([]);
  });
});

describe('a pasted address', () => {
  const accounts = [
    { id: 'work', serverUrl: 'https://git.example.org' },
    { id: 'bot', serverUrl: 'https://git.example.org' },
    { id: 'home', serverUrl: 'http://127.0.0.1:3000' },
  ];

  it('leads to each account of its server, and to adding one where there is none', () => {
    expect(
      findAddressed(accounts, 'see https://git.example.org/crew/-/packages/generic/kettle'),
    ).toMatchObject([
      { kind: 'address', accountId: 'work', place: { owner: 'crew', packageName: 'kettle' } },
      { kind: 'address', accountId: 'bot' },
    ]);
    expect(findAddressed(accounts, 'https://elsewhere.example/crew/-/packages')).toEqual([
      { kind: 'unknown-server', host: 'elsewhere.example' },
    ]);
    expect(findAddressed(accounts, 'https://git.example.org/crew/kettle')).toEqual([]);
    expect(findAddressed(accounts, 'kettle')).toBeNull();
  });
});

describe('a name that no owner has', () => {
  it('can be asked of the server, unless it is known or cannot be a name', () => {
    expect(findUnknownOwner(searchable, 'codeberg', ' ada ')).toEqual([
      { kind: 'unknown-owner', accountId: 'codeberg', owner: 'ada' },
    ]);
    expect(findUnknownOwner(searchable, 'codeberg', 'Kettle-Crew')).toEqual([]);
    expect(findUnknownOwner(searchable, 'codeberg', 'two words')).toEqual([]);
    expect(findUnknownOwner(searchable, null, 'ada')).toEqual([]);
  });
});
