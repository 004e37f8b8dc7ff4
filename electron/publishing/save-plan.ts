import type { Outcome } from '../../shared/outcome.ts';
import { type PlanReport, planText } from '../../shared/plan-report.ts';
import { safeFileName } from '../../shared/safe-file-name.ts';
import { saveText } from '../local-files/save-text.ts';

export type PlanFormat = 'text' | 'json';

/** What the file of a plan is called at first, such as `kettle-1.4.2-plan.txt`. */
export function planFileName(report: PlanReport, format: PlanFormat): string {
  const ending = format === 'text' ? 'txt' : 'json';
  return safeFileName(`${report.package}-${report.version}-plan.${ending}`);
}

/** Writes all of a plan in place of what is there, or nothing. Fails with `disk-full` or `folder-not-writable`. */
export async function savePlan(
  path: string,
  report: PlanReport,
  format: PlanFormat,
): Promise<Outcome<undefined>> {
  const text = format === 'text' ? planText(report) : `${JSON.stringify(report, null, 2)}\n`;
  return saveText(path, text);
}
