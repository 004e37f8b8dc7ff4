import { describe, expect, it } from 'vitest';
import { firstForm, isWhereItIs, targetOf } from './copy-form.ts';

const version = { owner: 'Crew', packageName: 'kettle', version: '1.4.2' };
const ofVersion = { kind: 'version', accountId: 'a', version } as const;
const ofPackage = {
  kind: 'package',
  accountId: 'a',
  package: { owner: 'crew', packageName: 'kettle' },
} as const;

describe('the place that copies go to', () => {
  it('is none while it is where the version is now, however that is spelled', () => {
    const form = firstForm(ofVersion);
    expect(targetOf(ofVersion, form)).toBeNull();
    const spelled = { ...form, owner: ' crew ', packageName: 'KETTLE' };
    expect(isWhereItIs(ofVersion, spelled)).toBe(true);
    expect(targetOf(ofVersion, spelled)).toBeNull();
    expect(targetOf(ofVersion, { ...form, accountId: 'b' })).toEqual({ accountId: 'b', ...version });
    expect(targetOf(ofVersion, { ...form, version: '1.4.3' })?.version).toBe('1.4.3');
  });

  it('leaves versions of a package their names', () => {
    const form = firstForm(ofPackage);
    expect(targetOf(ofPackage, form)).toBeNull();
    expect(targetOf(ofPackage, { ...form, packageName: 'pot' })).toEqual({
      accountId: 'a',
      owner: 'crew',
      packageName: 'pot',
      version: null,
    });
  });

  it.each([
    ['an owner', { owner: ' ' }],
    ['a package', { packageName: '' }],
    ['a package that servers take', { packageName: 'a b' }],
    ['a version', { version: '' }],
    ['a version that can be named on the wire', { version: '..' }],
  ])('is none without %s', (_what, change) => {
    expect(targetOf(ofVersion, { ...firstForm(ofVersion), accountId: 'b', ...change })).toBeNull();
  });
});
