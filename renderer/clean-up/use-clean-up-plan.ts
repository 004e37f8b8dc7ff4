import { useMemo, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import { type PlannedVersion, planCleanUp } from '../../shared/clean-up-plan.ts';
import type { CleanUpRule, SavedRule } from '../../shared/clean-up-rule.ts';
import { nameKey } from '../../shared/names.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';

/** A version of some package in a plan; `isSpared` is what the user took out of it by hand. */
export interface PlanRow extends PlannedVersion {
  readonly isSpared: boolean;
}

export interface CleanUpPlan {
  /** Package by package, each newest first. */
  readonly rows: readonly PlanRow[];
  /** Packages that go by a rule of their own. */
  readonly ownRules: number;
  readonly toggle: (versionId: number) => void;
}

/** What a rule comes to for some packages. Where there are several, each that has a saved rule goes by that. */
export function useCleanUpPlan(
  packages: readonly ListedPackage[],
  rule: CleanUpRule | null,
  saved: readonly SavedRule[],
): CleanUpPlan {
  const [spared, setSpared] = useState<ReadonlySet<number>>(new Set());
  // Ages do not change while one looks.
  const [now] = useState(() => Date.now());
  const planned = useMemo(() => {
    if (rule === null) return [];
    const isAlone = packages.length === 1;
    return packages.flatMap(({ packageName, versions }) => {
      const own = isAlone ? undefined : savedFor(saved, packageName);
      return planCleanUp(versions, own?.rule ?? rule, now);
    });
  }, [packages, rule, saved, now]);
  const rows = useMemo(
    () => planned.map((each) => ({ ...each, isSpared: spared.has(each.version.id) })),
    [planned, spared],
  );
  return {
    rows,
    ownRules:
      packages.length === 1
        ? 0
        : packages.filter(({ packageName }) => savedFor(saved, packageName) !== undefined).length,
    toggle: (id) => {
      const after = new Set(spared);
      if (!after.delete(id)) after.add(id);
      setSpared(after);
    },
  };
}

/** The rules that were saved for packages of one owner. */
export function rulesOf(
  rules: readonly SavedRule[],
  accountId: AccountId,
  owner: string,
): readonly SavedRule[] {
  return rules.filter((each) => each.accountId === accountId && nameKey(each.owner) === nameKey(owner));
}

export function savedFor(rules: readonly SavedRule[], packageName: string): SavedRule | undefined {
  return rules.find((each) => nameKey(each.packageName) === nameKey(packageName));
}
