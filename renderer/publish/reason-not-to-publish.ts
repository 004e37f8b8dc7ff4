import { packageNameProblem, publishableVersionProblem } from '../../shared/names.ts';
import { type PublishCondition, severityOf } from '../../shared/publish-conditions.ts';
import { mostFilesAtOnce } from '../../shared/publish-plan.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { describeNameProblem } from '../text/name-problems.ts';
import { t } from '../text/text.ts';
import type { Destination } from './use-destination.ts';
import type { SheetPlan } from './use-publish-plan.ts';

/** Why nothing can be sent yet, the first thing first; null when it can. */
export function reasonNotToPublish(
  { owner, packageName, version }: Pick<Destination, 'owner' | 'packageName' | 'version'>,
  { plan, isLooking, failure }: SheetPlan,
  conditions: readonly PublishCondition[],
): string | null {
  if (plan.rows.length === 0) return t('publish.reason.noFiles');
  if (owner.trim() === '') return t('publish.reason.ownerMissing');
  const packageProblem = packageNameProblem(packageName);
  if (packageProblem !== null) {
    return t('publish.reason.packageName', { problem: describeNameProblem(packageProblem) });
  }
  const versionProblem = publishableVersionProblem(version);
  if (versionProblem !== null) {
    return t('publish.reason.version', { problem: describeNameProblem(versionProblem) });
  }
  if (conditions.some((condition) => severityOf(condition) === 'error'))
    return t('publish.reason.refused', { owner: visibleText(owner.trim()) });
  if (plan.filesToSend > mostFilesAtOnce) return t('publish.reason.tooMany', { count: mostFilesAtOnce });
  if (plan.blockingRows > 0) return t('publish.reason.names', { count: plan.blockingRows });
  if (failure !== null) return t('publish.reason.listFailed');
  if (isLooking) return t('publish.reason.looking');
  const isComparing = plan.rows.some((row) => row.verdict.kind === 'comparing');
  if (isComparing) return t('publish.reason.comparing');
  return plan.filesToSend === 0 ? t('publish.reason.nothingNew') : null;
}
