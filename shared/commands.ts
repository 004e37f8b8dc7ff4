import { z } from 'zod';

/**
 * Everything that can be done from the menu, the keyboard and the command palette: one list for the three.
 * Accelerators are in Electron's notation; a command without one is reached by menu and palette.
 */
export const commands = {
  'publish-files': { label: 'Publish Files…', menu: 'file', accelerator: 'CmdOrCtrl+O' },
  'publish-folder': { label: 'Publish Folder…', menu: 'file', accelerator: 'CmdOrCtrl+Shift+O' },
  'show-drafts': { label: 'Drafts…', menu: 'file', accelerator: null },
  'add-account': { label: 'Add Account…', menu: 'file', accelerator: 'CmdOrCtrl+N' },
  'open-settings': { label: 'Settings…', menu: 'file', accelerator: 'CmdOrCtrl+,' },
  'go-to': { label: 'Go To…', menu: 'view', accelerator: 'CmdOrCtrl+K' },
  filter: { label: 'Filter', menu: 'view', accelerator: 'CmdOrCtrl+F' },
  'find-files': { label: 'Find Files…', menu: 'view', accelerator: 'CmdOrCtrl+Shift+F' },
  storage: { label: 'Storage…', menu: 'view', accelerator: null },
  refresh: { label: 'Refresh', menu: 'view', accelerator: 'CmdOrCtrl+R' },
  'toggle-transfers': { label: 'Show or Hide Transfers', menu: 'view', accelerator: 'CmdOrCtrl+J' },
  'show-history': { label: 'Transfer History…', menu: 'view', accelerator: 'CmdOrCtrl+Shift+J' },
  'show-trash': { label: 'Trash…', menu: 'view', accelerator: 'CmdOrCtrl+Shift+T' },
  'pause-transfers': { label: 'Pause All Transfers', menu: 'view', accelerator: null },
  'resume-transfers': { label: 'Resume All Transfers', menu: 'view', accelerator: null },
  'download-version': { label: 'Download Version', menu: 'package', accelerator: 'CmdOrCtrl+D' },
  'compare-versions': { label: 'Compare Versions…', menu: 'package', accelerator: null },
  'verify-folder': { label: 'Verify a Folder…', menu: 'package', accelerator: null },
  'open-on-web': { label: 'Open on the Web', menu: 'package', accelerator: 'CmdOrCtrl+Shift+B' },
  'copy-version': { label: 'Copy or Move Version…', menu: 'package', accelerator: null },
  'copy-package': { label: 'Copy or Move Package…', menu: 'package', accelerator: null },
  'link-repository': { label: 'Repository Link…', menu: 'package', accelerator: null },
  'delete-version': { label: 'Delete Version…', menu: 'package', accelerator: 'CmdOrCtrl+Shift+Backspace' },
  'clean-up': { label: 'Clean Up…', menu: 'package', accelerator: null },
  'delete-package': { label: 'Delete Package…', menu: 'package', accelerator: null },
  'show-shortcuts': { label: 'Keyboard Shortcuts', menu: 'help', accelerator: 'CmdOrCtrl+/' },
} as const satisfies Record<
  string,
  {
    readonly label: string;
    readonly menu: 'file' | 'view' | 'package' | 'help';
    readonly accelerator: string | null;
  }
>;

export type Command = keyof typeof commands;

const names = Object.keys(commands).filter((name): name is Command => name in commands);

export const Command = z.enum(names);
export const commandNames: readonly Command[] = names;
