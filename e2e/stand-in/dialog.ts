import type { MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import type { DialogAnswers } from './dialog-answers.ts';
import { refuseMissing } from './missing-api.ts';

/** Dialogs are shown with the window they belong to, then their options, or with their options alone. */
function optionsOf<Options extends object>(first: Options, second: Options | undefined): Options {
  return second ?? first;
}

/** Electron's `dialog`. Tests put their own functions in the place of these, as they do on Electron. */
export function createDialog(answers: DialogAnswers) {
  return refuseMissing('dialog', {
    showOpenDialog: (first: OpenDialogOptions, options?: OpenDialogOptions) =>
      answers.open(optionsOf(first, options)),
    showSaveDialog: (first: SaveDialogOptions, options?: SaveDialogOptions) =>
      answers.save(optionsOf(first, options)),
    showMessageBox: (first: MessageBoxOptions, options?: MessageBoxOptions) =>
      answers.message(optionsOf(first, options)),
    showErrorBox(title: string, content: string): void {
      console.error(`${title}\n${content}`);
    },
  });
}
