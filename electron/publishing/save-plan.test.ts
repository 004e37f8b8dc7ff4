import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PlanReport, planText, reportPlan } from '../../shared/plan-report.ts';
import { planPublish } from '../../shared/publish-plan.ts';
import { planFileName, savePlan } from './save-plan.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.0/../x' };
const files = [{ ticket: 'a', fileName: 'a.bin', size: 3, sha256: null }];
const report = reportPlan(
  { serverUrl: 'https://git.example.org', version, madeAt: 0 },
  planPublish(files, []),
  [],
);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-plan-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('is written as text or as JSON, in place of what was there', async () => {
  const path = join(folder, 'plan');
  await writeFile(path, 'before');
  expect((await savePlan(path, report, 'text')).ok).toBe(true);
  expect(await readFile(path, 'utf8')).toBe(planText(report));
  expect((await savePlan(path, report, 'json')).ok).toBe(true);
  expect(PlanReport.parse(JSON.parse(await readFile(path, 'utf8')))).toEqual(report);
  expect(await readdir(folder)).toEqual(['plan']);
});

it('has a name that leads nowhere else', () => {
  expect(planFileName(report, 'json')).not.toMatch(/[/\\]/);
});

it('says when there is nowhere to write', async () => {
  expect(await savePlan(join(folder, 'gone', 'plan'), report, 'text')).toEqual({
    ok: false,
    failure: { reason: 'folder-not-writable', subject: 'plan' },
  });
});
