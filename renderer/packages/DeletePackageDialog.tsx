import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { PackageCoordinates } from '../../shared/coordinates.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { packageTarget } from '../deletion/deletion-targets.ts';
import { useAccount } from '../stores/accounts.ts';
import { sayDeleted } from '../stores/chest.ts';
import { refreshFiles } from '../stores/packages.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { useListedVersions } from './use-listed-versions.ts';

type Props = {
  readonly accountId: AccountId;
  readonly coordinates: PackageCoordinates;
  readonly onClose: () => void;
};

/** Asks before a package goes with all of its versions; its name must be typed. */
export function DeletePackageDialog({ accountId, coordinates, onClose }: Props): ReactNode {
  const account = useAccount(accountId);
  const { versions, isComplete } = useListedVersions(accountId, coordinates);
  const remove = useMutation({
    mutationFn: () =>
      ask('deletions:delete', {
        accountId,
        owner: coordinates.owner,
        target: packageTarget(coordinates.packageName, versions),
      }),
    onSuccess: ({ isKept }) => {
      onClose();
      useSelection.getState().closePackage();
      sayDeleted(t('deletion.donePackage', { name: visibleText(coordinates.packageName) }), isKept);
    },
    onSettled: () => refreshFiles(accountId, coordinates.owner),
  });
  return (
    <DeleteDialog
      title={t('deletion.packageTitle', { name: visibleText(coordinates.packageName) })}
      facts={[
        [t('deletion.fields.server'), account?.serverUrl ?? ''],
        [t('deletion.fields.owner'), coordinates.owner],
        [t('deletion.fields.package'), coordinates.packageName],
        [t('deletion.fields.versions'), `${versions.length}`],
      ]}
      consequences={[t('deletion.allVersions', { count: versions.length })]}
      keeps={{ bytes: null, isMany: true }}
      confirmation={{ label: t('deletion.typePackage'), text: coordinates.packageName }}
      notYet={isComplete ? null : t('deletion.stillListing')}
      action={t('deletion.deletePackage')}
      isBusy={remove.isPending}
      failure={remove.error === null ? null : failureOf(remove.error)}
      onDelete={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
