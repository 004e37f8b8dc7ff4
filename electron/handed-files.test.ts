import { expect, it } from 'vitest';
import { HandedFiles } from './handed-files.ts';

it('keeps what comes before anybody takes it, and hands it over once', () => {
  const files = new HandedFiles();
  files.hand(['/early/a']);
  files.hand(['/early/b']);
  const taken: (readonly string[])[] = [];
  files.takenBy((paths) => taken.push(paths));
  files.hand(['/later']);
  files.hand([]);
  expect(taken).toEqual([['/early/a', '/early/b'], ['/later']]);
});

it('hands nothing over where nothing came', () => {
  const taken: (readonly string[])[] = [];
  new HandedFiles().takenBy((paths) => taken.push(paths));
  expect(taken).toEqual([]);
});
