import { expect, test } from 'vitest';
import { DraftContent } from './publish-draft.ts';

const ticket = 'a'.repeat(32);
const target = { accountId: 'account', owner: 'tea', packageName: null, version: null };

test('a draft of an earlier release opens with what it has', () => {
  expect(
    DraftContent.parse({ target, place: { accountId: 'account', owner: 'tea' }, typedVersion: '1.0' }),
  ).toEqual({
    target,
    place: { accountId: 'account', owner: 'tea' },
    typedPackage: null,
    typedVersion: '1.0',
    rule: { kind: 'base' },
    names: [],
    conflicts: { batch: 'leave', rows: [] },
    checksumsName: 'SHA256SUMS',
    removed: [],
    takenIn: [],
    leftOut: [],
  });
});

test('what a later release wrote and this one does not know is as on a new sheet', () => {
  const content = DraftContent.parse({
    target,
    place: { accountId: 'account', owner: 'tea', planet: 'earth' },
    rule: { kind: 'by-moon' },
    names: [[ticket, 'kettle.bin']],
    removed: 'all',
    takenIn: [ticket],
    somethingNew: 1,
  });
  expect(content.rule).toEqual({ kind: 'base' });
  expect(content.names).toEqual([[ticket, 'kettle.bin']]);
  expect(content.removed).toEqual([]);
  expect(content.takenIn).toEqual([ticket]);
  expect(content).not.toHaveProperty('somethingNew');
});

test('a draft without an account is none', () => {
  expect(DraftContent.safeParse({ place: { accountId: 'account', owner: null } }).success).toBe(false);
});
