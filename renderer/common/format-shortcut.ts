import type { AppInfo } from '../stores/app-info.ts';

const onMac: Readonly<Record<string, string>> = {
  CmdOrCtrl: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Backspace: '⌫',
};

const elsewhere: Readonly<Record<string, string>> = { CmdOrCtrl: 'Ctrl' };

/** An accelerator in Electron's notation as people know it: `⇧⌘O` on a Mac, `Ctrl Shift O` elsewhere. */
export function formatShortcut(accelerator: string, platform: AppInfo['platform']): string {
  const keys = accelerator.split('+');
  if (platform !== 'macos') return keys.map((key) => elsewhere[key] ?? key).join(' ');
  // Macs write the command key last of the modifiers.
  const ordered = ['Alt', 'Shift', 'CmdOrCtrl'].filter((key) => keys.includes(key));
  const plain = keys.filter((key) => !ordered.includes(key));
  return [...ordered, ...plain].map((key) => onMac[key] ?? key).join('');
}
