import { assertNever } from '../../shared/assert-never.ts';
import type { LocalFile, Ticket } from '../../shared/local-file.ts';
import type { PublishPlan, PublishPlanRow } from '../../shared/publish-plan.ts';

/** What rows can be looked at together; in the order that they are offered. */
export const verdictGroups = [
  'refused',
  'twice',
  'unreadable',
  'differs',
  'replaced',
  'warned',
  'new',
  'identical',
  'pending',
] as const;
export type VerdictGroup = (typeof verdictGroups)[number];

/** One file of the sheet: what the plan says of it, what it is on disk, and where it belongs. */
export interface SheetRow {
  readonly row: PublishPlanRow;
  readonly file: LocalFile;
  readonly group: VerdictGroup;
}

function groupOf({ verdict, warning, conflict }: PublishPlanRow): VerdictGroup {
  if (conflict?.action === 'replace') return 'replaced';
  switch (verdict.kind) {
    case 'name-refused':
    case 'cannot-split':
      return 'refused';
    case 'name-twice':
      return 'twice';
    case 'differs':
    case 'identical':
    case 'unreadable':
      return verdict.kind;
    case 'new':
      return warning === null ? 'new' : 'warned';
    case 'comparing':
    case 'unknown':
      return 'pending';
    default:
      return assertNever(verdict);
  }
}

/** The rows of a plan with their files, which stand in the same order. */
export function sheetRows(plan: PublishPlan, files: readonly LocalFile[]): readonly SheetRow[] {
  return plan.rows.flatMap((row, position) => {
    const file = files[position];
    return file === undefined ? [] : [{ row, file, group: groupOf(row) }];
  });
}

/** How many rows each group has; groups without any are not there. */
export function countGroups(rows: readonly SheetRow[]): ReadonlyMap<VerdictGroup, number> {
  const counts = new Map<VerdictGroup, number>();
  for (const { group } of rows) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}

/** 0 for what must be mended before anything is sent, 1 for what is worth a look, 2 for the rest. */
export function urgencyOf(group: VerdictGroup): number {
  switch (group) {
    case 'refused':
    case 'twice':
      return 0;
    case 'unreadable':
    case 'differs':
    case 'replaced':
    case 'warned':
      return 1;
    case 'new':
    case 'identical':
    case 'pending':
      return 2;
    default:
      return assertNever(group);
  }
}

/**
 * How urgent each row ever was, of those that were; the same map while nothing is new. A row that was mended keeps its
 * place by that, under the eyes of who mended it.
 */
export function urgencies(
  rows: readonly SheetRow[],
  before: ReadonlyMap<Ticket, number>,
): ReadonlyMap<Ticket, number> {
  const raised = rows.flatMap(({ group, file: { ticket } }) => {
    const urgency = urgencyOf(group);
    return urgency < (before.get(ticket) ?? 2) ? [[ticket, urgency] as const] : [];
  });
  return raised.length === 0 ? before : new Map([...before, ...raised]);
}

/** What needs the user first. */
export function mostUrgentFirst(
  rows: readonly SheetRow[],
  urgency: ReadonlyMap<Ticket, number>,
): readonly SheetRow[] {
  const byUrgency: SheetRow[][] = [[], [], []];
  for (const each of rows) byUrgency[urgency.get(each.file.ticket) ?? 2]?.push(each);
  return byUrgency.flat();
}

/** The rows of a group, or of all, whose name on the server or on disk has the text in it, without regard to case. */
export function rowsFound(
  rows: readonly SheetRow[],
  group: VerdictGroup | 'all',
  text: string,
): readonly SheetRow[] {
  const wanted = text.trim().toLowerCase();
  if (group === 'all' && wanted === '') return rows;
  return rows.filter(
    ({ row, file, group: own }) =>
      (group === 'all' || own === group) &&
      (wanted === '' ||
        row.file.fileName.toLowerCase().includes(wanted) ||
        `${file.folder}/${file.name}`.toLowerCase().includes(wanted)),
  );
}
