import type { MenuItemConstructorOptions } from 'electron';
import { type Command, commandNames, commands } from '../../shared/commands.ts';
import type { AppInfo } from './platform.ts';

type Run = (command: Command) => void;

const separator: MenuItemConstructorOptions = { type: 'separator' };

function entryOf(command: Command, run: Run): MenuItemConstructorOptions {
  const { label, accelerator } = commands[command];
  return { id: command, label, ...(accelerator !== null && { accelerator }), click: () => run(command) };
}

/** What pastes elsewhere pastes files here: the window takes them from the clipboard itself. */
const pasteFiles: MenuItemConstructorOptions = {
  role: 'paste',
  label: 'Publish Copied Files',
  registerAccelerator: false,
};

/** The app's own commands of one menu, in the order of the list that menu, keyboard and palette share. */
function entriesOf(menu: (typeof commands)[Command]['menu'], run: Run, leftOut?: Command) {
  return commandNames
    .filter((command) => commands[command].menu === menu && command !== leftOut)
    .map((command) => entryOf(command, run));
}

/**
 * The native menu: commands run in the window, and what every app has comes from the system's roles. macOS has
 * settings, about and quit in the app's own menu.
 */
export function menuTemplate(platform: AppInfo['platform'], run: Run): MenuItemConstructorOptions[] {
  const isMac = platform === 'macos';
  const appMenu: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      entryOf('open-settings', run),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  const file = isMac
    ? [
        ...entriesOf('file', run, 'open-settings'),
        separator,
        pasteFiles,
        separator,
        { role: 'close' as const },
      ]
    : [...entriesOf('file', run), separator, pasteFiles, separator, { role: 'quit' as const }];
  const view: MenuItemConstructorOptions[] = [
    ...entriesOf('view', run),
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    separator,
    { role: 'toggleDevTools' },
  ];
  const help = isMac
    ? entriesOf('help', run)
    : [...entriesOf('help', run), separator, { role: 'about' as const }];
  return [
    ...(isMac ? [appMenu] : []),
    { label: 'File', submenu: file },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { label: 'Package', submenu: entriesOf('package', run) },
    { role: 'windowMenu' },
    { role: 'help', label: 'Help', submenu: help },
  ];
}
