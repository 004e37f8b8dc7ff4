import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { type PlanReport, planText } from '../../shared/plan-report.ts';
import { safeFileName } from '../../shared/safe-file-name.ts';
import { systemErrorCode } from '../local-files/local-file-reference.ts';

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
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, path);
    return succeeded(undefined);
  } catch (error) {
    await rm(beside, { force: true });
    const code = systemErrorCode(error);
    if (code === null) throw error;
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    return failed(isFull ? 'disk-full' : 'folder-not-writable', { subject: basename(path).slice(0, 300) });
  }
}
