import { randomBytes } from 'node:crypto';
import nodeDisk from 'node:fs/promises';
import { join } from 'node:path';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { distinctFileNames, numberedFileName } from '../../shared/safe-file-name.ts';
import { systemClock } from '../clock.ts';
import { HashService } from '../local-files/hash-service.ts';
import { Download } from '../transfers/download.ts';
import { VersionListings } from '../transfers/version-listings.ts';
import { claimPart, removeAbandonedParts } from './claim-part.ts';
import { compareLocal } from './compare-local.ts';
import { exitCodeOf } from './exit-codes.ts';
import { fetchUnlisted } from './fetch-unlisted.ts';
import { makeFolder } from './make-folder.ts';
import { reportFile, runTransfers } from './run-transfers.ts';
import { accountId, type CommandEnd, type Session } from './session.ts';

/** Fetches all files of a version, or those named. What is in the folder already with the right bytes is done. */
export async function download(
  session: Session,
  version: VersionCoordinates,
  fileNames: readonly string[],
  folder: string,
): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const listed = await client.listFiles(version, signal);
  if (!listed.ok && session.isAnonymous && listed.failure.reason === 'sign-in-required') {
    // Gitea lists nothing to strangers, not even what it gives them.
    if (fileNames.length > 0) return fetchUnlisted(session, version, fileNames, folder);
  }
  if (!listed.ok) return failedAtOnce(session, listed.failure);
  const made = await makeFolder(folder);
  if (made !== null) return failedAtOnce(session, made);

  const { files, damagedRows } = listed.value;
  const failures: Failure[] = [];
  const wanted = fileNames.length === 0 ? files : pick(files, fileNames, failures);
  for (const failure of failures) reporter.failure(failure);
  if (fileNames.length === 0 && damagedRows > 0) {
    failures.push({ reason: 'unexpected-answer' });
    reporter.failure({ reason: 'unexpected-answer', subject: `${damagedRows} rows of the listing` });
  }
  const hashes = new HashService();
  const parts = {
    clientFor: async () => succeeded(client),
    listings: new VersionListings(systemClock),
    disk: nodeDisk,
    clock: systemClock,
    random: () => randomBytes(6).toString('hex'),
  };
  // Named after the whole version, so that a file is called the same whichever of them are asked for.
  const localNames = new Map(
    distinctFileNames(files.map(({ fileName }) => fileName)).map((name, index) => [files[index], name]),
  );
  const jobs: Download[] = [];
  let skipped = 0;
  for (const file of wanted) {
    if (signal.aborted) break;
    const safeName = localNames.get(file) ?? file.fileName;
    const there = await findSame(folder, safeName, file, hashes, signal);
    const coordinates = { ...version, fileName: file.fileName };
    if (there !== null) {
      skipped += 1;
      await removeAbandonedParts(folder, client.serverUrl, coordinates);
      const { fileName, size, sha256 } = file;
      reportFile(reporter, {
        direction: 'download',
        fileName,
        state: 'skipped',
        size,
        sha256,
        localName: there,
        failure: null,
      });
      continue;
    }
    jobs.push(
      new Download(
        {
          ...parts,
          claimPart: (name, state) => claimPart(folder, client.serverUrl, coordinates, name, state),
        },
        { accountId, coordinates, folder, safeName, size: file.size },
      ),
    );
  }
  const ran = await runTransfers(jobs, reporter, signal);
  const counts = {
    done: ran.done,
    skipped: skipped + ran.skipped,
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

/** The listed files of these names; what is not listed becomes a failure. */
function pick(
  files: readonly PackageFile[],
  names: readonly string[],
  failures: Failure[],
): readonly PackageFile[] {
  return names.flatMap((name) => {
    const file = files.find(({ fileName }) => fileName === name);
    if (file === undefined) failures.push({ reason: 'not-found', subject: name.slice(0, 300) });
    return file ?? [];
  });
}

/** The name, or numbered name, under which the very bytes are there; null when there is none. */
async function findSame(
  folder: string,
  safeName: string,
  file: PackageFile,
  hashes: HashService,
  signal: AbortSignal,
): Promise<string | null> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? safeName : numberedFileName(safeName, number);
    const found = await compareLocal(join(folder, name), file, hashes, signal);
    if (found === 'same') return name;
    if (found === 'missing') return null;
  }
}
