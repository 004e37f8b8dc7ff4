import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The files and folders among a program's arguments, as absolute paths. Electron and Chromium mix switches of
 * their own in; a program that is not packaged has its own folder or script before what the user gave. Desktops
 * that start a program with files may name them by `file:` addresses.
 */
export function filesInArguments(
  programArguments: readonly string[],
  workingFolder: string,
  isPackaged: boolean,
): string[] {
  const plain = programArguments.filter((argument) => argument !== '' && !argument.startsWith('-'));
  return plain.slice(isPackaged ? 1 : 2).flatMap((argument) => {
    if (!argument.startsWith('file://')) return resolve(workingFolder, argument);
    return pathOfAddress(argument) ?? [];
  });
}

/** Null for an address that leads to no file on this computer. */
function pathOfAddress(address: string): string | null {
  try {
    return fileURLToPath(address);
  } catch {
    return null;
  }
}
