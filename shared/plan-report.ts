import { z } from 'zod';
import { assertNever } from './assert-never.ts';
import type { VersionCoordinates } from './coordinates.ts';
import { describeFailure } from './failure-words.ts';
import { type PublishCondition, severityOf } from './publish-conditions.ts';
import { type PublishPlan, type PublishPlanRow, replacedBy } from './publish-plan.ts';
import { visibleText } from './visible-text.ts';

const ReportedFile = z.strictObject({
  name: z.string().max(1024),
  /** Bytes. */
  size: z.int().nonnegative(),
  /** What would happen: `replace`, or the verdict of the plan. */
  verdict: z.string().max(64),
  /** Parts that it would be sent in; null for one. */
  parts: z.int().positive().nullable(),
  /** Null where nothing had to be compared. */
  sha256: z.string().max(64).nullable(),
  words: z.string().max(2000),
});

/** A plan as it is given away: what would happen if the batch were published now. */
export const PlanReport = z.strictObject({
  server: z.string().max(2048),
  owner: z.string().max(1024),
  package: z.string().max(1024),
  version: z.string().max(1024),
  /** Milliseconds since 1970. */
  madeAt: z.number(),
  conditions: z
    .array(
      z.strictObject({ severity: z.enum(['error', 'warning', 'information']), words: z.string().max(2000) }),
    )
    .max(20),
  files: z.array(ReportedFile).max(20_000),
  filesToSend: z.int().nonnegative(),
  filesToReplace: z.int().nonnegative(),
  /** Bytes. */
  bytesToSend: z.int().nonnegative(),
  /** Rows that must be mended before anything can be sent. */
  blockingRows: z.int().nonnegative(),
});
export type PlanReport = z.infer<typeof PlanReport>;

/** Where and when a plan is about. */
export interface PlanPlace {
  readonly serverUrl: string;
  readonly version: VersionCoordinates;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

export function reportPlan(
  { serverUrl, version, madeAt }: PlanPlace,
  plan: PublishPlan,
  conditions: readonly PublishCondition[],
): PlanReport {
  return {
    server: serverUrl,
    owner: version.owner,
    package: version.packageName,
    version: version.version,
    madeAt,
    conditions: conditions.map((condition) => ({
      severity: severityOf(condition),
      words: conditionWords(condition, version.owner),
    })),
    files: plan.rows.map((row) => ({
      name: row.file.fileName,
      size: row.file.size,
      verdict: replacedBy(row) === null ? row.verdict.kind : 'replace',
      parts: row.parts,
      sha256: row.file.sha256,
      words: rowWords(row),
    })),
    filesToSend: plan.filesToSend,
    filesToReplace: plan.filesToReplace,
    bytesToSend: plan.bytesToSend,
    blockingRows: plan.blockingRows,
  };
}

/** What a condition means, in a sentence with its next step. */
export function conditionWords(condition: PublishCondition, owner: string): string {
  switch (condition.kind) {
    case 'refused':
      return sentences(describeFailure(condition.failure));
    case 'unchecked':
      return `Whether you may publish to ${owner} could not be asked: ${sentences(describeFailure(condition.failure))}`;
    case 'quota':
      return `The last publish to ${owner} was refused: ${sentences(describeFailure(condition.failure))}`;
    case 'visible':
      return condition.visibility === 'public'
        ? `Anyone can download what is published, because ${owner} is public.`
        : `Everyone who is signed in can download what is published, because ${owner} is limited.`;
    default:
      return assertNever(condition);
  }
}

function sentences({ title, nextStep }: { readonly title: string; readonly nextStep: string }): string {
  return `${title}. ${nextStep}`;
}

function rowWords(row: PublishPlanRow): string {
  const { verdict, conflict, parts } = row;
  if (replacedBy(row) !== null) return 'takes the place of the file on the server';
  switch (verdict.kind) {
    case 'new': {
      const renamed = conflict === null ? '' : `, because ${conflict.fileName} is taken by other bytes`;
      return parts === null ? `new${renamed}` : `new, as ${parts} parts${renamed}`;
    }
    case 'identical':
      return 'there already with the same bytes, not sent';
    case 'differs':
      return 'the name is taken by other bytes, not sent';
    case 'comparing':
      return 'the name is taken; whether by the same bytes is not known yet';
    case 'unreadable':
      return `cannot be read: ${sentences(describeFailure(verdict.failure))}`;
    case 'name-refused':
      return verdict.proposal === null
        ? 'the server does not take this name'
        : `the server does not take this name; it would take ${verdict.proposal}`;
    case 'name-twice':
      return 'two of the files have this name; the server does not tell a from A';
    case 'cannot-split':
      return 'cannot be cut into parts of that size';
    case 'unknown':
      return 'what the server has is not known';
    default:
      return assertNever(verdict);
  }
}

/** The report for people: a line a file. Names cannot do anything to a terminal. */
export function planText(report: PlanReport): string {
  const { server, owner, version, conditions, files } = report;
  const lines = [
    `Plan for ${owner} / ${report.package} ${version} on ${server}, ${new Date(report.madeAt).toISOString()}`,
    ...conditions.map(({ severity, words }) => `${severity}: ${words}`),
    ...files.map(({ name, size, words }) => `${name}  ${size} bytes  ${words}`),
    `${report.filesToSend} of ${files.length} to send, ${report.filesToReplace} of them replacing, ${report.bytesToSend} bytes${report.blockingRows === 0 ? '' : `; ${report.blockingRows} must be mended first`}`,
  ];
  return `${lines.map(visibleText).join('\n')}\n`;
}
