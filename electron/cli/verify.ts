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
import { HashService } from '../local-files/hash-service.ts';
import { systemErrorCode } from '../local-files/local-file-reference.ts';
import { walk } from '../local-files/walk.ts';
import { compareLocal } from '../transfers/find-same-file.ts';
import { SplitManifests } from '../transfers/split/split-manifests.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { listedDownloads } from './listed-downloads.ts';
import { patiently } from './patiently.ts';
import type { CommandEnd, Session } from './session.ts';

/** Compares a folder with a version, without fetching a byte of a file. Names are those that a download gives. */
export async function verify(
  session: Session,
  version: VersionCoordinates,
  path: string,
): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const folder = await folderAt(path);
  if (folder === null) {
    reporter.failure({ reason: 'local-file-missing', subject: path.slice(0, 300) });
    return { exitCode: exitCodes.failed, summary: {}, words: null };
  }
  const listing = await patiently(session, () => client.listFiles(version, signal));
  if (!listing.ok) {
    reporter.failure(listing.failure);
    return { exitCode: exitCodeOf([listing.failure]), summary: {}, words: null };
  }
  const { files, damagedRows } = listing.value;
  const counts = { same: 0, differs: 0, missing: 0, extra: 0, damagedRows };
  const hashes = new HashService();
  const here = await pathsInside(folder);
  const used = new Set<string>();
  const manifests = new SplitManifests();
  for (const { fileName, listed, isJoined, safeName: localName } of listedDownloads(files).all) {
    const manifest = { ...version, fileName: listed.fileName };
    const read = isJoined ? await manifests.read(client, manifest, listed, signal) : succeeded(listed);
    if (!read.ok) {
      reporter.failure(read.failure);
      counts.damagedRows += 1;
      used.add(localName);
      continue;
    }
    const path = here.includes(localName) ? localName : findInside(here, fileName);
    used.add(path ?? localName);
    const compared = await compareLocal(join(folder, path ?? localName), read.value, hashes, signal);
    if (signal.aborted) break;
    const isKnown = compared === 'missing' && isListOfOthers(listed, files);
    const found = isKnown ? 'same' : compared;
    counts[found] += 1;
    const words = isKnown ? 'lists the others rightly' : found === 'missing' ? 'missing here' : found;
    reporter.line(
      { kind: 'file', name: fileName, localName: path ?? localName, state: found },
      `${path ?? localName}  ${words}`,
    );
  }
  for (const name of signal.aborted
    ? []
    : here.filter((path) => !used.has(path) && !isUsuallyLeftOut(path))) {
    counts.extra += 1;
    reporter.line({ kind: 'file', name, localName: name, state: 'extra' }, `${name}  extra here`);
  }
  const { same, differs, missing, extra } = counts;
  const isWhole = missing + extra + damagedRows === 0;
  return {
    exitCode: differs > 0 ? exitCodes.conflict : isWhole ? exitCodes.done : exitCodes.failed,
    summary: counts,
    words: `${same} same, ${differs} differ, ${missing} missing here, ${extra} extra here.`,
  };
}

/** Whether it is the list that publishing makes of the other files: what it says need not lie in the folder as well. */
function isListOfOthers({ fileName, sha256 }: PackageFile, files: readonly PackageFile[]): boolean {
  if (nameKey(fileName) !== nameKey(usualChecksumsName)) return false;
  const others = files.filter((file) => nameKey(file.fileName) !== nameKey(fileName));
  return createHash('sha256').update(checksumLines(others)).digest('hex') === sha256;
}

/** The folder itself where a link leads to one; null when there is none. */
async function folderAt(path: string): Promise<string | null> {
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
