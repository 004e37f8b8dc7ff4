import { realpathSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { App } from './app.ts';
import { AppAddresses } from './app-addresses.ts';
import { findAppPackage } from './app-package.ts';
import { AppPaths } from './app-paths.ts';
import { Browser } from './browser.ts';
import { BrowserWindow, provideSurroundings } from './browser-window.ts';
import { createClipboard } from './clipboard.ts';
import { createDialog } from './dialog.ts';
import { askInPage, nobody } from './dialog-answers.ts';
import { IpcMain } from './ipc-main.ts';
import { Menu } from './menu.ts';
import { provideRoles } from './menu-roles.ts';
import { NativeTheme } from './native-theme.ts';
import { PowerMonitor } from './power.ts';
import { Protocol } from './protocol.ts';
import { readRunSettings } from './run-settings.ts';
import { createSafeStorage } from './safe-storage.ts';
import { Screen } from './screen.ts';
import { Session } from './session.ts';
import { createShell } from './shell.ts';
import type { WindowPage } from './window-page.ts';

/** All that Electron's module has only one of, made for this process and tied together. */
export const settings = readRunSettings(process.argv, process.env);
export const mainScript = realpathSync(process.argv[1] ?? '.');

const appPackage = findAppPackage(mainScript);
const paths = new AppPaths(appPackage.name, appPackage.folder, settings.userDataFolder);
const addresses = new AppAddresses();
export const browser = new Browser({ isVisible: settings.isVisible, hasPort: settings.isDriven });

const focusedWindow = (): BrowserWindow | undefined => BrowserWindow.getFocusedWindow() ?? undefined;

export const app = new App({
  appPackage,
  paths,
  openWindows: () => BrowserWindow.getAllWindows(),
  focusedWindow: () => focusedWindow() ?? BrowserWindow.getAllWindows()[0],
  shutDown: () => browser.stop(),
});
export const nativeTheme = new NativeTheme(settings.systemColorScheme);
export const ipcMain = new IpcMain();
export const protocol = new Protocol(addresses, () => app.isReady());
export const defaultSession = new Session(protocol);
export const screen = new Screen();
export const powerMonitor = new PowerMonitor();
export const safeStorage = createSafeStorage(settings.secrets, () => paths.get('userData'));
/** Somebody sits before the display. */
const isForSomebody = settings.isVisible && !settings.isDriven;

async function focusedPage(): Promise<WindowPage> {
  // A window that its user has closed is given another page first.
  await setImmediate();
  const window = focusedWindow() ?? BrowserWindow.getAllWindows()[0];
  if (window === undefined) throw new Error('There is no window to ask in');
  return window.webContents.page;
}

export const dialog = createDialog(isForSomebody ? askInPage(focusedPage) : nobody);
export const shell = createShell(isForSomebody);
export const clipboard = createClipboard((text) => {
  if (!isForSomebody) return;
  const code = `navigator.clipboard.writeText(${JSON.stringify(text)})`;
  focusedWindow()
    ?.webContents.executeJavaScript(code, true)
    .catch((error: unknown) => console.error('[stand-in] clipboard:', error));
});

/** There is nothing to show windows in. */
export function startFailed(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  app.exit(1);
}

provideSurroundings({
  app,
  browser,
  addresses,
  protocol,
  ipcMain,
  nativeTheme,
  session: defaultSession,
  isVisible: settings.isVisible,
  startFailed,
  applicationMenu: () => Menu.getApplicationMenu(),
});
provideRoles({ focusedWindow, quit: () => app.quit(), showAboutPanel: () => app.showAboutPanel() });
Menu.connect(() => {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.showAccelerators();
}, focusedWindow);
