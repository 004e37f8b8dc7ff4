import type { MenuItemConstructorOptions } from 'electron';
import { MissingApiError } from './missing-api.ts';

/** What an item with a role is and does without being told. */
export interface MenuRole {
  readonly label: string;
  readonly accelerator?: string;
  readonly submenu?: MenuItemConstructorOptions[];
  run(window: object | undefined): void;
}

/** As much of a window as roles use; given by the windows' own room. */
export interface RoleTarget {
  readonly webContents: {
    undo(): void;
    redo(): void;
    cut(): void;
    copy(): void;
    paste(): void;
    delete(): void;
    selectAll(): void;
    reload(): void;
    toggleDevTools(): void;
    getZoomLevel(): number;
    setZoomLevel(level: number): void;
  };
  close(): void;
  minimize(): void;
  maximize(): void;
  isFullScreen(): boolean;
  setFullScreen(isFull: boolean): void;
}

export interface RoleSurroundings {
  focusedWindow(): RoleTarget | undefined;
  quit(): void;
  showAboutPanel(): void;
}

let surroundings: RoleSurroundings | null = null;

/** To be called once. */
export function provideRoles(given: RoleSurroundings): void {
  surroundings = given;
}

type Act = (window: RoleTarget) => void;

function onWindow(label: string, accelerator: string | null, act: Act): MenuRole {
  const run = (): void => {
    const window = surroundings?.focusedWindow();
    if (window !== undefined) act(window);
  };
  return accelerator === null ? { label, run } : { label, accelerator, run };
}

/** A menu of roles; also one that only macOS shows, or that has nothing to do here. */
function group(label: string, ...roles: NonNullable<MenuItemConstructorOptions['role']>[]): MenuRole {
  return { label, submenu: roles.map((role) => ({ role })), run: () => undefined };
}

const nothing = (label: string): MenuRole => ({ label, run: () => undefined });

const roles: Readonly<Record<string, MenuRole>> = {
  undo: onWindow('Undo', 'CmdOrCtrl+Z', ({ webContents }) => webContents.undo()),
  redo: onWindow('Redo', 'Shift+CmdOrCtrl+Z', ({ webContents }) => webContents.redo()),
  cut: onWindow('Cut', null, ({ webContents }) => webContents.cut()),
  copy: onWindow('Copy', null, ({ webContents }) => webContents.copy()),
  paste: onWindow('Paste', null, ({ webContents }) => webContents.paste()),
  pasteandmatchstyle: onWindow('Paste and Match Style', null, ({ webContents }) => webContents.paste()),
  delete: onWindow('Delete', null, ({ webContents }) => webContents.delete()),
  selectall: onWindow('Select All', null, ({ webContents }) => webContents.selectAll()),
  reload: onWindow('Reload', 'CmdOrCtrl+R', ({ webContents }) => webContents.reload()),
  forcereload: onWindow('Force Reload', 'Shift+CmdOrCtrl+R', ({ webContents }) => webContents.reload()),
  toggledevtools: onWindow('Toggle Developer Tools', 'Ctrl+Shift+I', ({ webContents }) =>
    webContents.toggleDevTools(),
  ),
  resetzoom: onWindow('Actual Size', 'CmdOrCtrl+0', ({ webContents }) => webContents.setZoomLevel(0)),
  zoomin: onWindow('Zoom In', 'CmdOrCtrl+Plus', ({ webContents }) =>
    webContents.setZoomLevel(webContents.getZoomLevel() + 0.5),
  ),
  zoomout: onWindow('Zoom Out', 'CmdOrCtrl+-', ({ webContents }) =>
    webContents.setZoomLevel(webContents.getZoomLevel() - 0.5),
  ),
  togglefullscreen: onWindow('Toggle Full Screen', 'F11', (window) =>
    window.setFullScreen(!window.isFullScreen()),
  ),
  close: onWindow('Close Window', 'CmdOrCtrl+W', (window) => window.close()),
  minimize: onWindow('Minimize', 'CmdOrCtrl+M', (window) => window.minimize()),
  zoom: onWindow('Zoom', null, (window) => window.maximize()),
  quit: { label: 'Quit', accelerator: 'CmdOrCtrl+Q', run: () => surroundings?.quit() },
  about: { label: 'About', run: () => surroundings?.showAboutPanel() },
  help: nothing('Help'),
  window: nothing('Window'),
  services: nothing('Services'),
  hide: nothing('Hide'),
  hideothers: nothing('Hide Others'),
  unhide: nothing('Show All'),
  front: nothing('Bring All to Front'),
  recentdocuments: nothing('Open Recent'),
  clearrecentdocuments: nothing('Clear Recent'),
  appmenu: group('Tea Chest', 'about', 'quit'),
  filemenu: group('File', 'close'),
  editmenu: group('Edit', 'undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'selectAll'),
  viewmenu: group('View', 'reload', 'toggleDevTools', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'),
  windowmenu: group('Window', 'minimize', 'close'),
};

/** Roles are written in any case. Throws for one that the stand-in has not got. */
export function roleNamed(name: string): MenuRole {
  const role = roles[name.toLowerCase()];
  if (role === undefined) throw new MissingApiError(`menu role '${name}'`);
  return role;
}
