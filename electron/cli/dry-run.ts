import { createHash } from 'node:crypto';
import { usualChecksumsName } from '../../shared/checksum-lines.ts';
import { planChecksums, withChecksumsRow } from '../../shared/checksums-plan.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import type { PackageFile } from '../../shared/package.ts';
import { planText, reportPlan } from '../../shared/plan-report.ts';
import {
  type PlanKnowledge,
  type PlannedFile,
  type PublishPlan,
  planPublish,
} from '../../shared/publish-plan.ts';
import { systemClock } from '../clock.ts';
import { HashService } from '../local-files/hash-service.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { fileNameRules, type NamedLocalFile, planned } from './named-files.ts';
import { type OnConflict, policyOf } from './publish-conflicts.ts';
import { conditionsOf } from './publish-refusal.ts';
import type { CommandEnd, Session } from './session.ts';

interface DryRunParts {
  /** How many files were meant and cannot be sent. */
  readonly leftOut: number;
  /** Whether a list of checksums is to follow. */
  readonly checksums: boolean;
  /** What becomes of files whose names other bytes have. */
  readonly onConflict: OnConflict;
}

/**
 * Prints what publishing would do, and sends nothing. Ends with what publishing would end with: files that were meant
 * and cannot be sent make it fail.
 */
export async function dryRun(
  session: Session,
  version: VersionCoordinates,
  files: readonly NamedLocalFile[],
  { leftOut, checksums, onConflict }: DryRunParts,
): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const [listed, conditions] = await Promise.all([
    client.listFiles(version, signal),
    conditionsOf(session, version.owner),
  ]);
  const there = listed.ok ? listed.value.files : listed.failure.reason === 'not-found' ? [] : null;
  const fileNames = await fileNameRules(session, files);
  const ofFiles = await compare(files, there, { fileNames, policy: policyOf(onConflict) }, signal);
  const plan = checksums ? withList(ofFiles, there) : ofFiles;
  const takenLists = checksums && plan.rows.at(-1)?.verdict.kind === 'differs' ? 1 : 0;
  const place = { serverUrl: client.serverUrl, version, madeAt: systemClock.now() };
  const report = reportPlan(place, plan, conditions);
  reporter.line({ kind: 'plan', ...report }, planText(report).trimEnd());
  const refusals = conditions.flatMap((condition) => (condition.kind === 'refused' ? condition.failure : []));
  const failures = [...refusals, ...(listed.ok || there !== null ? [] : [listed.failure])];
  return {
    exitCode: exitCodeOfPlan(plan, failures, { leftOut, takenLists, onConflict }),
    summary: { toSend: plan.filesToSend, bytes: plan.bytesToSend, failed: plan.blockingRows + leftOut },
    words: 'Nothing was sent.',
  };
}

/** Reads the files that only their bytes tell from the server's. */
async function compare(
  files: readonly NamedLocalFile[],
  listed: readonly PackageFile[] | null,
  knowledge: Required<Pick<PlanKnowledge, 'fileNames' | 'policy'>>,
  signal: AbortSignal,
): Promise<PublishPlan> {
  const hashes = new HashService();
  // Judged without the policy: which bytes are to be compared depends on the names as they were asked for.
  const first = planPublish(planned(files), listed, { fileNames: knowledge.fileNames });
  const read = first.rows.map(async ({ file, verdict }, index): Promise<PlannedFile> => {
    const reference = files[index]?.reference;
    if (verdict.kind !== 'comparing' || reference === undefined) return file;
    const hashed = await hashes.sha256Of(reference, signal);
    return hashed.ok ? { ...file, sha256: hashed.value } : { ...file, unreadable: hashed.failure };
  });
  return planPublish(await Promise.all(read), listed, knowledge);
}

/** The plan with the list of checksums as its last row. */
function withList(plan: PublishPlan, listed: readonly PackageFile[] | null): PublishPlan {
  const { text } = planChecksums(usualChecksumsName, plan, listed, null, false);
  const sha256 = text === null ? null : createHash('sha256').update(text).digest('hex');
  return withChecksumsRow(plan, planChecksums(usualChecksumsName, plan, listed, sha256, false));
}

/** A list of checksums that would have to change is a conflict, not a row to be mended. */
function exitCodeOfPlan(
  { rows, blockingRows }: PublishPlan,
  failures: readonly Failure[],
  {
    leftOut,
    takenLists,
    onConflict,
  }: Pick<DryRunParts, 'leftOut' | 'onConflict'> & { readonly takenLists: number },
): number {
  if (failures.length > 0) return exitCodeOf(failures);
  const isSound = leftOut === 0 && blockingRows === takenLists && rows.length > 0;
  if (!isSound || rows.some(({ verdict }) => verdict.kind === 'unreadable')) return exitCodes.failed;
  const isRefused = onConflict === 'fail' && rows.some(({ conflict }) => conflict !== null);
  return isRefused || takenLists > 0 ? exitCodes.conflict : exitCodes.done;
}
