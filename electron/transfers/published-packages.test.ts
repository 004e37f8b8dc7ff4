import { describe, expect, it } from 'vitest';
import { publishedPackages } from './published-packages.ts';

function file(owner: string, packageName: string, version: string, localName: string) {
  return { coordinates: { owner, packageName, version, fileName: 'x' }, localName };
}

describe('packages that were published to', () => {
  it('are those of one owner, latest first, with their last version and what their files are called', () => {
    const files = [
      file('Crew', 'kettle', '1.5', 'kettle-1.5-mac.zip'),
      file('crew', 'leaf', '2.0', 'LICENSE'),
      file('ada', 'cup', '1.0', 'cup.bin'),
      file('crew', 'Kettle', '1.4', 'kettle-1.4-mac.zip'),
      file('crew', 'Kettle', '1.4', 'kettle-1.4.txt'),
    ];
    expect(publishedPackages(files, 'crew')).toEqual([
      { packageName: 'kettle', version: '1.5', stems: ['kettle-mac', 'kettle'] },
      { packageName: 'leaf', version: '2.0', stems: ['license'] },
    ]);
    expect(publishedPackages(files, 'nobody')).toEqual([]);
  });
});
