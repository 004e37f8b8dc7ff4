import { expect, it } from 'vitest';
import type { PackageFile } from '../../shared/package.ts';
import { listedDownloads } from '../transfers/listed-downloads.ts';

function listed(fileName: string, id: number): PackageFile {
  return { id, fileName, size: 1, md5: '', sha1: '', sha256: '', sha512: '' };
}

const whole = ['k.iso.part001of002', 'k.iso.part002of002', 'k.iso.split.txt', 'notes.txt'].map(listed);
const broken = ['b.iso.part001of002'].map((name) => listed(name, 9));

it('has every byte once, joined where all of it is there', () => {
  const { all, byName } = listedDownloads([...whole, ...broken]);
  expect(all.map(({ fileName, isJoined }) => `${fileName}${isJoined ? ' joined' : ''}`)).toEqual([
    'notes.txt',
    'b.iso.part001of002',
    'k.iso joined',
  ]);
  expect(byName.get('k.iso')).toMatchObject({ isJoined: true, listed: whole[2] });
  expect(byName.get('k.iso.part002of002')).toMatchObject({ isJoined: false, listed: whole[1] });
  expect(byName.has('b.iso')).toBe(false);
});
