import type { PackageCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { nameKey } from '../../shared/names.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { allPages, listPackage } from '../packages/package-deletion.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { patiently } from './patiently.ts';
import { bytesInWords } from './reporter.ts';
import type { CommandEnd, Session } from './session.ts';

/** Lists the generic packages of an owner, the versions of a package, newest first, or the files of a version. */
export function list(
  session: Session,
  of: { readonly owner: string } | PackageCoordinates | VersionCoordinates,
): Promise<CommandEnd> {
  if ('version' in of) return listFiles(session, of);
  return 'packageName' in of ? listVersions(session, of) : listPackages(session, of.owner);
}

async function listFiles(session: Session, of: VersionCoordinates): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const listed = await patiently(session, () => client.listFiles(of, signal));
  if (!listed.ok) return refused(reporter, listed.failure);
  const { files, damagedRows } = listed.value;
  for (const { fileName, size, sha256, id } of files) {
    reporter.line(
      { kind: 'file', name: fileName, size, sha256, id },
      `${sha256}  ${bytesInWords(size).padStart(10)}  ${fileName}`,
    );
  }
  if (damagedRows > 0) reporter.note(`${damagedRows} rows of the server's listing could not be read.`);
  return {
    exitCode: damagedRows > 0 ? exitCodes.failed : exitCodes.done,
    summary: { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0), damagedRows },
    words: null,
  };
}

async function listVersions(session: Session, of: PackageCoordinates): Promise<CommandEnd> {
  const { client, reporter } = session;
  const listed = await patiently(session, () => listPackage(client, of));
  if (!listed.ok) return refused(reporter, listed.failure);
  const { versions } = listed.value;
  if (versions.length === 0) return refused(reporter, { reason: 'not-found', subject: of.packageName });
  for (const { version, creator, createdAt } of versions) {
    const date = dateOf(createdAt);
    reporter.line(
      { kind: 'version', version, creator, createdAt: date },
      `${version}  ${date ?? ''}  ${creator ?? ''}`,
    );
  }
  return { exitCode: exitCodes.done, summary: { versions: versions.length }, words: null };
}

async function listPackages(session: Session, owner: string): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const listed = await patiently(session, () =>
    allPages((page) => client.listVersions(owner, page, { signal })),
  );
  if (!listed.ok) return refused(reporter, listed.failure);
  const packages = new Map<string, { readonly latest: PackageVersion; versions: number }>();
  for (const version of listed.value) {
    if (version.type !== 'generic') continue;
    const key = nameKey(version.packageName);
    const known = packages.get(key);
    if (known === undefined) packages.set(key, { latest: version, versions: 1 });
    else known.versions += 1;
  }
  for (const { latest, versions } of packages.values()) {
    reporter.line(
      { kind: 'package', name: latest.packageName, versions, latest: latest.version },
      `${latest.packageName}  ${versions === 1 ? '1 version' : `${versions} versions`}, latest ${latest.version}`,
    );
  }
  return { exitCode: exitCodes.done, summary: { packages: packages.size }, words: null };
}

function dateOf(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function refused(reporter: Session['reporter'], failure: Failure): CommandEnd {
  reporter.failure(failure);
  return { exitCode: exitCodeOf([failure]), summary: {}, words: null };
}
