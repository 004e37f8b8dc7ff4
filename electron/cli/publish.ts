import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { patternFinder, usualExcludes } from '../../shared/exclude-list.ts';
import type { Failure } from '../../shared/failure.ts';
import type { FileNameRules } from '../../shared/names.ts';
import { fileNameBy } from '../../shared/naming-rule.ts';
import { succeeded } from '../../shared/outcome.ts';
import { planPublish } from '../../shared/publish-plan.ts';
import { systemClock } from '../clock.ts';
import { HashService } from '../local-files/hash-service.ts';
import { shownPath, walk } from '../local-files/walk.ts';
import { EqualContent } from '../transfers/equal-content.ts';
import { VersionListings } from '../transfers/version-listings.ts';
import type { PublishCommand } from './arguments/publish.ts';
import { dryRun } from './dry-run.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { fileNameRules, type NamedLocalFile, planned } from './named-files.ts';
import { CommandArchives } from './pack-folders.ts';
import { checkChecksums, checksumsJob } from './publish-checksums.ts';
import { publishJobs } from './publish-jobs.ts';
import { findRefusal } from './publish-refusal.ts';
import { runTransfers } from './run-transfers.ts';
import type { CommandEnd, Session } from './session.ts';
import { leaveOutWhatIsThere } from './split-there.ts';
import { openMemory } from './upload-memory.ts';

/** Sends files and folders, under names by a rule. Nothing at all is sent when one of them cannot be. */
export async function publish(
  session: Session,
  { paths, naming, excludes, checksums, split, isDryRun }: PublishCommand,
  version: VersionCoordinates,
): Promise<CommandEnd> {
  const { client, reporter } = session;
  const {
    files: found,
    excluded,
    leftOut,
  } = await walk(paths, {
    findPattern: patternFinder([...usualExcludes, ...excludes]),
    signal: session.signal,
  });
  let stopping = 0;
  for (const find of excluded) {
    const { kind, pattern } = find;
    const name = kind === 'folder' ? `${shownPath(find)}/` : shownPath(find);
    reporter.line({ kind: 'left-out', name, why: 'excluded', pattern }, `${name}  left out by ${pattern}`);
  }
  for (const { name, why } of leftOut) {
    // What was named by itself was meant; links inside a folder are left there, as when it is dropped.
    const isMeant = !name.includes('/') || why === 'unreadable' || why === 'too-many' || why === 'missing';
    if (isMeant) stopping += 1;
    reporter.line({ kind: 'left-out', name, why }, `${name}  left out: ${why.replaceAll('-', ' ')}`);
  }
  await using archives = new CommandArchives(session);
  const packed = stopping > 0 ? succeeded(found) : await archives.packed(found, naming);
  if (!packed.ok) {
    reporter.failure(packed.failure, 'Nothing was sent.');
    return end({ done: 0, skipped: 0, failed: 1, cancelled: 0 }, exitCodeOf([packed.failure]));
  }
  const files = packed.value.map((file): NamedLocalFile => ({ ...file, fileName: fileNameBy(naming, file) }));
  if (isDryRun) return await dryRun(session, version, files, { leftOut: stopping, checksums, split });
  const failures = [
    ...(stopping > 0 ? [leftOutFailure] : []),
    ...refuseNames(session, files, await fileNameRules(session, files)),
  ];
  if (files.length === 0 && failures.length === 0) failures.push({ reason: 'local-file-missing' });
  if (failures.length > 0) {
    reporter.failure(failures[0] ?? leftOutFailure, 'Nothing was sent.');
    return end({ done: 0, skipped: 0, failed: failures.length, cancelled: 0 }, exitCodes.failed);
  }
  if (checksums) {
    const checked = await checkChecksums(session, version, planned(files, split));
    if (!checked.ok) {
      reporter.failure(checked.failure, 'Nothing was sent.');
      return end({ done: 0, skipped: 0, failed: 1, cancelled: 0 }, exitCodeOf([checked.failure]));
    }
  }
  const refusal = await findRefusal(session, version.owner);
  if (refusal !== null) {
    reporter.failure(refusal, 'Nothing was sent.');
    return end({ done: 0, skipped: 0, failed: files.length, cancelled: 0 }, exitCodeOf([refusal]));
  }
  const left = await leaveOutWhatIsThere(session, version, files, split);
  if (!left.ok) {
    reporter.failure(left.failure, 'Nothing was sent.');
    return end({ done: 0, skipped: 0, failed: 1, cancelled: 0 }, exitCodeOf([left.failure]));
  }
  const hashes = new HashService();
  const parts = {
    clientFor: async () => succeeded(client),
    listings: new VersionListings(systemClock),
    hashes,
    equalContent: new EqualContent(),
    clock: systemClock,
  };
  const { accountId, profile } = session;
  const memory = openMemory(profile, reporter);
  try {
    const earlier = memory.earlierUploads(accountId, version);
    const jobs = publishJobs(parts, accountId, version, left.value, split, earlier);
    if (!jobs.ok) {
      reporter.failure(jobs.failure, 'Nothing was sent.');
      return end({ done: 0, skipped: 0, failed: 1, cancelled: 0 }, exitCodeOf([jobs.failure]));
    }
    const followed = checksums ? [checksumsJob(parts, session, version, earlier)] : [];
    const { failures: failed, ...counts } = await runTransfers([...jobs.value, ...followed], session, memory);
    const skipped = counts.skipped + files.length - left.value.length;
    return end({ ...counts, skipped }, exitCodeOf(failed));
  } finally {
    memory.close();
  }
}

const leftOutFailure: Failure = { reason: 'local-file-unreadable' };

/** Says of each name that the server would refuse what it would take instead. */
function refuseNames(
  { reporter }: Session,
  files: readonly NamedLocalFile[],
  fileNames: FileNameRules,
): Failure[] {
  return planPublish(planned(files, null), null, { fileNames }).rows.flatMap(
    ({ file: { fileName }, verdict }): Failure[] => {
      const failure: Failure = { reason: 'invalid-file-name', subject: fileName.slice(0, 300) };
      if (verdict.kind === 'name-twice') {
        reporter.line(
          { kind: 'refused', name: fileName, why: 'name-twice' },
          `${fileName}  refused: two of the files have this name; the server does not tell a from A`,
        );
        return [failure];
      }
      if (verdict.kind !== 'name-refused') return [];
      const { proposal } = verdict;
      const instead = proposal === null ? 'rename it' : `it would take ${proposal}`;
      reporter.line(
        { kind: 'refused', name: fileName, why: 'name-refused', proposal },
        `${fileName}  refused: the server does not take this name; ${instead}`,
      );
      return [failure];
    },
  );
}

function end(
  counts: {
    readonly done: number;
    readonly skipped: number;
    readonly failed: number;
    readonly cancelled: number;
  },
  exitCode: number,
): CommandEnd {
  const { done, skipped, failed, cancelled } = counts;
  const rest = failed + cancelled === 0 ? '' : `, ${failed + cancelled} not`;
  return { exitCode, summary: counts, words: `${done} published, ${skipped} there already${rest}.` };
}
