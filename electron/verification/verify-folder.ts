import { createHash } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { checksumLines, usualChecksumsName } from '../../shared/checksum-lines.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { excludedBy, patternFinder, usualExcludes } from '../../shared/exclude-list.ts';
import { nameKey } from '../../shared/names.ts';
import { joins } from '../../shared/naming-rule.ts';
import { succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { FolderEntry } from '../../shared/verification.ts';
import type { HashService } from '../local-files/hash-service.ts';
import { systemErrorCode } from '../local-files/local-file-reference.ts';
import { walk } from '../local-files/walk.ts';
import { compareLocal } from '../transfers/find-same-file.ts';
import { listedDownloads } from '../transfers/listed-downloads.ts';
import { SplitManifests } from '../transfers/split/split-manifests.ts';
import type { TransferClient } from '../transfers/transfer-client.ts';

export interface VerificationRequest {
  readonly client: TransferClient;
  readonly version: VersionCoordinates;
  /** As the server lists it. */
  readonly files: readonly PackageFile[];
  /** As `folderAt` answered it. */
  readonly folder: string;
  readonly hashes: HashService;
  readonly signal: AbortSignal;
  /** Hears of each file as it was looked at, those of the version first. `of` is how many these are. */
  readonly found: (entry: FolderEntry, of: number) => void;
}

/**
 * Compares a folder with a version, without fetching a byte of a file: only manifests of split files are read. Names are
 * those that a download gives. Ends early, without a word, when the signal is aborted.
 */
export async function verifyFolder(request: VerificationRequest): Promise<void> {
  const { client, version, files, folder, hashes, signal, found } = request;
  const here = await pathsInside(folder);
  const isHere = new Set(here);
  const used = new Set<string>();
  const manifests = new SplitManifests();
  const downloads = listedDownloads(files).all;
  for (const { fileName, listed, isJoined, safeName } of downloads) {
    const localName = isHere.has(safeName) ? safeName : (findInside(here, fileName) ?? safeName);
    used.add(localName);
    const manifest = { ...version, fileName: listed.fileName };
    const read = isJoined ? await manifests.read(client, manifest, listed, signal) : succeeded(listed);
    const entry = { name: fileName, localName };
    if (!read.ok) {
      if (signal.aborted) return;
      found({ ...entry, state: 'unreadable', failure: read.failure }, downloads.length);
      continue;
    }
    const compared = await compareLocal(join(folder, localName), read.value, hashes, signal);
    if (signal.aborted) return;
    const isKnown = compared === 'missing' && isListOfOthers(listed, files);
    found({ ...entry, state: isKnown ? 'lists-others' : compared, failure: null }, downloads.length);
  }
  for (const path of here) {
    if (used.has(path) || isUsuallyLeftOut(path)) continue;
    found({ name: path, localName: path, state: 'extra', failure: null }, downloads.length);
  }
}

/** Whether it is the list that publishing makes of the other files: what it says need not lie in the folder as well. */
function isListOfOthers({ fileName, sha256 }: PackageFile, files: readonly PackageFile[]): boolean {
  if (nameKey(fileName) !== nameKey(usualChecksumsName)) return false;
  const others = files.filter((file) => nameKey(file.fileName) !== nameKey(fileName));
  return createHash('sha256').update(checksumLines(others)).digest('hex') === sha256;
}

/** The folder itself where a link leads to one; null when there is none. */
export async function folderAt(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await lstat(real)).isDirectory() ? real : null;
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    return null;
  }
}

/** Paths below the folder, with `/` between. */
async function pathsInside(folder: string): Promise<readonly string[]> {
  const { files, leftOut } = await walk([folder]);
  const inside = files.map(({ folder: place, name }) => `${place}/${name}`);
  const others = leftOut.map(({ name }) => name);
  return [...inside, ...others].map((name) => name.slice(name.indexOf('/') + 1));
}

/** Publishing a folder leaves the folders inside it behind, or joins them with the name. */
function findInside(paths: readonly string[], fileName: string): string | undefined {
  return (
    paths.find((path) => path.endsWith(`/${fileName}`)) ??
    paths.find((path) => joins.some((join) => path.replaceAll('/', join) === fileName))
  );
}

const findUsual = patternFinder(usualExcludes);

/** Whether publishing would leave the file out as usual, so that it is not missed on the server. */
function isUsuallyLeftOut(path: string): boolean {
  const end = path.lastIndexOf('/') + 1;
  return excludedBy(findUsual, { name: path.slice(end), folder: `/${path.slice(0, end)}` }) !== null;
}
