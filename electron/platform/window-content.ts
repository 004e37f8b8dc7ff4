import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { developmentServerOf, serveApp, serveFromDevelopmentServer } from './app-protocol.ts';

const FileNames = z.array(z.string());

/**
 * What answers the page's requests: the files that the build listed, or the development server that `npm run dev`
 * names. `dist` is the folder of everything that was built, with a slash at its end.
 */
export function windowContent(dist: URL, isPackaged: boolean): (request: Request) => Promise<Response> {
  const server = isPackaged ? null : developmentServerOf(process.env['TEA_CHEST_DEV_SERVER']);
  if (server !== null) return serveFromDevelopmentServer(server);
  const names = FileNames.parse(JSON.parse(readFileSync(new URL('renderer-manifest.json', dist), 'utf8')));
  return serveApp(fileURLToPath(new URL('renderer/', dist)), new Set(names));
}
