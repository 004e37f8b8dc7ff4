import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, dialog, ipcMain, Menu } from 'electron';
import { createApp } from './app.ts';
import { filesInArguments } from './file-arguments.ts';
import { HandedFiles } from './handed-files.ts';
import { LogFile, loggersTo } from './log.ts';
import { registerAppScheme, serveAppScheme } from './platform/app-scheme.ts';
import { hardenWindows, refusePermissions } from './platform/hardening.ts';
import { menuTemplate } from './platform/menu-template.ts';
import { createPlatform } from './platform/system-platform.ts';
import { windowContent } from './platform/window-content.ts';
import { QuitGuard } from './quit-guard.ts';

const dist = new URL('../', import.meta.url);
const isMac = process.platform === 'darwin';

// Each data folder is a life of its own: accounts, settings, logs and the one-instance lock.
if (app.commandLine.hasSwitch('user-data-dir')) {
  const folder = resolve(app.commandLine.getSwitchValue('user-data-dir'));
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', folder);
  app.setPath('sessionData', folder);
}

const createLogger = loggersTo(new LogFile(join(app.getPath('userData'), 'logs', 'main.log')));
const log = createLogger('main');
process.on('uncaughtExceptionMonitor', (error) => log.error('uncaught', error));
process.on('unhandledRejection', (reason) => log.error('unhandled', reason));

const handed = new HandedFiles();
// macOS tells of files before the app is ready, one by one.
app.on('open-file', (event, path) => {
  event.preventDefault();
  handed.hand([path]);
});

async function start(): Promise<void> {
  await app.whenReady();
  refusePermissions();
  serveAppScheme(windowContent(dist, app.isPackaged));

  const platform = createPlatform({
    dist,
    createLogger,
    requests: ipcMain,
    onClose: (event) => {
      // The window stays while the user is asked; it goes when the app does.
      if (isMac || guard.isLeaving) return;
      event.preventDefault();
      app.quit();
    },
  });
  const teaChest = createApp(platform);
  const guard = new QuitGuard({
    unsettledTransfers: () => teaChest.unsettledTransfers(),
    confirm: (unsettled) => platform.dialogs.confirmStoppingTransfers(unsettled),
    stop: () => teaChest.stop(),
    quit: () => app.quit(),
  });
  app.on('before-quit', (event) => {
    guard.beforeQuit(event).catch((error: unknown) => log.error('quitting', error));
  });
  app.on('activate', () => platform.window.show());
  app.on('second-instance', (_event, programArguments, workingFolder) => {
    platform.window.show();
    handed.hand(filesInArguments(programArguments, workingFolder, app.isPackaged));
  });
  app.on('window-all-closed', () => {
    if (!isMac) app.quit();
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(platform.info.platform, (command) => {
        platform.window.show();
        platform.window.push('commands:run', command);
      }),
    ),
  );

  platform.window.show();
  await teaChest.start();
  handed.hand(filesInArguments(process.argv, process.cwd(), app.isPackaged));
  handed.takenBy((paths) => {
    teaChest.acceptFromOutside(paths).catch((error: unknown) => log.error('files from outside', error));
  });
}

hardenWindows();
registerAppScheme();
app.setAppUserModelId('io.github.teachest');
if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    log.error('the app could not start', error);
    dialog.showErrorBox('Tea Chest could not start', error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
} else {
  app.quit();
}
