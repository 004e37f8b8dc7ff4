import type { CleanUpRule, SavedRule } from '../../shared/clean-up-rule.ts';
import { csvText } from '../../shared/csv.ts';
import { nameKey } from '../../shared/names.ts';
import { bridge } from '../bridge.ts';
import type { Looked } from '../deletion/doomed.ts';
import { attempt, say, tell } from '../stores/notices.ts';
import { knownSettings } from '../stores/settings.ts';
import { t } from '../text/text.ts';
import type { PlanRow } from './use-clean-up-plan.ts';

function isFor(rule: SavedRule, other: SavedRule): boolean {
  return (
    rule.accountId === other.accountId &&
    nameKey(rule.owner) === nameKey(other.owner) &&
    nameKey(rule.packageName) === nameKey(other.packageName)
  );
}

function others(rule: SavedRule): SavedRule[] {
  return (knownSettings()?.cleanUpRules ?? []).filter((each) => !isFor(each, rule));
}

/** Keeps a rule for its package, in place of the one before. */
export function saveRule(rule: SavedRule): Promise<void> {
  return attempt(
    bridge.request('settings:change', { cleanUpRules: [...others(rule), rule] }),
    t('cleanUp.saved'),
  );
}

export function forgetRule(rule: SavedRule): Promise<void> {
  return attempt(bridge.request('settings:change', { cleanUpRules: others(rule) }), t('cleanUp.forgotten'));
}

interface ExportedPlan {
  readonly owner: string;
  readonly packageName: string | null;
  readonly rule: CleanUpRule | null;
  readonly rows: readonly PlanRow[];
  readonly looked: Looked;
}

/** Writes a plan to a file that a dialog asks for. */
export async function exportPlan(plan: ExportedPlan, format: 'csv' | 'json'): Promise<void> {
  const rows = plan.rows.map(({ version, stays, isSpared }) => {
    const found = plan.looked(version);
    return {
      package: version.packageName,
      version: version.version,
      published: version.createdAt === null ? null : new Date(version.createdAt).toISOString(),
      goes: stays === null && !isSpared,
      why: stays ?? (isSpared ? 'spared' : null),
      files: found?.ok === true ? found.value.fileIds.length : null,
      bytes: found?.ok === true ? found.value.bytes : null,
    };
  });
  const heading = ['package', 'version', 'published', 'goes', 'why', 'files', 'bytes'];
  const cells = rows.map((row) => [
    row.package,
    row.version,
    row.published,
    row.goes ? 'yes' : 'no',
    row.why,
    row.files,
    row.bytes,
  ]);
  const { owner, packageName, rule } = plan;
  const text =
    format === 'csv'
      ? csvText([heading, ...cells])
      : `${JSON.stringify({ owner, package: packageName, rule, versions: rows }, null, 2)}\n`;
  const suggestedName = `${packageName ?? owner}-clean-up.${format}`.slice(-300);
  const saved = await bridge.request('app:save-text', { suggestedName, text });
  if (!saved.ok) tell(saved.failure);
  else if (saved.value.isSaved) say(t('common.saved'));
}
