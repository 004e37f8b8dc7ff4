import { dirname, sep } from 'node:path';
import type {
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from 'electron';
import { z } from 'zod';
import { choosingFiles, pathsOfFiles } from './page-files.ts';
import type { WindowPage } from './window-page.ts';

/** Who answers the app's dialogs. */
export interface DialogAnswers {
  open(options: OpenDialogOptions): Promise<OpenDialogReturnValue>;
  save(options: SaveDialogOptions): Promise<SaveDialogReturnValue>;
  message(options: MessageBoxOptions): Promise<MessageBoxReturnValue>;
}

/** Nobody sees the dialogs: each is written to standard error and cancelled. Tests put in answers of their own. */
export const nobody: DialogAnswers = {
  async open(options) {
    console.error('[stand-in] open dialog', JSON.stringify(options));
    return { canceled: true, filePaths: [] };
  },
  async save(options) {
    console.error('[stand-in] save dialog', JSON.stringify(options));
    return { canceled: true, filePath: '' };
  },
  async message(options) {
    console.error('[stand-in] message box', JSON.stringify(options));
    const { cancelId, defaultId, checkboxChecked = false } = options;
    return { response: cancelId ?? defaultId ?? 0, checkboxChecked };
  },
};

/** The folder that all of some paths lie below. */
function commonFolder(paths: readonly string[]): string {
  const isAbove = (folder: string): boolean => paths.every((path) => path.startsWith(folder + sep));
  let folder = dirname(paths[0] ?? '/');
  while (!isAbove(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/** Somebody sits before the window: the page's own, plainer dialogs ask them. */
export function askInPage(page: () => Promise<WindowPage>): DialogAnswers {
  return {
    async open({ properties = [] }) {
      const isFolder = properties.includes('openDirectory');
      const { session } = (await page()).target;
      const chosen = choosingFiles(isFolder, properties.includes('multiSelections'));
      const paths = await pathsOfFiles(session, chosen);
      const filePaths = isFolder && paths.length > 0 ? [commonFolder(paths)] : paths;
      return { canceled: filePaths.length === 0, filePaths };
    },
    async save({ title = 'Save As', defaultPath = '' }) {
      const expression = `prompt(${JSON.stringify(title)}, ${JSON.stringify(defaultPath)})`;
      const filePath = z
        .string()
        .catch('')
        .parse(await (await page()).evaluate(expression));
      return { canceled: filePath === '', filePath };
    },
    async message({ message, detail = '', buttons = ['OK'], cancelId, checkboxChecked = false }) {
      const no = cancelId ?? buttons.length - 1;
      const yes = Math.max(
        0,
        buttons.findIndex((_button, index) => index !== no),
      );
      const choice = buttons.length > 1 ? `OK: ${buttons[yes]}\nCancel: ${buttons[no]}` : '';
      const text = [message, detail, choice].filter((part) => part !== '').join('\n\n');
      const isYes = await (await page()).evaluate(`confirm(${JSON.stringify(text)})`);
      return { response: isYes === true ? yes : no, checkboxChecked };
    },
  };
}
