import type { Accelerator } from './page/preload-host.ts';

export type KeyCombination = Accelerator;

/** Electron's names for keys that KeyboardEvent calls otherwise. */
const keys: Readonly<Record<string, string>> = {
  plus: '+',
  space: ' ',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  esc: 'escape',
  return: 'enter',
  del: 'delete',
};

const modifiers: Readonly<Record<string, 'ctrl' | 'shift' | 'alt' | 'meta'>> = {
  command: 'meta',
  cmd: 'meta',
  control: 'ctrl',
  ctrl: 'ctrl',
  commandorcontrol: process.platform === 'darwin' ? 'meta' : 'ctrl',
  cmdorctrl: process.platform === 'darwin' ? 'meta' : 'ctrl',
  alt: 'alt',
  option: 'alt',
  shift: 'shift',
  super: 'meta',
  meta: 'meta',
};

/** `CmdOrCtrl+Shift+K` and the like; throws for a word that is no modifier, as Electron does. */
export function parseAccelerator(accelerator: string): KeyCombination {
  const parts = accelerator.replace(/\+\+$/, '+Plus').toLowerCase().split('+');
  const name = parts.pop() ?? '';
  const held = new Set(
    parts.map((part) => {
      const modifier = modifiers[part];
      if (modifier === undefined)
        throw new TypeError(`Error processing argument: no accelerator is ${accelerator}`);
      return modifier;
    }),
  );
  return {
    key: keys[name] ?? name,
    ctrl: held.has('ctrl'),
    shift: held.has('shift'),
    alt: held.has('alt'),
    meta: held.has('meta'),
  };
}
