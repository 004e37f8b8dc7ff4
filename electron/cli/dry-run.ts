import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import type { PackageFile } from '../../shared/package.ts';
import { planText, reportPlan } from '../../shared/plan-report.ts';
import { type PlannedFile, type PublishPlan, planPublish } from '../../shared/publish-plan.ts';
import { systemClock } from '../clock.ts';
import { HashService } from '../local-files/hash-service.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { type NamedLocalFile, planned } from './named-files.ts';
import { conditionsOf } from './publish-refusal.ts';
import type { CommandEnd, Session } from './session.ts';

/**
 * Prints what publishing would do, and sends nothing. Ends with what publishing would end with: `leftOut` files that
 * were meant and cannot be sent make it fail.
 */
export async function dryRun(
  session: Session,
  version: VersionCoordinates,
  files: readonly NamedLocalFile[],
  leftOut: number,
): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const [listed, conditions] = await Promise.all([
    client.listFiles(version, signal),
    conditionsOf(session, version.owner),
  ]);
  const there = listed.ok ? listed.value.files : listed.failure.reason === 'not-found' ? [] : null;
  const plan = await compare(files, planned(files), there, signal);
  const place = { serverUrl: client.serverUrl, version, madeAt: systemClock.now() };
  const report = reportPlan(place, plan, conditions);
  reporter.line({ kind: 'plan', ...report }, planText(report).trimEnd());
  const refusals = conditions.flatMap((condition) => (condition.kind === 'refused' ? condition.failure : []));
  const failures = [...refusals, ...(listed.ok || there !== null ? [] : [listed.failure])];
  return {
    exitCode: exitCodeOfPlan(plan, failures, leftOut),
    summary: { toSend: plan.filesToSend, bytes: plan.bytesToSend, failed: plan.blockingRows + leftOut },
    words: 'Nothing was sent.',
  };
}

/** Reads the files that only their bytes tell from the server's. */
async function compare(
  files: readonly NamedLocalFile[],
  plannedFiles: readonly PlannedFile[],
  listed: readonly PackageFile[] | null,
  signal: AbortSignal,
): Promise<PublishPlan> {
  const hashes = new HashService();
  const first = planPublish(plannedFiles, listed);
  const read = first.rows.map(async ({ file, verdict }, index): Promise<PlannedFile> => {
    const reference = files[index]?.reference;
    if (verdict.kind !== 'comparing' || reference === undefined) return file;
    const hashed = await hashes.sha256Of(reference, signal);
    return hashed.ok ? { ...file, sha256: hashed.value } : { ...file, unreadable: hashed.failure };
  });
  return planPublish(await Promise.all(read), listed);
}

function exitCodeOfPlan(
  { rows, blockingRows }: PublishPlan,
  failures: readonly Failure[],
  leftOut: number,
): number {
  if (failures.length > 0) return exitCodeOf(failures);
  const isSound = leftOut === 0 && blockingRows === 0 && rows.length > 0;
  if (!isSound || rows.some(({ verdict }) => verdict.kind === 'unreadable')) return exitCodes.failed;
  return rows.some(({ verdict }) => verdict.kind === 'differs') ? exitCodes.conflict : exitCodes.done;
}
