import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { PackageVersion } from '../../shared/package.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { versionTarget } from '../deletion/deletion-targets.ts';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';
import type { VersionSelection } from './use-version-selection.ts';

type Props = {
  readonly accountId: AccountId;
  readonly listed: ListedPackage;
  readonly shown: readonly PackageVersion[];
  readonly selecting: VersionSelection;
};

/** What can be done with the versions that are ticked. */
export function SelectedVersions({ accountId, listed, shown, selecting }: Props): ReactNode {
  const versions = shown.filter(({ id }) => selecting.ticked?.has(id));
  const count = versions.length;
  return (
    <section aria-label={t('detail.selecting.bar')} className={classNames(styles.selecting)}>
      <output>{t('detail.selecting.count', { count })}</output>
      <Button look="plain" onPress={selecting.tickAll}>
        {t('detail.selecting.all')}
      </Button>
      <Button
        isDisabled={count === 0}
        onPress={() =>
          openDialog({
            kind: 'delete-selection',
            accountId,
            owner: listed.owner,
            targets: versions.map((version) => versionTarget(version, null)),
          })
        }
      >
        <Trash2 size={14} aria-hidden />
        {t('deletion.many.versions', { count })}
      </Button>
      <Button look="primary" onPress={selecting.end}>
        {t('detail.selecting.done')}
      </Button>
    </section>
  );
}
