import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import { isComplete, listedEntries, readPartName, type SplitSet } from '../../shared/split-volumes.ts';
import { isSettled } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';

/** Enough to know what is going on. */
const mostNotes = 5;

type Props = {
  readonly accountId: AccountId;
  readonly version: VersionCoordinates;
  readonly files: readonly PackageFile[];
};

/** Says of each split file that is not all there, and is not on its way either, how to finish it. */
export function SplitNotes({ accountId, version, files }: Props): ReactNode {
  const broken = listedEntries(files).flatMap((entry) =>
    entry.kind === 'split' && !isComplete(entry.set) ? [entry.set] : [],
  );
  return broken
    .slice(0, mostNotes)
    .map((set) => (
      <SplitNote key={`${set.count} ${set.name}`} accountId={accountId} version={version} set={set} />
    ));
}

type NoteProps = Omit<Props, 'files'> & { readonly set: SplitSet };

function SplitNote({ accountId, version, set }: NoteProps): ReactNode {
  const isComing = useTransfers(({ byId }) =>
    [...byId.values()].some(({ direction, accountId: account, coordinates, state }) => {
      if (direction !== 'publish' || account !== accountId || isSettled(state)) return false;
      return isOfOneVersion(coordinates, version) && isOf(set, coordinates.fileName);
    }),
  );
  return isComing ? null : <p className={classNames(styles.damaged)}>{noteOn(set)}</p>;
}

function isOfOneVersion(one: VersionCoordinates, other: VersionCoordinates): boolean {
  return (
    nameKey(one.owner) === nameKey(other.owner) &&
    nameKey(one.packageName) === nameKey(other.packageName) &&
    nameKey(one.version) === nameKey(other.version)
  );
}

function isOf({ name, count }: SplitSet, fileName: string): boolean {
  const part = readPartName(fileName);
  return part?.count === count && nameKey(part.name) === nameKey(name);
}

function noteOn({ name, parts, count, manifest }: SplitSet): string {
  const words = { file: visibleText(name), there: parts.length, count };
  if (manifest !== null) return t('detail.split.incomplete', words);
  return t(parts.length === count ? 'detail.split.allThere' : 'detail.split.unfinished', words);
}
