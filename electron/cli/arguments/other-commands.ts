import type { PackageCoordinates, VersionCoordinates } from '../../../shared/coordinates.ts';
import type { CommandWords } from './command-words.ts';

export interface DownloadCommand {
  readonly name: 'download';
  readonly version: VersionCoordinates;
  /** Empty for all. */
  readonly fileNames: readonly string[];
  readonly folder: string;
}

export interface ListCommand {
  readonly name: 'list';
  readonly of: { readonly owner: string } | PackageCoordinates | VersionCoordinates;
}

export interface DeleteCommand {
  readonly name: 'delete';
  readonly version: VersionCoordinates;
  readonly fileName: string | null;
}

export interface VerifyCommand {
  readonly name: 'verify';
  readonly version: VersionCoordinates;
  readonly folder: string;
}

export function readDownload(words: CommandWords): DownloadCommand {
  words.nothingMore();
  return {
    name: 'download',
    version: words.version(),
    fileNames: [...new Set(words.fileNames())],
    folder: words.text('to', 'the folder that files go to'),
  };
}

export function readList(words: CommandWords): ListCommand {
  words.nothingMore();
  const owner = words.owner();
  if (words.values.version !== undefined) return { name: 'list', of: words.version() };
  return words.values.package === undefined
    ? { name: 'list', of: { owner } }
    : { name: 'list', of: { owner, packageName: words.text('package', 'the package') } };
}

export function readDelete(words: CommandWords): DeleteCommand {
  words.nothingMore();
  const fileNames = words.fileNames();
  if (fileNames.length > 1) words.refuse('delete takes one --file at a time.');
  const version = words.version();
  if (words.values.yes !== true)
    words.refuse('Nothing was deleted: say --yes to delete on the server for good.');
  return { name: 'delete', version, fileName: fileNames[0] ?? null };
}

export function readVerify(words: CommandWords): VerifyCommand {
  const version = words.version();
  const [folder, ...more] = words.rest;
  if (folder === undefined || folder === '') words.refuse('DIR is missing: the folder to compare.');
  if (more.length > 0) words.refuse('Only one folder can be compared.');
  return { name: 'verify', version, folder };
}
