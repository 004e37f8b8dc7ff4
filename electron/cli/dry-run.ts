import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { planText, reportPlan } from '../../shared/plan-report.ts';
import type { PublishPlan } from '../../shared/publish-plan.ts';
import { systemClock } from '../clock.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { judge } from './judge.ts';
import { fileNameRules, type NamedLocalFile } from './named-files.ts';
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
  split: number | null,
): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const [listed, conditions] = await Promise.all([
    client.listFiles(version, signal),
    conditionsOf(session, version.owner),
  ]);
  const there = listed.ok ? listed.value.files : listed.failure.reason === 'not-found' ? [] : null;
  const fileNames = await fileNameRules(session, files);
  const plan = await judge(session, version, files, { split, listed: there, fileNames });
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
