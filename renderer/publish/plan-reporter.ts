import type { Account } from '../../shared/account.ts';
import { type PlanReport, reportPlan } from '../../shared/plan-report.ts';
import type { PublishCondition } from '../../shared/publish-conditions.ts';
import type { PublishPlan } from '../../shared/publish-plan.ts';
import type { Destination } from './use-destination.ts';

/** Makes the report of the plan when it is asked for; null while it is not known where to publish. */
export function planReporter(
  account: Account | null,
  { coordinates }: Pick<Destination, 'coordinates'>,
  plan: PublishPlan,
  conditions: readonly PublishCondition[],
): (() => PlanReport) | null {
  if (account === null || coordinates === null) return null;
  return () =>
    reportPlan({ serverUrl: account.serverUrl, version: coordinates, madeAt: Date.now() }, plan, conditions);
}
