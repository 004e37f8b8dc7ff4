import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { SavedRule } from '../../shared/clean-up-rule.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { versionTarget } from '../deletion/deletion-targets.ts';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';
import styles from './CleanUp.module.css';
import { forgetRule, saveRule } from './clean-up-actions.ts';
import { exportPlan } from './export-plan.ts';
import { type ExportedPlan, planFormats } from './plan-text.ts';

type Props = {
  readonly accountId: AccountId;
  /** Null while there is no rule that could be. */
  readonly plan: ExportedPlan | null;
  /** The rule that is saved for the package. */
  readonly saved: SavedRule | null;
  readonly going: readonly PackageVersion[];
  /** Whether it is known exactly what would go. */
  readonly canDelete: boolean;
  readonly onClose: () => void;
};

/** What can be done with a plan. Deleting asks in a dialog of its own, which leads back here. */
export function CleanUpFooter({ accountId, plan, saved, going, canDelete, onClose }: Props): ReactNode {
  const packageName = plan?.packageName ?? null;
  return (
    <>
      <span className={classNames(styles.aside)}>
        {plan !== null && (
          <MenuButton
            label={t('cleanUp.export')}
            entries={planFormats.map((format) => ({
              kind: 'action',
              id: format,
              label: t(`cleanUp.formats.${format}`),
              onAction: () => void exportPlan(plan, format),
            }))}
          >
            {t('cleanUp.export')}
          </MenuButton>
        )}
        {plan !== null && packageName !== null && (
          <Button
            look="plain"
            onPress={() => void saveRule({ accountId, owner: plan.owner, packageName, rule: plan.rule })}
          >
            {t('cleanUp.save')}
          </Button>
        )}
        {saved !== null && (
          <Button look="plain" onPress={() => void forgetRule(saved)}>
            {t('cleanUp.forget')}
          </Button>
        )}
      </span>
      <Button onPress={onClose}>{t('common.close')}</Button>
      <Button
        look="danger"
        isDisabled={!canDelete}
        onPress={() => {
          if (plan !== null) askToDelete(accountId, plan, going);
        }}
      >
        {t('deletion.many.versions', { count: going.length })}
      </Button>
    </>
  );
}

function askToDelete(accountId: AccountId, plan: ExportedPlan, going: readonly PackageVersion[]): void {
  const { owner, packageName, rule, spared, looked } = plan;
  openDialog({
    kind: 'delete-selection',
    accountId,
    owner,
    // What was found in them goes with `looked`.
    targets: going.map((version) => versionTarget(version, null)),
    origin: {
      looked,
      dialog: { kind: 'clean-up', accountId, owner, packageName, begun: { rule, spared, looked } },
    },
  });
}
