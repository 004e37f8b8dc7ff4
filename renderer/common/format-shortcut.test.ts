import { describe, expect, it } from 'vitest';
import { formatShortcut } from './format-shortcut.ts';

describe('shortcuts as the platform writes them', () => {
  it.each([
    ['CmdOrCtrl+O', '⌘O', 'Ctrl O'],
    ['CmdOrCtrl+Shift+O', '⇧⌘O', 'Ctrl Shift O'],
    ['CmdOrCtrl+Backspace', '⌘⌫', 'Ctrl Backspace'],
    ['CmdOrCtrl+,', '⌘,', 'Ctrl ,'],
    ['F5', 'F5', 'F5'],
  ])('%s is %s on a Mac and %s elsewhere', (accelerator, mac, other) => {
    expect(formatShortcut(accelerator, 'macos')).toBe(mac);
    expect(formatShortcut(accelerator, 'linux')).toBe(other);
  });
});
