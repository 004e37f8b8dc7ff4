import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder where the app keeps its own files too, as Electron's `userData` documents it. */
export function usualProfile(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const name = 'Tea Chest';
  if (platform === 'win32')
    return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), name);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name);
  return join(environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), name);
}
