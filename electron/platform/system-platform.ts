import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { z } from 'zod';
import { Settings } from '../../shared/settings.ts';
import type { RequestPort } from '../ipc.ts';
import type { CreateLogger } from '../log.ts';
import { ServersFile } from '../servers/learned-limits.ts';
import { systemDesktop } from './desktop.ts';
import { systemDialogs } from './dialogs.ts';
import type { AppInfo, Platform } from './platform.ts';
import type { SetAside } from './set-aside.ts';
import { openStore } from './stores.ts';
import { systemSecrets } from './system-secrets.ts';
import { MainWindow } from './window.ts';
import { WindowPlacement } from './window-placement.ts';

export interface PlatformParts {
  /** The folder of everything that was built, with a slash at its end. */
  readonly dist: URL;
  readonly createLogger: CreateLogger;
  readonly requests: RequestPort;
  /** Asked when the user closes the window; may hold it. */
  readonly onClose: (event: { preventDefault(): void }) => void;
}

/** Stricter than what accounts read: a file that holds something else is kept aside instead of written over. */
const AccountsFile = z.object({ accounts: z.array(z.unknown()).default([]) });

function platformName(): AppInfo['platform'] {
  if (process.platform === 'win32') return 'windows';
  return process.platform === 'darwin' ? 'macos' : 'linux';
}

/** Electron and electron-store behind the app's own interfaces. To be called after ready. */
export function createPlatform(parts: PlatformParts): Platform {
  const setAside: SetAside[] = [];
  const onSetAside = (file: SetAside): void => void setAside.push(file);
  const window = new MainWindow({
    preload: fileURLToPath(new URL('preload/preload.cjs', parts.dist)),
    placement: openStore({ name: 'window', schema: WindowPlacement, onSetAside }),
    log: parts.createLogger('window'),
    onClose: parts.onClose,
  });
  return {
    info: { version: app.getVersion(), platform: platformName(), locale: app.getLocale() },
    folders: {
      userData: app.getPath('userData'),
      // Asked each time: the user may move it while the app runs.
      get downloads() {
        return app.getPath('downloads');
      },
    },
    createLogger: parts.createLogger,
    requests: parts.requests,
    window,
    dialogs: systemDialogs(() => window.current),
    desktop: systemDesktop(
      () => window.isFocused,
      () => window.show(),
    ),
    secrets: systemSecrets(parts.createLogger('secrets')),
    stores: {
      settings: openStore({ name: 'settings', schema: Settings, onSetAside }),
      servers: openStore({ name: 'servers', schema: ServersFile, onSetAside }),
      accounts: openStore({ name: 'accounts', schema: AccountsFile, fileMode: 0o600, onSetAside }),
    },
    setAside,
  };
}
