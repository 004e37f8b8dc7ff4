import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'],
};

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where this platform's programs lie; on macOS the names above are whole paths. */
function folders(): string[] {
  if (process.platform === 'darwin') return [''];
  if (process.platform !== 'win32') return (process.env['PATH'] ?? '').split(delimiter);
  return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
}

/** The first Chrome, Chromium or Edge that is installed where such programs usually are. */
export function findInstalledBrowser(): string | null {
  const candidates = (names[process.platform] ?? []).flatMap((name) =>
    folders().map((folder) => (folder === '' ? name : join(folder, name))),
  );
  return candidates.find(isExecutable) ?? null;
}

/** What to do where none was found. */
export function howToInstallBrowser(): string {
  if (process.platform !== 'linux')
    return 'Install Google Chrome from https://www.google.com/chrome/ and try again.';
  return (
    'Install Chromium with the system’s package manager (Debian, Ubuntu: `sudo apt install chromium`; ' +
    'Fedora: `sudo dnf install chromium`; Arch: `sudo pacman -S chromium`) and try again.'
  );
}
