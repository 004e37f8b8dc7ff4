import { describe, expect, it } from 'vitest';
import { type ConflictAction, type ConflictPolicy, leaveAll } from './conflict-policy.ts';
import type { PackageFile } from './package.ts';
import { isToBeSent, type PlannedFile, planPublish, replacedBy } from './publish-plan.ts';

const one = '1'.repeat(64);
const two = '2'.repeat(64);

function file(fileName: string, sha256: string | null = one, size = 5): PlannedFile {
  return { ticket: `ticket of ${fileName}`, fileName, size, sha256 };
}

function listed(fileName: string, sha256 = two, size = 5): PackageFile {
  const [md5 = '', sha1 = '', sha512 = ''] = [32, 40, 128].map((length) => 'f'.repeat(length));
  return { id: fileName.length, fileName, size, md5, sha1, sha256, sha512 };
}

function policy(batch: ConflictAction, rows: Readonly<Record<string, ConflictAction>> = {}): ConflictPolicy {
  const entries = Object.entries(rows).map(([name, action]) => [`ticket of ${name}`, action] as const);
  return { batch, rows: new Map(entries) };
}

function plan(files: readonly PlannedFile[], there: readonly PackageFile[], chosen: ConflictPolicy) {
  return planPublish(files, there, { policy: chosen });
}

describe('files whose names are taken by other bytes', () => {
  it('are left alone unless somebody chooses something else', () => {
    const { rows, filesToSend } = plan([file('a.bin'), file('b.bin')], [listed('a.bin')], leaveAll);
    expect(rows.map((row) => [row.verdict.kind, row.conflict?.action, isToBeSent(row)])).toEqual([
      ['differs', 'leave', false],
      ['new', undefined, true],
    ]);
    expect(filesToSend).toBe(1);
  });

  it('take the place of the very file that is listed', () => {
    const there = listed('a.bin');
    const made = plan([file('a.bin'), file('b.bin')], [there], policy('replace'));
    expect(made.rows.map(replacedBy)).toEqual([{ id: there.id, sha256: two }, null]);
    expect([made.filesToSend, made.filesToReplace, made.bytesToSend]).toEqual([2, 1, 10]);
  });

  it('get a free name beside, other than any of the batch and of the server', () => {
    const files = [file('a.tar.gz'), file('A-2.tar.gz'), file('b.bin'), file('B-2.bin')];
    const there = [listed('a.tar.gz'), listed('a-3.tar.gz', two, 9), listed('b.bin')];
    const made = plan(files, there, policy('rename'));
    expect(made.rows.map((row) => row.file.fileName)).toEqual([
      'a-4.tar.gz',
      'A-2.tar.gz',
      'b-3.bin',
      'B-2.bin',
    ]);
    expect(made.rows.map((row) => row.verdict.kind)).toEqual(['new', 'new', 'new', 'new']);
    expect(made.rows[0]?.conflict).toMatchObject({ fileName: 'a.tar.gz', action: 'rename' });
  });

  it('never share a name that was made up', () => {
    const there = [listed('a.bin'), listed('a-2.bin', two, 9)];
    const made = plan([file('a.bin'), file('A-2.bin')], there, policy('rename'));
    const names = made.rows.map((row) => row.file.fileName.toLowerCase());
    expect(new Set(names).size).toBe(2);
    expect(made.filesToSend).toBe(2);
  });

  it('are found again under the name that they got the last time', () => {
    const there = [listed('a.bin'), listed('a-2.bin', one)];
    const made = plan([file('a.bin')], there, policy('rename'));
    expect(made.rows.map((row) => [row.file.fileName, row.verdict.kind])).toEqual([['a-2.bin', 'identical']]);
    expect(made.filesToSend).toBe(0);
  });

  it('may each go another way than the batch', () => {
    const files = [file('a.bin'), file('b.bin'), file('c.bin')];
    const there = [listed('a.bin'), listed('b.bin'), listed('c.bin')];
    const made = plan(files, there, policy('replace', { 'a.bin': 'leave', 'b.bin': 'rename' }));
    expect(made.rows.map((row) => row.conflict?.action)).toEqual(['leave', 'rename', 'replace']);
    expect([made.filesToSend, made.filesToReplace]).toEqual([2, 1]);
  });

  it('are none where the bytes are the same, not compared yet, or the name cannot be sent', () => {
    const files = [file('a.bin', two), file('b.bin', null), file('ü.bin'), file('c.bin'), file('C.bin')];
    const there = ['a.bin', 'b.bin', 'ü.bin', 'c.bin'].map((name) => listed(name));
    const made = plan(files, there, policy('replace'));
    expect(made.rows.map((row) => [row.verdict.kind, row.conflict])).toEqual([
      ['identical', null],
      ['comparing', null],
      ['name-refused', null],
      ['name-twice', null],
      ['name-twice', null],
    ]);
    expect(made.filesToSend).toBe(0);
  });
});
