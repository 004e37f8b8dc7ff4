import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { type Command, commandNames } from '../../shared/commands.ts';
import { menuTemplate } from './menu-template.ts';

function entriesIn(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? entriesIn(item.submenu) : [])]);
}

describe.each(['windows', 'macos', 'linux'] as const)('the menu on %s', (platform) => {
  it('has each command once, and runs it', () => {
    const ran: Command[] = [];
    const own = entriesIn(menuTemplate(platform, (command) => ran.push(command))).filter(
      ({ id }) => id !== undefined,
    );
    expect(own.map(({ id }) => String(id)).sort()).toEqual([...commandNames].sort());
    for (const { click } of own) Reflect.apply(click ?? (() => undefined), undefined, []);
    expect([...ran].sort()).toEqual([...commandNames].sort());
  });

  it('gives no shortcut to two entries, nor one that a role has', () => {
    const shortcuts = entriesIn(menuTemplate(platform, () => undefined))
      .map(({ accelerator }) => accelerator)
      .filter((accelerator) => accelerator !== undefined);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
    const ofRoles = ['Q', 'W', 'M', 'H', 'C', 'X', 'V', 'A', 'Z', '0', '+', '-', 'Shift+I'].map(
      (key) => `CmdOrCtrl+${key}`,
    );
    expect(shortcuts.filter((shortcut) => ofRoles.includes(shortcut))).toEqual([]);
  });

  it('pastes files from the menu of files too, without a second shortcut', () => {
    const file = menuTemplate(platform, () => undefined).find(({ label }) => label === 'File');
    const pasting = entriesIn([file ?? {}]).filter(({ role }) => role === 'paste');
    expect(pasting).toEqual([{ role: 'paste', label: 'Publish Copied Files', registerAccelerator: false }]);
  });

  it('can quit, show the app’s version and the developer tools', () => {
    const roles = entriesIn(menuTemplate(platform, () => undefined)).map(({ role }) => role);
    for (const role of ['quit', 'about', 'toggleDevTools', 'editMenu', 'windowMenu'])
      expect(roles).toContain(role);
  });
});
