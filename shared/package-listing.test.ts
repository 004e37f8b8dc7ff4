import { describe, expect, it } from 'vitest';
import type { PackageVersion } from './package.ts';
import {
  filterPackages,
  groupPackages,
  packageKey,
  sortPackages,
  sortVersions,
  typesOf,
  versionFoundBy,
} from './package-listing.ts';

let lastId = 0;

function version(packageName: string, name: string, change: Partial<PackageVersion> = {}): PackageVersion {
  lastId += 1;
  return {
    id: lastId,
    type: 'generic',
    owner: 'crew',
    packageName,
    version: name,
    createdAt: lastId * 1000,
    creator: 'ada',
    repository: null,
    ...change,
  };
}

const names = (packages: ReturnType<typeof groupPackages>) => packages.map((listed) => listed.packageName);

describe('grouping a listing into packages', () => {
  it('puts versions of one name together, newest first, whatever the case', () => {
    const listing = [version('kettle', '1.0'), version('leaf', '7'), version('Kettle', '1.1')];
    const [kettle, leaf] = groupPackages(listing);
    expect(kettle).toMatchObject({
      key: 'generic/kettle',
      packageName: 'Kettle',
      newest: { version: '1.1' },
    });
    expect(kettle?.versions.map((each) => each.version)).toEqual(['1.1', '1.0']);
    expect(leaf?.versions).toHaveLength(1);
  });

  it('keeps packages of one name and several types apart', () => {
    const listing = [version('kettle', '1'), version('kettle', '1', { type: 'npm' })];
    expect(groupPackages(listing).map((listed) => listed.key)).toEqual(['generic/kettle', 'npm/kettle']);
  });

  it('counts a version once that came on two pages', () => {
    const twice = version('kettle', '1.0');
    const [kettle] = groupPackages([version('kettle', '1.1'), twice, { ...twice }]);
    expect(kettle?.versions).toHaveLength(2);
  });

  it('puts undated versions last and equal dates in the order of versions', () => {
    const listing = ['1.9', '1.10'].map((name) => version('kettle', name, { createdAt: 5 }));
    const [kettle] = groupPackages([version('kettle', '3.0', { createdAt: null }), ...listing]);
    expect(kettle?.versions.map((each) => each.version)).toEqual(['1.10', '1.9', '3.0']);
  });

  it('keeps what did not change as the objects that they were', () => {
    const first = [version('kettle', '1.0'), version('leaf', '7')];
    const [kettle, leaf] = groupPackages(first);
    const [grownKettle, sameLeaf] = groupPackages([...first, version('kettle', '0.9', { createdAt: 1 })]);
    expect(sameLeaf).toBe(leaf);
    expect(grownKettle).not.toBe(kettle);
    expect(grownKettle?.versions).toHaveLength(2);
  });

  it('knows the linked repository when one version tells it', () => {
    const listing = [version('kettle', '1', { repository: 'crew/kettle' }), version('kettle', '2')];
    expect(groupPackages(listing)[0]?.repository).toBe('crew/kettle');
  });
});

describe('sorting and filtering packages', () => {
  const packages = groupPackages([
    version('tool-10', '1'),
    version('kettle-firmware', '2.4.0'),
    version('kettle-firmware', '2.4.1'),
    version('tool-9', '1', { type: 'npm' }),
  ]);

  it('sorts by newest publish, by name as people count, by number of versions', () => {
    expect(names(sortPackages(packages, 'newest'))).toEqual(['tool-9', 'kettle-firmware', 'tool-10']);
    expect(names(sortPackages(packages, 'name'))).toEqual(['kettle-firmware', 'tool-9', 'tool-10']);
    expect(names(sortPackages(packages, 'versions'))).toEqual(['kettle-firmware', 'tool-9', 'tool-10']);
  });

  it('sorts by size, what is not known last', () => {
    const sizes = new Map([
      [packageKey('generic', 'tool-10'), 5],
      [packageKey('generic', 'kettle-firmware'), 70],
    ]);
    expect(names(sortPackages(packages, 'size', sizes))).toEqual(['kettle-firmware', 'tool-10', 'tool-9']);
    expect(names(sortPackages(packages, 'size'))).toEqual(names(sortPackages(packages, 'name')));
  });

  it('finds every word in name, type or newest version', () => {
    expect(names(filterPackages(packages, 'KETTLE'))).toEqual(['kettle-firmware']);
    expect(names(filterPackages(packages, 'firm ket'))).toEqual(['kettle-firmware']);
    expect(names(filterPackages(packages, 'npm'))).toEqual(['tool-9']);
    expect(names(filterPackages(packages, '2.4.1'))).toEqual(['kettle-firmware']);
    expect(names(filterPackages(packages, 'kettle npm'))).toEqual([]);
    expect(filterPackages(packages, '  ')).toBe(packages);
  });
});

describe('finding a package by one of its versions', () => {
  const packages = groupPackages([
    version('kettle', '1.4.2-RC.1'),
    version('kettle', '1.4.2'),
    version('kettle', '2.0'),
    version('leaf', '7', { type: 'npm' }),
  ]);
  const [kettle] = packages;
  if (kettle === undefined) throw new Error('no package');

  it('takes any version, and says which', () => {
    expect(names(filterPackages(packages, 'ket 1.4'))).toEqual(['kettle']);
    expect(names(filterPackages(packages, '1.4 2.0'))).toEqual([]);
    expect(versionFoundBy(kettle, 'kettle 1.4')?.version).toBe('1.4.2');
    expect(versionFoundBy(kettle, 'rc.1')?.version).toBe('1.4.2-RC.1');
    expect(versionFoundBy(kettle, 'kettle')).toBeNull();
    expect(versionFoundBy(kettle, '9')).toBeNull();
  });

  it('knows the types and both orders of versions', () => {
    expect(typesOf(packages)).toEqual(['generic', 'npm']);
    const late = [version('kettle', '2.0'), version('kettle', '1.10'), version('kettle', '1.9')];
    const inOrder = (sort: 'newest' | 'version') => sortVersions(late, sort).map((each) => each.version);
    expect(inOrder('newest')).toEqual(['1.9', '1.10', '2.0']);
    expect(inOrder('version')).toEqual(['2.0', '1.10', '1.9']);
    const sizes = new Map([
      ['1.10', 7],
      ['2.0', 0],
    ]);
    expect(sortVersions(late, 'size', sizes).map((each) => each.version)).toEqual(['1.10', '2.0', '1.9']);
  });
});
