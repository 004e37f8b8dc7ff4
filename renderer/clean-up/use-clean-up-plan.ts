import { useMemo, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import { type PlannedVersion, planCleanUp } from '../../shared/clean-up-plan.ts';
import type { CleanUpRule, SavedRule } from '../../shared/clean-up-rule.ts';
import { nameKey } from '../../shared/names.ts';
import type { PackageVersion } from '../../shared/package.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';

export interface CleanUpPlan {
  /** Package by package, each newest first; none without a rule. */
  readonly rows: readonly PlannedVersion[];
  /** What goes when those that were spared by hand stay. */
  readonly going: readonly PackageVersion[];
}

/** What a rule comes to for some packages, of which some may go by `own` rules. */
export function useCleanUpPlan(
  packages: readonly ListedPackage[],
  rule: CleanUpRule | null,
  own: ReadonlyMap<string, CleanUpRule>,
  spared: ReadonlySet<number>,
): CleanUpPlan {
  // Ages do not change while one looks.
  const [now] = useState(() => Date.now());
  const rows = useMemo(
    () =>
      rule === null
        ? []
        : packages.flatMap(({ packageName, versions }) =>
            planCleanUp(versions, own.get(nameKey(packageName)) ?? rule, now),
          ),
    [packages, rule, own, now],
  );
  const going = useMemo(
    () => rows.filter((row) => goes(row, spared)).map(({ version }) => version),
    [rows, spared],
  );
  return { rows, going };
}

/** Whether a version goes, if it was not spared by hand. */
export function goes({ version, stays }: PlannedVersion, spared: ReadonlySet<number>): boolean {
  return stays === null && !spared.has(version.id);
}

/** The rules that were saved for packages of one owner, by the names of these without regard to case. */
export function rulesOf(
  rules: readonly SavedRule[],
  accountId: AccountId,
  owner: string,
): ReadonlyMap<string, SavedRule> {
  const own = rules.filter((each) => each.accountId === accountId && nameKey(each.owner) === nameKey(owner));
  return new Map(own.map((each) => [nameKey(each.packageName), each]));
}
