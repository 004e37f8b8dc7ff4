import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';

export type PathName = Parameters<App['getPath']>[0];

/** Folders that Linux lets its users move, by their names in user-dirs.dirs. */
const movable: Partial<Record<PathName, string>> = {
  desktop: 'DESKTOP',
  documents: 'DOCUMENTS',
  downloads: 'DOWNLOAD',
  music: 'MUSIC',
  pictures: 'PICTURES',
  videos: 'VIDEOS',
};

function configurationFolder(home: string): string {
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  return process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
}

function movedFolder(name: PathName, home: string): string | undefined {
  const file = join(configurationFolder(home), 'user-dirs.dirs');
  const word = movable[name];
  if (process.platform !== 'linux' || word === undefined || !existsSync(file)) return undefined;
  const line = new RegExp(`^XDG_${word}_DIR="(.*)"$`, 'm').exec(readFileSync(file, 'utf8'));
  return line?.[1]?.replace('$HOME', home);
}

/** Electron's named folders: where the system has them, unless the app set another. */
export class AppPaths {
  readonly #folders: Map<string, string>;

  constructor(appName: string, appFolder: string, userDataFolder: string | null) {
    const home = homedir();
    const appData = configurationFolder(home);
    // Not the app's own folder there: what the stand-in seals, Electron cannot open.
    const userData = userDataFolder ?? join(appData, `${appName} on the stand-in`);
    const inHome = (name: PathName, folder: string): [string, string] => [
      name,
      movedFolder(name, home) ?? join(home, folder),
    ];
    this.#folders = new Map<string, string>([
      ['home', home],
      ['appData', appData],
      ['userData', userData],
      ['sessionData', userData],
      ['temp', tmpdir()],
      ['exe', process.execPath],
      ['module', process.execPath],
      ['assets', appFolder],
      ['crashDumps', join(userData, 'Crashpad')],
      [
        'logs',
        process.platform === 'darwin' ? join(home, 'Library', 'Logs', appName) : join(userData, 'logs'),
      ],
      inHome('desktop', 'Desktop'),
      inHome('documents', 'Documents'),
      inHome('downloads', 'Downloads'),
      inHome('music', 'Music'),
      inHome('pictures', 'Pictures'),
      inHome('videos', 'Videos'),
    ]);
  }

  /** Throws for a name that Electron has not got. The user data folder is made, as Electron makes it at the start. */
  get(name: PathName): string {
    const folder = this.#folders.get(name);
    if (folder === undefined) throw new Error(`Failed to get '${name}' path`);
    if (name === 'userData' || name === 'sessionData') mkdirSync(folder, { recursive: true });
    return folder;
  }

  set(name: string, folder: string): void {
    this.#folders.set(name, folder);
  }
}
