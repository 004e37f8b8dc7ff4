import type { LocalFile } from '../../shared/local-file.ts';

/** Files that lie in different places are few; more would tell the same again. */
const most = 100;

/**
 * Files enough to know all places that any of them lie in, as far as the window can tell: one of every dropped folder,
 * highest folders first, and of those dropped by themselves all, up to a hundred each.
 */
export function filesToAskAbout(files: readonly LocalFile[]): readonly LocalFile[] {
  const alone = files.filter(({ folder }) => folder === '').slice(0, most);
  const folders = new Map(files.filter(({ folder }) => folder !== '').map((file) => [file.folder, file]));
  const inFolders = [...folders]
    .sort(([one], [other]) => depthOf(one) - depthOf(other) || (one < other ? -1 : 1))
    .slice(0, most)
    .map(([, file]) => file);
  return [...alone, ...inFolders];
}

function depthOf(folder: string): number {
  return folder.split('/').length;
}
