import { resolve } from 'node:path';

/**
 * The files and folders among a program's arguments, as absolute paths. Electron and Chromium mix switches of
 * their own in; a program that is not packaged has its own folder or script before what the user gave.
 */
export function filesInArguments(
  programArguments: readonly string[],
  workingFolder: string,
  isPackaged: boolean,
): string[] {
  const plain = programArguments.filter((argument) => argument !== '' && !argument.startsWith('-'));
  return plain.slice(isPackaged ? 1 : 2).map((argument) => resolve(workingFolder, argument));
}
