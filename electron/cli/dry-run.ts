import { createHash } from 'node:crypto';
import { usualChecksumsName } from '../../shared/checksum-lines.ts';
import { planChecksums, withChecksumsRow } from '../../shared/checksums-plan.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import type { PackageFile } from '../../shared/package.ts';
import { planText, reportPlan } from '../../shared/plan-report.ts';
import { type PublishPlan } from '../../shared/publish-plan.ts';
import { systemClock } from '../clock.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { judge } from './judge.ts';
import { fileNameRules, type NamedLocalFile } from './named-files.ts';
import { type OnConflict, policyOf } from './publish-conflicts.ts';
import { conditionsOf } from './publish-refusal.ts';
import type { CommandEnd, Session } from './session.ts';

interface DryRunParts {
  /** How many files were meant and cannot be sent. */
  readonly leftOut: number;
  /** Whether a list of checksums is to follow. */
  readonly checksums: boolean;
  /** Bytes of a part; null where nothing is split. */
  readonly split: number | null;
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
  { leftOut, checksums, split, onConflict }: DryRunParts,
): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const [listed, conditions] = await Promise.all([
    client.listFiles(version, signal),
    conditionsOf(session, version.owner),
  ]);
  const there = listed.ok ? listed.value.files : listed.failure.reason === 'not-found' ? [] : null;
  const fileNames = await fileNameRules(session, files);
  const policy = policyOf(onConflict);
  const ofFiles = await judge(session, version, files, { split, listed: there, fileNames, policy });
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
