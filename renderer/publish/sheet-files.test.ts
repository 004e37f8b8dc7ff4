import { describe, expect, it } from 'vitest';
import type { LocalFile } from '../../shared/local-file.ts';
import { planPublish } from '../../shared/publish-plan.ts';
import { plannedFiles, proposalFor } from './sheet-files.ts';

function local(name: string, folder = ''): LocalFile {
  return { ticket: `${folder}/${name}`, name, folder, size: 5 };
}

function proposals(...files: LocalFile[]) {
  const { rows } = planPublish(
    plannedFiles(files, { kind: 'base' }, new Map(), { hashes: new Map(), unreadable: new Map() }),
    [],
  );
  return rows.map((row, position) => proposalFor(row, files[position] ?? local('')));
}

describe('names proposed in the sheet', () => {
  it('are the nearest that the server takes', () => {
    expect(proposals(local('Prüfbericht.pdf'), local('fine.txt'))).toEqual(['Pruefbericht.pdf', null]);
  });

  it('tell two files of one name apart by their folders', () => {
    expect(
      proposals(local('kettle.bin', 'linux/x64'), local('kettle.bin', 'mac'), local('other.bin')),
    ).toEqual(['linux-x64-kettle.bin', 'mac-kettle.bin', null]);
  });

  it('are not made up where there is nothing to go by', () => {
    expect(proposals(local('kettle.bin'), local('Kettle.bin'), local('„“'))).toEqual([null, null, null]);
  });
});

describe('the files of the sheet', () => {
  it('go by the names they were given, else by the rule', () => {
    const files = [local('a.bin'), local('b.bin', 'dist/linux')];
    const planned = plannedFiles(files, { kind: 'path', join: '_' }, new Map([['/a.bin', 'c.bin']]), {
      hashes: new Map([['dist/linux/b.bin', 'ff']]),
      unreadable: new Map([['/a.bin', { reason: 'local-file-unreadable' }]]),
    });
    expect(planned).toMatchObject([
      { fileName: 'c.bin', sha256: null, unreadable: { reason: 'local-file-unreadable' } },
      { fileName: 'linux_b.bin', sha256: 'ff' },
    ]);
  });
});
