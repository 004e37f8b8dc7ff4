import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { nameKey } from '../../shared/names.ts';
import { fileNameBy } from '../../shared/naming-rule.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import type { SeenFile } from '../../shared/transfer.ts';
import { systemClock } from '../clock.ts';
import { HashService } from '../local-files/hash-service.ts';
import { EqualContent } from '../transfers/equal-content.ts';
import type { TransferJob } from '../transfers/transfer-job.ts';
import type { UploadParts } from '../transfers/upload.ts';
import { VersionListings } from '../transfers/version-listings.ts';
import type { PublishCommand } from './arguments/publish.ts';
import { dryRun } from './dry-run.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { gatherFiles } from './gather-files.ts';
import type { NamedLocalFile } from './named-files.ts';
import { CommandArchives } from './pack-folders.ts';
import { checkChecksums, checksumsJob } from './publish-checksums.ts';
import { Replacements, type SettledFile, settleNames } from './publish-conflicts.ts';
import { publishJobs } from './publish-jobs.ts';
import { findRefusal } from './publish-refusal.ts';
import { refuseNames } from './refuse-names.ts';
import { runTransfers } from './run-transfers.ts';
import type { CommandEnd, Session } from './session.ts';
import { leaveOutWhatIsThere } from './split-there.ts';
import { openMemory, type UploadMemory } from './upload-memory.ts';

/** Sends files and folders, under names by a rule. Nothing at all is sent when one of them cannot be. */
export async function publish(
  session: Session,
  command: PublishCommand,
  version: VersionCoordinates,
): Promise<CommandEnd> {
  const { naming, checksums, split, onConflict, isDryRun } = command;
  const { files: found, missed } = await gatherFiles(session, command);
  await using archives = new CommandArchives(session);
  const packed = missed > 0 ? succeeded(found) : await archives.packed(found, naming);
  if (!packed.ok) return nothingSent(session, packed.failure);
  const named = packed.value.map((file): NamedLocalFile => ({ ...file, fileName: fileNameBy(naming, file) }));
  if (isDryRun) {
    return await dryRun(session, version, named, { leftOut: missed, checksums, split, onConflict });
  }
  const failures = [...(missed > 0 ? [missedFailure] : []), ...(await refuseNames(session, named))];
  if (named.length === 0 && failures.length === 0) failures.push({ reason: 'local-file-missing' });
  const [failure] = failures;
  if (failure !== undefined) return nothingSent(session, failure, failures.length, exitCodes.failed);
  const refusal = await findRefusal(session, version.owner);
  if (refusal !== null) return nothingSent(session, refusal, named.length);
  const hashes = new HashService();
  const settled = await settle(session, version, named, command, hashes);
  if (!settled.ok) return nothingSent(session, settled.failure);
  return await send(session, version, command, settled.value, hashes);
}

/** What is to be sent when all is looked at. */
interface Settled {
  readonly files: readonly SettledFile[];
  /** How many files turned out to be there already. */
  readonly there: number;
  /** The list of checksums that is to be replaced; null for none. */
  readonly list: SeenFile | null;
}

/** Looks at everything that could stop the files halfway. */
async function settle(
  session: Session,
  version: VersionCoordinates,
  named: readonly NamedLocalFile[],
  { checksums, split, onConflict }: PublishCommand,
  hashes: HashService,
): Promise<Outcome<Settled>> {
  const settled = await settleNames(session, version, named, onConflict, hashes);
  if (!settled.ok) return settled;
  const list = checksums
    ? await checkChecksums(session, version, settled.value, { onConflict, split })
    : succeeded(null);
  if (!list.ok) return list;
  const left = await leaveOutWhatIsThere(session, version, settled.value, split);
  if (!left.ok) return left;
  const there = settled.value.length - left.value.length;
  return succeeded({ files: left.value, there, list: list.value });
}

async function send(
  session: Session,
  version: VersionCoordinates,
  command: PublishCommand,
  settled: Settled,
  hashes: HashService,
): Promise<CommandEnd> {
  const { client, profile, reporter } = session;
  const parts = {
    clientFor: async () => succeeded(client),
    listings: new VersionListings(systemClock),
    hashes,
    equalContent: new EqualContent(),
    clock: systemClock,
  };
  const memory = openMemory(profile, reporter);
  try {
    const jobs = jobsOf(parts, session, version, command, settled, memory);
    if (!jobs.ok) return nothingSent(session, jobs.failure);
    const { failures, ...counts } = await runTransfers(jobs.value, session, memory);
    return end({ ...counts, skipped: counts.skipped + settled.there }, exitCodeOf(failures));
  } finally {
    memory.close();
  }
}

/** The transfers of a command, with what an earlier one left half done. */
function jobsOf(
  parts: UploadParts,
  session: Session,
  version: VersionCoordinates,
  { checksums, split }: PublishCommand,
  { files, list }: Settled,
  memory: UploadMemory,
): Outcome<TransferJob[]> {
  const { accountId } = session;
  const earlier = memory.earlierUploads(accountId, version);
  const away = new Map(memory.earlierReplacements(accountId, version));
  const replacements = new Replacements(parts, session);
  const replacing = files.flatMap(({ reference, fileName, replaces }) => {
    const of = away.get(nameKey(fileName)) ?? replaces;
    away.delete(nameKey(fileName));
    return of === null ? [] : [replacements.job(version, fileName, reference, of)];
  });
  const replaced = new Set(replacing.map(({ coordinates }) => nameKey(coordinates.fileName)));
  const sent = files.filter(({ fileName }) => !replaced.has(nameKey(fileName)));
  const sending = publishJobs(parts, accountId, version, sent, split, earlier);
  if (!sending.ok) return sending;
  // What an earlier command took away comes to its end whatever this one is about.
  const finishing = [...away].map(([key, work]) =>
    replacements.job(version, work.oldName ?? key, work.file, work),
  );
  const jobs = [...replacing, ...sending.value, ...finishing];
  if (list !== null) return succeeded([...jobs, replacements.checksums(version, list)]);
  return succeeded(checksums ? [...jobs, checksumsJob(parts, session, version, earlier)] : jobs);
}

const missedFailure: Failure = { reason: 'local-file-unreadable' };

function nothingSent(
  { reporter }: Session,
  failure: Failure,
  files = 1,
  exitCode = exitCodeOf([failure]),
): CommandEnd {
  reporter.failure(failure, 'Nothing was sent.');
  return end({ done: 0, skipped: 0, failed: files, cancelled: 0 }, exitCode);
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
