import { expect, it } from 'vitest';
import { csvText } from './csv.ts';

it('writes rows as RFC 4180 has them, and no formulas', () => {
  expect(
    csvText([
      ['name', 'bytes', 'note'],
      ['a, "b"\nc', 12, null],
      ['=cmd()', -1, '@x'],
      ['-1', 0, '+2'],
    ]),
  ).toBe('name,bytes,note\r\n"a, ""b""\nc",12,\r\n\'=cmd(),-1,\'@x\r\n\'-1,0,\'+2\r\n');
});
