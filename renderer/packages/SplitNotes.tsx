import type { ReactNode } from 'react';
import type { PackageFile } from '../../shared/package.ts';
import { isComplete, listedEntries, type SplitSet } from '../../shared/split-volumes.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';

/** Enough to know what is going on. */
const mostNotes = 5;

/** Says of each split file that is not all there how to finish it. */
export function SplitNotes({ files }: { readonly files: readonly PackageFile[] }): ReactNode {
  const broken = listedEntries(files).flatMap((entry) =>
    entry.kind === 'split' && !isComplete(entry.set) ? [entry.set] : [],
  );
  return broken.slice(0, mostNotes).map((set) => (
    <p key={`${set.count} ${set.name}`} className={classNames(styles.damaged)}>
      {noteOn(set)}
    </p>
  ));
}

function noteOn({ name, parts, count, manifest }: SplitSet): string {
  const words = { file: visibleText(name), there: parts.length, count };
  if (manifest !== null) return t('detail.split.incomplete', words);
  return t(parts.length === count ? 'detail.split.allThere' : 'detail.split.unfinished', words);
}
