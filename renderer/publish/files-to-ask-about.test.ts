import { describe, expect, it } from 'vitest';
import { filesToAskAbout } from './files-to-ask-about.ts';

function file(folder: string, name: string) {
  return { ticket: `${folder}/${name}`, name, folder, size: 1 };
}

describe('files to ask about', () => {
  it('are those dropped by themselves and one of every folder, the highest folders first', () => {
    const files = [file('dist/x/y', 'a'), file('', 'b'), file('dist', 'c'), file('dist', 'd'), file('', 'e')];
    expect(filesToAskAbout(files).map(({ folder }) => folder)).toEqual(['', '', 'dist', 'dist/x/y']);
  });

  it('are no more than may be asked about at once', () => {
    const many = Array.from({ length: 1000 }, (_, index) => [file('', `${index}`), file(`d/${index}`, 'x')]);
    expect(filesToAskAbout(many.flat())).toHaveLength(200);
  });
});
