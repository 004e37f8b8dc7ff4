import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { isPassing } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { CommandEnd, Session } from './session.ts';

/** Deletes a version or one file of it. What is not there is a failure: a mistyped name must not look deleted. */
export async function deleteOnServer(
  session: Session,
  version: VersionCoordinates,
  fileName: string | null,
): Promise<CommandEnd> {
  const { reporter } = session;
  const deleted = await deleteIt(session, version, fileName);
  if (!deleted.ok) {
    reporter.failure(deleted.failure);
    return { exitCode: exitCodeOf([deleted.failure]), summary: { deleted: 0 }, words: null };
  }
  const what =
    fileName === null
      ? `${version.packageName} ${version.version}`
      : `${fileName} of ${version.packageName} ${version.version}`;
  reporter.line(
    { kind: 'deleted', package: version.packageName, version: version.version, file: fileName },
    `${what}  deleted`,
  );
  return { exitCode: exitCodes.done, summary: { deleted: 1 }, words: null };
}

async function deleteIt(
  { client, signal }: Session,
  version: VersionCoordinates,
  fileName: string | null,
): Promise<Outcome<undefined>> {
  const listed = await client.listFiles(version, signal);
  if (!listed.ok) return listed;
  // The server takes any spelling of a name; only the one that was listed is meant.
  if (fileName !== null && !listed.value.files.some((file) => file.fileName === fileName)) {
    return failed('not-found', { subject: fileName.slice(0, 300) });
  }
  if (signal.aborted) return failed('cancelled');
  const deleted =
    fileName === null
      ? await client.deleteVersion(version)
      : await client.deleteFile({ ...version, fileName });
  // It was listed a moment ago, so somebody else was quicker.
  if (!deleted.ok && deleted.failure.reason === 'not-found') return succeeded(undefined);
  if (deleted.ok || !isPassing(deleted.failure)) return deleted;
  // The answer was lost; the deed may be done.
  const after = await client.listFiles(version, signal);
  if (!after.ok) return after.failure.reason === 'not-found' ? succeeded(undefined) : deleted;
  const isThere = fileName === null || after.value.files.some((file) => file.fileName === fileName);
  return isThere ? deleted : succeeded(undefined);
}
