import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('names from a server', () => {
  it.each([
    ['kettle-1.4.2.bin', 'kettle-1.4.2.bin'],
    ['Prüfbericht 茶.pdf', 'Prüfbericht 茶.pdf'],
    ['report\u202Efdp.exe', 'report⟨U+202E⟩fdp.exe'],
    ['a\r\nX:1', 'a⟨U+000D⟩⟨U+000A⟩X:1'],
    ['zero\u200Bwidth\uFEFF', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
    ['tag \u{E0041}', 'tag ⟨U+E0041⟩'],
    ['half \uD800', 'half ⟨U+D800⟩'],
  ])('shows %j as %j', (name, expected) => {
    expect(visibleText(name)).toBe(expected);
  });
});
