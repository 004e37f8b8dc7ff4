import { GuardedBrowserWindow } from './browser-window.ts';
import { GuardedMenu, MenuItem } from './menu.ts';
import { refuseMissing } from './missing-api.ts';
import { nativeImage } from './native-image.ts';
import { net } from './net.ts';
import { GuardedNotification } from './notification.ts';
import { powerSaveBlocker } from './power.ts';
import {
  app,
  clipboard,
  defaultSession,
  dialog,
  ipcMain,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  shell,
} from './world.ts';

/** Electron's `session`, of which there is one. */
export const session = refuseMissing('session', { defaultSession });

/** Electron's `crashReporter`: a crash of this process is Node's to report. */
export const crashReporter = refuseMissing('crashReporter', {
  start: () => undefined,
  addExtraParameter: () => undefined,
  getLastCrashReport: () => null,
});

export {
  app,
  clipboard,
  dialog,
  GuardedBrowserWindow as BrowserWindow,
  GuardedMenu as Menu,
  GuardedNotification as Notification,
  ipcMain,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  shell,
};

/** The module as a whole: asking it for a part of Electron that is not here throws. */
const electron = refuseMissing('electron', {
  app,
  BrowserWindow: GuardedBrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu: GuardedMenu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification: GuardedNotification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
});

export default electron;
export { electron as 'module.exports' };
