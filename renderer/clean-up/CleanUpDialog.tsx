import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import { type CleanUpRule, usualRule } from '../../shared/clean-up-rule.ts';
import { nameKey } from '../../shared/names.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { bridge } from '../bridge.ts';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { Segments } from '../common/Segments.tsx';
import { useSettledValue } from '../common/use-settled-value.ts';
import { sumOfVersions } from '../deletion/doomed.ts';
import { useLooked } from '../deletion/use-looked.ts';
import type { BegunCleanUp } from '../stores/dialogs.ts';
import { useSettings } from '../stores/settings.ts';
import { useListing } from '../stores/use-listing.ts';
import { t } from '../text/text.ts';
import styles from './CleanUp.module.css';
import { CleanUpFooter } from './CleanUpFooter.tsx';
import { isUpToDate, ListingNote } from './ListingNote.tsx';
import { PlanList } from './PlanList.tsx';
import { PlanSum } from './PlanSum.tsx';
import { RuleFields } from './RuleFields.tsx';
import { goes, rulesOf, useCleanUpPlan } from './use-clean-up-plan.ts';

type Props = {
  readonly accountId: AccountId;
  readonly owner: string;
  /** Null for all of the owner's generic packages. */
  readonly packageName: string | null;
  /** Where one comes back to it. */
  readonly begun?: BegunCleanUp;
  readonly onClose: () => void;
};

const views = ['goes', 'stays', 'all'] as const;
const noRules: ReadonlyMap<string, CleanUpRule> = new Map();

/** Which versions a rule lets go, exactly and with their bytes, before anything is deleted. */
export function CleanUpDialog({ accountId, owner, packageName, begun, onClose }: Props): ReactNode {
  const listing = useListing(accountId, owner);
  // However young it is: what others deleted since must not count as kept.
  useEffect(() => {
    void bridge.request('listings:refresh', { accountId, owner, what: 'head' });
  }, [accountId, owner]);
  const allRules = useSettings()?.cleanUpRules;
  const saved = useMemo(() => rulesOf(allRules ?? [], accountId, owner), [allRules, accountId, owner]);
  const savedHere = packageName === null ? undefined : saved.get(nameKey(packageName));
  const [startingRule] = useState(begun?.rule ?? savedHere?.rule ?? usualRule);
  const [typedRule, setRule] = useState<CleanUpRule | null>(startingRule);
  const [spared, setSpared] = useState<ReadonlySet<number>>(begun?.spared ?? new Set());
  const [view, setView] = useState<(typeof views)[number]>('goes');
  // Typing does not wait for the plan of very many versions.
  const rule = useDeferredValue(typedRule);
  const packages = useMemo(() => {
    const generic = listing.packages.filter(({ type }) => type === 'generic');
    if (packageName === null) return generic;
    return generic.filter((each) => nameKey(each.packageName) === nameKey(packageName));
  }, [listing.packages, packageName]);
  const ownRules = useMemo(() => {
    if (packageName !== null) return noRules;
    const names = packages.map((each) => nameKey(each.packageName));
    return new Map(
      names.flatMap((name) => {
        const own = saved.get(name);
        return own === undefined ? [] : [[name, own.rule] as const];
      }),
    );
  }, [packageName, packages, saved]);
  const { rows, going } = useCleanUpPlan(packages, rule, ownRules, spared);
  // While a rule is being typed, nobody is asked.
  const { looked, again } = useLooked(accountId, useSettledValue(going, 400), begun?.looked ?? null);
  const sum = useMemo(() => sumOfVersions(going, looked), [going, looked]);
  const shown = useMemo(
    () => rows.filter((row) => view === 'all' || goes(row, spared) === (view === 'goes')),
    [rows, view, spared],
  );
  const isExact = rule === typedRule && isUpToDate(listing) && sum.looked === going.length;
  return (
    <Dialog
      title={
        packageName === null
          ? t('cleanUp.titleOwner', { owner: visibleText(owner) })
          : t('cleanUp.title', { name: visibleText(packageName) })
      }
      subtitle={t('cleanUp.subtitle')}
      width="wide"
      onClose={onClose}
      footer={
        <CleanUpFooter
          accountId={accountId}
          plan={rule === null ? null : { owner, packageName, rule, ownRules, rows, spared, looked }}
          saved={savedHere ?? null}
          going={going}
          canDelete={isExact && going.length > 0}
          onClose={onClose}
        />
      }
    >
      <RuleFields rule={startingRule} onChange={setRule} />
      {ownRules.size > 0 && (
        <p className={classNames(styles.note)}>{t('cleanUp.ownRules', { count: ownRules.size })}</p>
      )}
      <ListingNote listing={listing} />
      <PlanSum isRule={rule !== null} going={going.length} all={rows.length} sum={sum} onAgain={again}>
        <Segments
          label={t('cleanUp.show')}
          layout="alone"
          value={view}
          options={views.map((value) => ({ value, label: t(`cleanUp.views.${value}`) }))}
          onChange={setView}
        />
      </PlanSum>
      <div className={classNames(styles.place)}>
        {shown.length === 0 ? (
          rule !== null && <p>{t('cleanUp.none')}</p>
        ) : (
          <PlanList
            rows={shown}
            spared={spared}
            hasPackages={packageName === null}
            looked={looked}
            onToggle={(id) => {
              const after = new Set(spared);
              if (!after.delete(id)) after.add(id);
              setSpared(after);
            }}
          />
        )}
      </div>
    </Dialog>
  );
}
