import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { refuseMissing } from './missing-api.ts';

/** Electron's `net`, as far as protocol handlers use it: `fetch` takes `file:` addresses too. */
export const net = refuseMissing('net', {
  isOnline: () => true,
  online: true,
  async fetch(input: string | Request, options?: RequestInit): Promise<Response> {
    const address = typeof input === 'string' ? input : input.url;
    if (!address.startsWith('file:')) return fetch(input, options);
    return new Response(new Uint8Array(await readFile(fileURLToPath(address))));
  },
});
