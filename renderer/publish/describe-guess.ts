import { assertNever } from '../../shared/assert-never.ts';
import type { GuessSource } from '../../shared/guess-sources.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { t } from '../text/text.ts';

/** Said under a field that holds a guess: where it came from. */
export function describeOrigin(source: GuessSource): string {
  switch (source.kind) {
    case 'file-names':
      return t('publish.from.fileNames');
    case 'manifest':
      return t('publish.from.manifest', { file: source.file, folder: visibleText(source.folder) });
    case 'tag':
      return t('publish.from.tag', { tag: visibleText(source.tag) });
    case 'last-time':
      return t('publish.from.lastTime');
    case 'folder-names':
      return t('publish.from.folderNames');
    case 'last-package':
      return t('publish.from.lastPackage');
    default:
      return assertNever(source);
  }
}

/** Said in front of a value that could be taken instead: who says so. */
export function describeSpeaker(source: GuessSource): string {
  switch (source.kind) {
    case 'file-names':
      return t('publish.says.fileNames');
    case 'manifest':
      return t('publish.says.manifest', { file: source.file, folder: visibleText(source.folder) });
    case 'tag':
      return t('publish.says.tag', { tag: visibleText(source.tag) });
    case 'last-time':
      return t('publish.says.lastTime');
    case 'folder-names':
      return t('publish.says.folderNames');
    case 'last-package':
      return t('publish.says.lastPackage');
    default:
      return assertNever(source);
  }
}
