import type { PublishPlanRow } from '../../shared/publish-plan.ts';

/** Whether two rows say the same. A new plan makes all rows anew, and few of them say something new. */
export function isSameRow(one: PublishPlanRow, other: PublishPlanRow): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
