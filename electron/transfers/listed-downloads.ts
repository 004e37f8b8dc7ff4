import type { PackageFile } from '../../shared/package.ts';
import { distinctFileNames } from '../../shared/safe-file-name.ts';
import { bytesOfSet, filesOfSet, isComplete, listedEntries } from '../../shared/split-volumes.ts';

/** Something of a version that can be fetched: a listed file, or one that is there in parts and comes joined. */
export interface ListedDownload {
  readonly fileName: string;
  /** The file itself, or the manifest of the parts. */
  readonly listed: PackageFile;
  readonly isJoined: boolean;
  /** Bytes as listed: those of the file, or of all its parts. */
  readonly bytes: number;
  /** What it is called on a disk, whichever others are fetched. */
  readonly safeName: string;
}

/** What a version has to fetch. */
export interface ListedDownloads {
  /** Every byte once: split files joined, where all of them is there. */
  readonly all: readonly ListedDownload[];
  /** By the very name, also the parts of split files. */
  readonly byName: ReadonlyMap<string, ListedDownload>;
}

export function listedDownloads(files: readonly PackageFile[]): ListedDownloads {
  const entries = listedEntries(files);
  const joined = entries.flatMap((entry) =>
    entry.kind === 'split' && entry.set.manifest !== null && isComplete(entry.set)
      ? [
          {
            fileName: entry.set.name,
            listed: entry.set.manifest,
            isJoined: true,
            bytes: bytesOfSet(entry.set),
          },
        ]
      : [],
  );
  const plain = files.map((listed) => ({
    fileName: listed.fileName,
    listed,
    isJoined: false,
    bytes: listed.size,
  }));
  const wanted = [...plain, ...joined];
  const safeNames = distinctFileNames(wanted.map(({ fileName }) => fileName));
  const downloads = wanted.map((each, index) => ({ ...each, safeName: safeNames[index] ?? each.fileName }));
  const hidden = new Set(
    entries.flatMap((entry) =>
      entry.kind === 'split' && isComplete(entry.set) ? filesOfSet(entry.set) : [],
    ),
  );
  return {
    all: downloads.filter(({ listed, isJoined }) => isJoined || !hidden.has(listed)),
    byName: new Map(downloads.toReversed().map((each) => [each.fileName, each])),
  };
}
