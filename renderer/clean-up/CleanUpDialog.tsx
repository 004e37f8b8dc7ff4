import { type ReactNode, useMemo, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import { type CleanUpRule, usualRule } from '../../shared/clean-up-rule.ts';
import { nameKey } from '../../shared/names.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { formatBytes } from '../common/format-bytes.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Segments } from '../common/Segments.tsx';
import { useSettledValue } from '../common/use-settled-value.ts';
import { versionTarget } from '../deletion/deletion-targets.ts';
import { type Doomed, sumOf } from '../deletion/doomed.ts';
import { useLooked } from '../deletion/use-looked.ts';
import { openDialog } from '../stores/dialogs.ts';
import { useSettings } from '../stores/settings.ts';
import { useListing } from '../stores/use-listing.ts';
import { t } from '../text/text.ts';
import styles from './CleanUp.module.css';
import { exportPlan, forgetRule, saveRule } from './clean-up-actions.ts';
import { PlanList } from './PlanList.tsx';
import { RuleFields } from './RuleFields.tsx';
import { rulesOf, savedFor, useCleanUpPlan } from './use-clean-up-plan.ts';

type Props = {
  readonly accountId: AccountId;
  readonly owner: string;
  /** Null for all of the owner's generic packages. */
  readonly packageName: string | null;
  readonly onClose: () => void;
};

const views = ['goes', 'stays', 'all'] as const;

/** Which versions a rule lets go, exactly and with their bytes, before anything is deleted. */
export function CleanUpDialog({ accountId, owner, packageName, onClose }: Props): ReactNode {
  const listing = useListing(accountId, owner);
  const saved = rulesOf(useSettings()?.cleanUpRules ?? [], accountId, owner);
  const own = packageName === null ? undefined : savedFor(saved, packageName);
  const [rule, setRule] = useState<CleanUpRule | null>(own?.rule ?? usualRule);
  const [view, setView] = useState<(typeof views)[number]>('goes');
  const packages = useMemo(
    () =>
      listing.packages.filter(
        (each) =>
          each.type === 'generic' &&
          (packageName === null || nameKey(each.packageName) === nameKey(packageName)),
      ),
    [listing.packages, packageName],
  );
  const { rows, ownRules, toggle } = useCleanUpPlan(packages, rule, saved);
  const going = useMemo(() => rows.filter(({ stays, isSpared }) => stays === null && !isSpared), [rows]);
  const doomed = useMemo(
    () =>
      going.map(({ version }): Doomed => {
        const name = `${version.packageName} ${version.version}`;
        return { target: versionTarget(version, null), name, versions: [version], files: [] };
      }),
    [going],
  );
  // While a rule is being typed, nobody is asked.
  const looked = useLooked(accountId, useSettledValue(doomed, 400));
  const sum = sumOf(doomed, looked);
  const isLooking = sum.looked < sum.versions;
  const shown = rows.filter(
    ({ stays, isSpared }) => view === 'all' || (stays === null && !isSpared) === (view === 'goes'),
  );
  const amount = `${t('packages.files', { count: sum.files })}, ${formatBytes(sum.bytes)}`;
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
        <>
          <span className={classNames(styles.aside)}>
            <MenuButton
              label={t('cleanUp.export')}
              entries={(['csv', 'json'] as const).map((format) => ({
                kind: 'action',
                id: format,
                label: t(`cleanUp.formats.${format}`),
                onAction: () => void exportPlan({ owner, packageName, rule, rows, looked }, format),
              }))}
            >
              {t('cleanUp.export')}
            </MenuButton>
            {packageName !== null && (
              <Button
                look="plain"
                isDisabled={rule === null}
                onPress={() => {
                  if (rule !== null) void saveRule({ accountId, owner, packageName, rule });
                }}
              >
                {t('cleanUp.save')}
              </Button>
            )}
            {own !== undefined && (
              <Button look="plain" onPress={() => void forgetRule(own)}>
                {t('cleanUp.forget')}
              </Button>
            )}
          </span>
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button
            look="danger"
            isDisabled={going.length === 0 || !listing.isComplete}
            onPress={() =>
              openDialog({
                kind: 'delete-selection',
                accountId,
                owner,
                targets: going.map(({ version }) => versionTarget(version, null)),
              })
            }
          >
            {t('deletion.many.versions', { count: going.length })}
          </Button>
        </>
      }
    >
      <RuleFields rule={rule ?? own?.rule ?? usualRule} onChange={setRule} />
      {ownRules > 0 && (
        <p className={classNames(styles.note)}>{t('cleanUp.ownRules', { count: ownRules })}</p>
      )}
      {!listing.isComplete && <p>{t('cleanUp.incomplete')}</p>}
      <output className={classNames(styles.sum)}>
        {rule === null
          ? t('cleanUp.invalid')
          : t('cleanUp.sum', {
              going: going.length,
              all: rows.length,
              amount: isLooking ? t('cleanUp.looking', { looked: sum.looked }) : amount,
            })}
      </output>
      <Segments
        label={t('cleanUp.show')}
        layout="alone"
        value={view}
        options={views.map((value) => ({ value, label: t(`cleanUp.views.${value}`) }))}
        onChange={setView}
      />
      {shown.length === 0 ? (
        <p>{t('cleanUp.none')}</p>
      ) : (
        <PlanList rows={shown} hasPackages={packageName === null} looked={looked} onToggle={toggle} />
      )}
    </Dialog>
  );
}
