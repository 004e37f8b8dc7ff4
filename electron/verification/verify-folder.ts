import { createHash } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { checksumLines, usualChecksumsName } from '../../shared/checksum-lines.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { excludedBy, patternFinder, usualExcludes } from '../../shared/exclude-list.ts';
import type { Failure } from '../../shared/failure.ts';
import { nameKey } from '../../shared/names.ts';
import { joins } from '../../shared/naming-rule.ts';
import { succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { FolderEntry, VerificationProgress } from '../../shared/verification.ts';
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
  /** Hears of each file as it was looked at, those of the version first. */
  readonly found: (entry: FolderEntry) => void;
  /** Hears how far it is, each MiB. */
  readonly progressed?: (progress: VerificationProgress) => void;
}

/**
 * Compares a folder with a version, without fetching a byte of a file: only manifests of split files are read. Names are
 * those that a download gives. Ends early, without a word, when the signal is aborted.
 */
export async function verifyFolder(request: VerificationRequest): Promise<void> {
  const { client, version, files, folder, hashes, signal, found, progressed } = request;
  const here = await pathsInside(folder, signal);
  if (signal.aborted) return;
  const find = pathFinder(here);
  const used = new Set<string>();
  const manifests = new SplitManifests();
  const downloads = listedDownloads(files).all;
  const ofBytes = downloads.reduce((sum, { bytes }) => sum + bytes, 0);
  let looked = 0;
  for (const [position, { fileName, listed, isJoined, bytes, safeName }] of downloads.entries()) {
    const before = looked;
    const tell = (read: number) =>
      progressed?.({
        files: position,
        ofFiles: downloads.length,
        bytes: before + Math.min(read, bytes),
        ofBytes,
      });
    tell(0);
    looked += bytes;
    const localName = find(safeName, fileName);
    used.add(localName);
    const manifest = { ...version, fileName: listed.fileName };
    const read = isJoined ? await manifests.read(client, manifest, listed, signal) : succeeded(listed);
    const entry = { name: fileName, localName };
    if (!read.ok) {
      if (signal.aborted) return;
      found({ ...entry, state: 'unreadable', failure: read.failure });
      continue;
    }
    const compared = await compare(join(folder, localName), read.value, hashes, signal, tell);
    if (signal.aborted) return;
    const isKnown = compared === 'missing' && isListOfOthers(listed, files);
    const failure: Failure | null =
      compared === 'unreadable'
        ? { reason: 'local-file-unreadable', subject: localName.slice(0, 300) }
        : null;
    found({ ...entry, state: isKnown ? 'lists-others' : compared, failure });
  }
  for (const path of here) {
    if (used.has(path) || isUsuallyLeftOut(path)) continue;
    found({ name: path, localName: path, state: 'extra', failure: null });
  }
}

/** What nobody may look at is not told from what cannot be read: neither says anything about the bytes. */
async function compare(...compared: Parameters<typeof compareLocal>): ReturnType<typeof compareLocal> {
  try {
    return await compareLocal(...compared);
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    return 'unreadable';
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
async function pathsInside(folder: string, signal: AbortSignal): Promise<readonly string[]> {
  const { files, leftOut } = await walk([folder], { signal });
  const inside = files.map(({ folder: place, name }) => `${place}/${name}`);
  const others = leftOut.map(({ name }) => name);
  return [...inside, ...others].map((name) => name.slice(name.indexOf('/') + 1));
}

/**
 * Where a file of a version lies: under the name that a download gives it, or where publishing a folder took it from, which
 * leaves the folders inside behind or joins them with the name. What is nowhere is looked for under the first.
 */
function pathFinder(paths: readonly string[]): (safeName: string, fileName: string) => string {
  const whole = new Set(paths);
  const byName = new Map<string, string>();
  const byJoined = new Map<string, string>();
  for (const path of paths.toReversed()) {
    byName.set(path.slice(path.lastIndexOf('/') + 1), path);
    for (const join of joins) byJoined.set(path.replaceAll('/', join), path);
  }
  return (safeName, fileName) =>
    whole.has(safeName) ? safeName : (byName.get(fileName) ?? byJoined.get(fileName) ?? safeName);
}

const findUsual = patternFinder(usualExcludes);

/** Whether publishing would leave the file out as usual, so that it is not missed on the server. */
function isUsuallyLeftOut(path: string): boolean {
  const end = path.lastIndexOf('/') + 1;
  return excludedBy(findUsual, { name: path.slice(end), folder: `/${path.slice(0, end)}` }) !== null;
}
