import { describe, expect, it } from 'vitest';
import type { Guess } from '../../shared/guess-sources.ts';
import { nextVersions } from '../../shared/version-order.ts';
import { describePackage, describeVersion, proposedPackages, proposedVersions } from './field-hints.ts';
import type { Destination } from './use-destination.ts';

const fromNames: Guess = { value: '1.5.0', source: { kind: 'file-names' } };
const fromManifest: Guess = {
  value: '1.4.2',
  source: { kind: 'manifest', file: 'package.json', folder: 'kettle' },
};
const fromTag: Guess = { value: '1.4.1', source: { kind: 'tag', tag: 'v1.4.1' } };
const fromFolder: Guess = { value: '1.0', source: { kind: 'folder-names' } };

function destination(change: Partial<Destination>): Destination {
  return {
    accountId: 'a',
    owner: 'crew',
    packageName: 'kettle',
    version: '1.5.0',
    coordinates: null,
    ownerHere: null,
    ownerGroups: [],
    packages: [],
    isComplete: true,
    existing: null,
    highest: null,
    next: [],
    packageGuesses: { best: null, others: [] },
    versionGuesses: { best: fromNames, others: [fromManifest, fromTag, fromFolder] },
    isGuessing: false,
    packageFrom: { kind: 'typed' },
    versionFrom: fromNames.source,
    setOwner: () => undefined,
    setPackageName: () => undefined,
    setVersion: () => undefined,
    ...change,
  };
}

const there = [{ id: 1, fileName: 'a', size: 1, md5: '', sha1: '', sha256: '', sha512: '' }];
const names = (proposals: readonly { readonly name: string }[]) => proposals.map(({ name }) => name);

describe('what is said under a field', () => {
  it('is where its value came from', () => {
    expect(describeVersion(destination({}), [], false)).toBe('from the file names · new version');
    const manifest = destination({ version: '1.4.2', versionFrom: fromManifest.source });
    expect(describeVersion(manifest, there, false)).toMatch(/^from package\.json in kettle · there already/);
    expect(describePackage(destination({ packageFrom: { kind: 'last-time' } }))).toBe(
      'as last time · new package',
    );
    expect(describePackage(destination({}))).toBe('new package');
  });
});

describe('what is offered in its place', () => {
  it('is what the next two sources say', () => {
    expect(proposedVersions(destination({}), [])).toEqual([
      { name: '1.4.2', why: 'package.json in kettle:' },
      { name: '1.4.1', why: 'Tag v1.4.1:' },
    ]);
  });

  it('is all the same when one of them was taken, and nothing beside words of one’s own', () => {
    const taken = destination({ version: '1.4.2', versionFrom: { kind: 'typed' } });
    expect(names(proposedVersions(taken, []))).toEqual(['1.5.0', '1.4.1']);
    const own = destination({ version: '7', versionFrom: { kind: 'typed' } });
    expect(proposedVersions(own, [])).toEqual([]);
  });

  it('is the next version too where the one in the field is there, or none is', () => {
    const next = nextVersions('1.4.2');
    const known = { highest: '1.4.2', next };
    const all = ['1.4.3', '1.5.0', '2.0.0'];
    const nothingSaid = { best: null, others: [] };
    const old = destination({ ...known, version: '1.4.2', versionGuesses: nothingSaid });
    expect(names(proposedVersions(old, there))).toEqual(all);
    expect(names(proposedVersions({ ...old, version: '' }, null))).toEqual(all);
    expect(proposedVersions({ ...old, version: '3.0.0' }, [])).toEqual([]);
    expect(names(proposedVersions(destination({ ...known, version: '1.4.2' }), there))).toEqual([
      '1.5.0',
      '1.4.1',
      '1.4.3',
      '2.0.0',
    ]);
  });

  it('is the spelling of the versions that are there', () => {
    const odd = destination({ version: '2.0.0', versionFrom: { kind: 'typed' }, highest: 'v1.4.2' });
    expect(proposedVersions(odd, [])).toEqual([{ name: 'v2.0.0', why: 'Spelled as v1.4.2:' }]);
  });

  it('is a name that the server takes, once', () => {
    const kettle: Guess = { value: 'kettle', source: { kind: 'file-names' } };
    const chosen = destination({
      packageName: 'kettle!',
      packageFrom: { kind: 'selection' },
      packageGuesses: { best: kettle, others: [] },
    });
    expect(proposedPackages(chosen)).toEqual([{ name: 'kettle', why: '' }]);
  });
});
