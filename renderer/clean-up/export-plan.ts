import { bridge } from '../bridge.ts';
import { say, tell } from '../stores/notices.ts';
import { t } from '../text/text.ts';
import { type ExportedPlan, type PlanFormat, planText } from './plan-text.ts';

const endings = { text: 'txt', csv: 'csv', json: 'json' } as const satisfies Record<PlanFormat, string>;

/** Writes a plan to a file that a dialog asks for. */
export async function exportPlan(plan: ExportedPlan, format: PlanFormat): Promise<void> {
  const suggestedName = `clean-up-${plan.packageName ?? plan.owner}`.slice(0, 200);
  const text = planText(plan, format);
  const saved = await bridge.request('app:save-text', {
    suggestedName: `${suggestedName}.${endings[format]}`,
    text,
  });
  if (!saved.ok) tell(saved.failure);
  else if (saved.value.isSaved) say(t('common.saved'));
}
