import { expect, test } from 'vitest';
import { checksumsTicket } from '../../shared/conflict-policy.ts';
import { DraftContent } from '../../shared/publish-draft.ts';
import type { SheetContent } from './publish-sheet.ts';
import { contentOf, draftOf, isWorkedOn } from './sheet-draft.ts';

const one = '1'.repeat(32);
const two = '2'.repeat(32);

const content: SheetContent = {
  draftId: 'draft',
  changedFiles: 2,
  target: { accountId: 'account', owner: 'tea', packageName: 'kettle', version: null },
  selection: {
    files: [{ ticket: one, name: 'a.bin', folder: '', size: 1 }],
    excluded: [],
    leftOut: [{ name: 'link', why: 'link' }],
    unlisted: 0,
  },
  place: { accountId: 'account', owner: 'crew' },
  typedPackage: 'pot',
  typedVersion: '1.0',
  rule: { kind: 'path', join: '_' },
  names: new Map([[one, 'b.bin']]),
  conflicts: {
    batch: 'rename',
    rows: new Map([
      [checksumsTicket, 'leave'],
      [one, 'replace'],
    ]),
  },
  checksumsName: 'SUMS',
  removed: new Set([two]),
  takenIn: new Set([one]),
};

test('a sheet comes back from its draft as it was', () => {
  const kept = DraftContent.parse(structuredClone(draftOf(content)));
  const opened = { content: kept, selection: content.selection, changedFiles: 2 };
  expect(contentOf('draft', opened)).toEqual(content);
});

test('only what the user did to a sheet counts as work', () => {
  const untouched = {
    ...content,
    typedPackage: null,
    typedVersion: null,
    names: new Map(),
    conflicts: { batch: 'leave' as const, rows: new Map() },
  };
  expect(isWorkedOn({ ...untouched, removed: new Set(), takenIn: new Set() })).toBe(false);
  expect(isWorkedOn({ ...untouched, takenIn: new Set() })).toBe(true);
  expect(isWorkedOn({ ...untouched, typedVersion: '', removed: new Set(), takenIn: new Set() })).toBe(true);
});
