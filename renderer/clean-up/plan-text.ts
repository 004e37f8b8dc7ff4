import { assertNever } from '../../shared/assert-never.ts';
import type { PlannedVersion } from '../../shared/clean-up-plan.ts';
import type { CleanUpRule } from '../../shared/clean-up-rule.ts';
import { csvText } from '../../shared/csv.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { formatBytes } from '../common/format-bytes.ts';
import type { Looked } from '../deletion/doomed.ts';
import { t } from '../text/text.ts';
import { goes } from './use-clean-up-plan.ts';

export const planFormats = ['text', 'csv', 'json'] as const;
export type PlanFormat = (typeof planFormats)[number];

export interface ExportedPlan {
  readonly owner: string;
  /** Null for all of the owner's. */
  readonly packageName: string | null;
  readonly rule: CleanUpRule;
  /** Of packages that go by a rule of their own, by their names without regard to case. */
  readonly ownRules: ReadonlyMap<string, CleanUpRule>;
  readonly rows: readonly PlannedVersion[];
  readonly spared: ReadonlySet<number>;
  readonly looked: Looked;
}

interface ExportedVersion {
  readonly package: string;
  readonly version: string;
  readonly published: string | null;
  readonly goes: boolean;
  readonly why: string | null;
  /** Null where nobody looked. */
  readonly files: number | null;
  readonly bytes: number | null;
}

/** A plan as a file holds it: for people, for spreadsheets, for programs. */
export function planText(plan: ExportedPlan, format: PlanFormat): string {
  const versions = plan.rows.map((row) => exported(row, plan));
  switch (format) {
    case 'text':
      return plainText(plan, versions);
    case 'csv':
      return csvText([
        ['package', 'version', 'published', 'goes', 'why', 'files', 'bytes'],
        ...versions.map((each) => [
          each.package,
          each.version,
          each.published,
          each.goes ? 'yes' : 'no',
          each.why,
          each.files,
          each.bytes,
        ]),
      ]);
    case 'json': {
      const { owner, packageName, rule, ownRules } = plan;
      const rules = Object.fromEntries(ownRules);
      return `${JSON.stringify({ owner, package: packageName, rule, ownRules: rules, versions }, null, 2)}\n`;
    }
    default:
      return assertNever(format);
  }
}

function exported(row: PlannedVersion, { spared, looked }: ExportedPlan): ExportedVersion {
  const { version, stays } = row;
  const found = looked(version);
  const measured = stays === null && found?.ok === true ? found.value : null;
  return {
    package: version.packageName,
    version: version.version,
    published: version.createdAt === null ? null : new Date(version.createdAt).toISOString(),
    goes: goes(row, spared),
    why: stays ?? (spared.has(version.id) ? 'spared' : null),
    files: measured?.fileIds.length ?? null,
    bytes: measured?.bytes ?? null,
  };
}

/** For people: what goes first, then what stays and why. */
function plainText({ rows, owner, packageName }: ExportedPlan, versions: readonly ExportedVersion[]): string {
  const name = ({ package: of, version }: ExportedVersion) =>
    visibleText(packageName === null ? `${of} ${version}` : version);
  const going = versions.filter((each) => each.goes);
  const staying = rows.flatMap((row, position) => {
    const each = versions[position];
    if (each === undefined || each.goes) return [];
    return [`${name(each)}  ${row.stays === null ? t('cleanUp.spared') : t(`cleanUp.stays.${row.stays}`)}`];
  });
  return [
    packageName === null
      ? t('cleanUp.titleOwner', { owner: visibleText(owner) })
      : t('cleanUp.title', { name: visibleText(packageName) }),
    '',
    t('cleanUp.report.goes', { count: going.length }),
    ...going.map(
      (each) =>
        `${name(each)}  ${each.bytes === null ? t('cleanUp.report.unknown') : formatBytes(each.bytes)}`,
    ),
    '',
    t('cleanUp.report.stays', { count: staying.length }),
    ...staying,
    '',
  ].join('\n');
}
