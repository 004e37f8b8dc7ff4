import { expect, it } from 'vitest';
import { listedFile } from './listed-files.ts';

function file(fileName: string) {
  return { id: 1, fileName, size: 1, md5: '', sha1: '', sha256: '', sha512: '' };
}

it('a listed file is found whatever its case, each listing by itself', () => {
  const listing = { files: [file('Kettle.bin'), file('cup.bin')], damagedRows: 0 };
  expect(listedFile(listing, 'kettle.BIN')?.fileName).toBe('Kettle.bin');
  expect(listedFile(listing, 'pot.bin')).toBeNull();
  expect(listedFile({ files: [file('pot.bin')], damagedRows: 0 }, 'pot.bin')?.fileName).toBe('pot.bin');
  expect(listedFile({ files: [], damagedRows: 0 }, 'kettle.bin')).toBeNull();
});
