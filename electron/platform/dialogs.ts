import { join } from 'node:path';
import { type BrowserWindow, dialog, type MessageBoxOptions, type OpenDialogOptions } from 'electron';
import type { Dialogs } from './platform.ts';

/** The system's dialogs, in front of the window when there is one. */
export function systemDialogs(window: () => BrowserWindow | null): Dialogs {
  async function open(options: OpenDialogOptions): Promise<string[]> {
    const parent = window();
    const { canceled, filePaths } =
      parent === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(parent, options);
    return canceled ? [] : filePaths;
  }

  async function ask(options: MessageBoxOptions): Promise<number> {
    const parent = window();
    const { response } =
      parent === null ? await dialog.showMessageBox(options) : await dialog.showMessageBox(parent, options);
    return response;
  }

  return {
    chooseFiles: () =>
      open({
        title: 'Publish Files',
        buttonLabel: 'Choose',
        properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
      }),
    chooseFolderToPublish: () =>
      open({
        title: 'Publish Folder',
        buttonLabel: 'Choose',
        properties: ['openDirectory', 'dontAddToRecent'],
      }),
    chooseFolderToVerify: async () => {
      const [folder] = await open({
        title: 'Verify a Folder',
        buttonLabel: 'Verify',
        properties: ['openDirectory', 'dontAddToRecent'],
      });
      return folder ?? null;
    },
    chooseDownloadFolder: async (current) => {
      const [folder] = await open({
        title: 'Download Folder',
        buttonLabel: 'Choose',
        defaultPath: current,
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      });
      return folder ?? null;
    },
    chooseSaveAs: async (folder, suggestedName) => {
      const parent = window();
      const options = { title: 'Save As', defaultPath: join(folder, suggestedName) };
      const { canceled, filePath } =
        parent === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(parent, options);
      return canceled || filePath === '' ? null : filePath;
    },
    confirmStoppingTransfers: async (unsettled) => {
      const quit = 1;
      const response = await ask({
        type: 'warning',
        message:
          unsettled === 1 ? 'A transfer is still running.' : `${unsettled} transfers are still running.`,
        detail:
          'They go on at the next start: downloads where they were, uploads from their first byte. Nothing is left half there.',
        buttons: ['Keep transferring', 'Quit'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      });
      return response === quit;
    },
    tell: async (message, detail) => {
      await ask({ type: 'warning', message, detail, buttons: ['OK'] });
    },
  };
}
