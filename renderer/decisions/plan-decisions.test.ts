import { describe, expect, it } from 'vitest';
import type { PackageFile } from '../../shared/package.ts';
import type { Transfer } from '../../shared/transfer.ts';
import { type Choice, decisionOf, planDecisions, versionKey } from './plan-decisions.ts';

function conflict(id: string, fileName: string, version = '1.0'): Transfer {
  return {
    id,
    direction: 'publish',
    accountId: 'git-example',
    coordinates: { owner: 'crew', packageName: 'kettle', version, fileName },
    localName: fileName,
    state: 'needs-decision',
    size: 10,
    transferred: 0,
    speed: null,
    sha256: null,
    failure: { reason: 'already-exists', subject: fileName },
    batch: null,
    copiedFrom: null,
    oldFile: null,
    waitsFor: 0,
    retryAt: null,
    position: 0,
    addedAt: 1,
    startedAt: 1,
    settledAt: null,
  };
}

function listed(fileName: string): PackageFile {
  const [md5, sha1, sha256, sha512] = [32, 40, 64, 128].map((length) => 'a'.repeat(length));
  return {
    id: 7,
    fileName,
    size: 5,
    md5: `${md5}`,
    sha1: `${sha1}`,
    sha256: `${sha256}`,
    sha512: `${sha512}`,
  };
}

const version = versionKey('git-example', { owner: 'crew', packageName: 'kettle', version: '1.0' });

function plan(
  conflicts: readonly Transfer[],
  choices: Readonly<Record<string, Choice>> = {},
  taken: readonly string[] = [],
  theirs: readonly PackageFile[] = [],
) {
  return planDecisions(
    conflicts,
    new Map(Object.entries(choices)),
    new Map([[version, new Set(taken)]]),
    ({ coordinates }) => theirs.find(({ fileName }) => fileName === coordinates.fileName) ?? null,
  );
}

describe('what becomes of names that are taken', () => {
  it('proposes a free name for each', () => {
    const rows = plan([conflict('a', 'kettle.bin'), conflict('b', 'lid.bin')], {}, ['kettle-2.bin']);
    expect(rows.map(decisionOf)).toEqual([
      { kind: 'rename', fileName: 'kettle-3.bin' },
      { kind: 'rename', fileName: 'lid-2.bin' },
    ]);
  });

  it('never proposes one name twice in a version, and may in two', () => {
    const rows = plan([
      conflict('a', 'kettle.bin'),
      conflict('b', 'KETTLE.bin'),
      conflict('c', 'kettle.bin', '2.0'),
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['kettle-2.bin', 'KETTLE-3.bin', 'kettle-2.bin']);
  });

  it('lets proposals make room for a name that was typed', () => {
    const rows = plan([conflict('a', 'kettle.bin'), conflict('b', 'lid.bin')], {
      b: { kind: 'rename', name: 'kettle-2.bin' },
    });
    expect(rows.map(({ name, problem }) => [name, problem])).toEqual([
      ['kettle-3.bin', null],
      ['kettle-2.bin', null],
    ]);
  });

  it.each([
    ['', 'empty'],
    ['prüfung.bin', 'characters'],
    ['KETTLE.BIN', 'taken'],
    ['spare.bin', 'taken'],
  ])('refuses the name “%s”: %s', (name, problem) => {
    const [row] = plan([conflict('a', 'kettle.bin')], { a: { kind: 'rename', name } }, ['spare.bin']);
    expect(row?.problem?.kind).toBe(problem);
  });

  it('refuses one name for two files', () => {
    const choice = { kind: 'rename', name: 'same.bin' } as const;
    const rows = plan([conflict('a', 'kettle.bin'), conflict('b', 'lid.bin')], { a: choice, b: choice });
    expect(rows.map(({ problem }) => problem?.kind ?? null)).toEqual([null, 'twice']);
  });

  it('keeps the server’s whatever was typed before', () => {
    const [row] = plan([conflict('a', 'kettle.bin')], { a: { kind: 'keep-theirs', name: '' } });
    expect(row?.problem).toBeNull();
    expect(row === undefined ? null : decisionOf(row)).toEqual({ kind: 'keep-theirs' });
  });

  it('replaces only the file that the server is known to have', () => {
    const there = listed('kettle.bin');
    const choices = { a: { kind: 'replace', name: null } } as const;
    const [known] = plan([conflict('a', 'kettle.bin')], choices, [], [there]);
    expect(known?.problem).toBeNull();
    expect(known && decisionOf(known)).toEqual({
      kind: 'replace',
      seen: { id: there.id, sha256: there.sha256 },
    });
    const [unknown] = plan([conflict('a', 'kettle.bin')], choices);
    expect(unknown?.problem).toEqual({ kind: 'nothing-to-replace' });
  });
});
