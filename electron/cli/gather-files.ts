import { patternFinder, usualExcludes } from '../../shared/exclude-list.ts';
import { shownPath, type WalkedFile, walk } from '../local-files/walk.ts';
import type { PublishCommand } from './arguments/publish.ts';
import type { Session } from './session.ts';

/** What a command line names on this disk. */
export interface GatheredFiles {
  readonly files: readonly WalkedFile[];
  /** How many files were meant and cannot be sent. */
  readonly missed: number;
}

/** Walks files and folders, and tells what is left out and why. */
export async function gatherFiles(
  { reporter, signal }: Session,
  { paths, excludes }: Pick<PublishCommand, 'paths' | 'excludes'>,
): Promise<GatheredFiles> {
  const { files, excluded, leftOut } = await walk(paths, {
    findPattern: patternFinder([...usualExcludes, ...excludes]),
    signal,
  });
  for (const find of excluded) {
    const { kind, pattern } = find;
    const name = kind === 'folder' ? `${shownPath(find)}/` : shownPath(find);
    reporter.line({ kind: 'left-out', name, why: 'excluded', pattern }, `${name}  left out by ${pattern}`);
  }
  let missed = 0;
  for (const { name, why } of leftOut) {
    // What was named by itself was meant; links inside a folder are left there, as when it is dropped.
    const isMeant = !name.includes('/') || why === 'unreadable' || why === 'too-many' || why === 'missing';
    if (isMeant) missed += 1;
    reporter.line({ kind: 'left-out', name, why }, `${name}  left out: ${why.replaceAll('-', ' ')}`);
  }
  return { files, missed };
}
