import { describe, expect, it } from 'vitest';
import type { PackageVersion } from '../../shared/package.ts';
import { groupPackages } from '../../shared/package-listing.ts';
import { findPlaces, type Place } from './find-places.ts';

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
  if (place.kind === 'owner') return `@${place.owner}`;
  return place.kind === 'package' ? place.listed.packageName : `${place.listed.packageName} ${place.version}`;
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
