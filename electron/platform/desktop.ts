import { clipboard, Notification, nativeTheme, shell } from 'electron';
import type { Desktop } from './platform.ts';

/** Browser, file manager, clipboard, notifications and appearance of the system. */
export function systemDesktop(isWatched: () => boolean, show: () => void): Desktop {
  return {
    openInBrowser: async (address) => {
      // Other schemes start programs.
      if (!/^https?:\/\//.test(address)) throw new Error('Only web pages are opened');
      await shell.openExternal(address);
    },
    showInFolder: (path) => shell.showItemInFolder(path),
    copyText: (text) => clipboard.writeText(text),
    notify: (title, body) => {
      if (isWatched() || !Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      notification.on('click', show);
      notification.show();
    },
    showAppearance: (appearance) => {
      nativeTheme.themeSource = appearance;
    },
  };
}
