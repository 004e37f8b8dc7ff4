import type { Clipboard } from 'electron';
import { refuseMissing } from './missing-api.ts';

type Implemented = Pick<Clipboard, 'writeText' | 'readText' | 'clear' | 'has'>;

/** Electron's `clipboard`, of this app alone unless `copyOnDisplay` brings text to the real one. */
export function createClipboard(copyOnDisplay: (text: string) => void) {
  let content = '';
  return refuseMissing('clipboard', {
    async writeText(text) {
      content = text;
      copyOnDisplay(text);
    },
    readText: async () => content,
    clear() {
      content = '';
    },
    has: async (type) => type === 'text/plain' && content !== '',
  } satisfies Implemented);
}
