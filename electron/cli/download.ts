import nodeDisk from 'node:fs/promises';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { succeeded } from '../../shared/outcome.ts';
import { systemClock } from '../clock.ts';
import { HashService } from '../local-files/hash-service.ts';
import { Download } from '../transfers/download.ts';
import { noMemory } from '../transfers/journal/transfer-journal.ts';
import { type ListedDownload, type ListedDownloads, listedDownloads } from '../transfers/listed-downloads.ts';
import { SplitManifests } from '../transfers/split/split-manifests.ts';
import { VersionListings } from '../transfers/version-listings.ts';
import { adoptPart, partHolder } from './adopt-part.ts';
import { exitCodeOf } from './exit-codes.ts';
import { fetchUnlisted } from './fetch-unlisted.ts';
import { makeFolder } from './make-folder.ts';
import { patiently } from './patiently.ts';
import { runTransfers } from './run-transfers.ts';
import type { CommandEnd, Session } from './session.ts';

/** Fetches all files of a version, or those named; those that are there in parts come joined. What is in the folder already with the right bytes is done. */
export async function download(
  session: Session,
  version: VersionCoordinates,
  fileNames: readonly string[],
  folder: string,
): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const listed = await patiently(session, () => client.listFiles(version, signal));
  if (!listed.ok && session.isAnonymous && listed.failure.reason === 'sign-in-required') {
    // Gitea lists nothing to strangers, not even what it gives them.
    if (fileNames.length > 0) return fetchUnlisted(session, version, fileNames, folder);
  }
  if (!listed.ok) return failedAtOnce(session, listed.failure);
  const made = await makeFolder(folder);
  if (made !== null) return failedAtOnce(session, made);

  const { files, damagedRows } = listed.value;
  const failures: Failure[] = [];
  const downloads = listedDownloads(files);
  const wanted = fileNames.length === 0 ? downloads.all : pick(downloads, fileNames, failures);
  for (const failure of failures) reporter.failure(failure);
  if (fileNames.length === 0 && damagedRows > 0) {
    failures.push({ reason: 'unexpected-answer' });
    reporter.failure({ reason: 'unexpected-answer', subject: `${damagedRows} rows of the listing` });
  }
  const parts = {
    clientFor: async () => succeeded(client),
    listings: new VersionListings(systemClock),
    hashes: new HashService(),
    disk: nodeDisk,
    clock: systemClock,
    random: Math.random,
    manifests: new SplitManifests(),
    adoptPart,
  };
  const jobs = wanted.map(
    ({ fileName, listed: { size, fileName: listedName }, isJoined, safeName }) =>
      new Download(parts, {
        accountId: session.accountId,
        coordinates: { ...version, fileName },
        manifest: isJoined ? listedName : null,
        folder,
        safeName,
        size: isJoined ? null : size,
        origin: client.serverUrl,
        partHolder,
        takesWhatIsThere: true,
      }),
  );
  const ran = await runTransfers(jobs, session, noMemory);
  const counts = {
    done: ran.done,
    skipped: ran.skipped,
    failed: ran.failed + failures.length,
    cancelled: ran.cancelled,
  };
  const rest = counts.failed + counts.cancelled;
  return {
    exitCode: exitCodeOf([...failures, ...ran.failures]),
    summary: counts,
    words: `${counts.done} downloaded, ${counts.skipped} there already${rest === 0 ? '' : `, ${rest} not`}.`,
  };
}

function failedAtOnce({ reporter }: Session, failure: Failure): CommandEnd {
  reporter.failure(failure);
  const summary = { done: 0, skipped: 0, failed: 1, cancelled: 0 };
  return { exitCode: exitCodeOf([failure]), summary, words: null };
}

/** What these names stand for; what is not there becomes a failure. */
function pick(
  downloads: ListedDownloads,
  names: readonly string[],
  failures: Failure[],
): readonly ListedDownload[] {
  return names.flatMap((name) => {
    const found = downloads.byName.get(name);
    if (found === undefined) failures.push({ reason: 'not-found', subject: name.slice(0, 300) });
    return found ?? [];
  });
}
