import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Shell } from 'electron';
import { refuseMissing } from './missing-api.ts';

type Implemented = Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'trashItem' | 'beep'>;

function openWithSystem(target: string): void {
  const [command, ...first] =
    process.platform === 'win32' ? ['explorer.exe'] : [process.platform === 'darwin' ? 'open' : 'xdg-open'];
  const opener = spawn(command ?? '', [...first, target], { stdio: 'ignore', detached: true });
  opener.on('error', (error) => console.error(`[stand-in] ${target} could not be opened:`, error.message));
  opener.unref();
}

/** Electron's `shell`: really opens things only for somebody at the display; a test is told on standard error. */
export function createShell(isForSomebody: boolean) {
  function open(name: string, target: string, shown = target): void {
    console.error(`[stand-in] shell.${name}`, JSON.stringify(target));
    if (isForSomebody) openWithSystem(shown);
  }
  return refuseMissing('shell', {
    async openExternal(address) {
      open('openExternal', address);
    },
    async openPath(path) {
      open('openPath', path);
      return '';
    },
    showItemInFolder(path) {
      open('showItemInFolder', path, dirname(path));
    },
    async trashItem(path) {
      throw new Error(`There is no trash to put ${path} in`);
    },
    beep() {
      console.error('[stand-in] shell.beep');
    },
  } satisfies Implemented);
}
