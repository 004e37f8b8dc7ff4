import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { filesTarget } from '../deletion/deletion-targets.ts';
import { useAccount } from '../stores/accounts.ts';
import { sayDeleted } from '../stores/chest.ts';
import { filesQuery, refreshFiles } from '../stores/packages.ts';
import { t } from '../text/text.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { useListedVersions } from './use-listed-versions.ts';

type Props = {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly file: PackageFile;
  readonly onClose: () => void;
};

/** Asks before one file is deleted, and says when the version or the package would go with it. */
export function DeleteFileDialog({ accountId, coordinates, file, onClose }: Props): ReactNode {
  const account = useAccount(accountId);
  const files = useQuery(filesQuery(accountId, coordinates));
  const versions = useListedVersions(accountId, coordinates);
  const remove = useMutation({
    mutationFn: () =>
      ask('deletions:delete', {
        accountId,
        owner: coordinates.owner,
        target: filesTarget(coordinates, [file], true),
      }),
    onSuccess: ({ isKept }) => {
      onClose();
      sayDeleted(t('deletion.doneFile', { file: visibleText(coordinates.fileName) }), isKept);
    },
    onSettled: () => refreshFiles(accountId, coordinates.owner),
  });
  const isLastFile = files.data?.files.length === 1 && files.data.damagedRows === 0;
  const isLastVersion = isLastFile && versions.isComplete && versions.versions.length === 1;
  return (
    <DeleteDialog
      title={t('deletion.fileTitle', { file: visibleText(coordinates.fileName) })}
      facts={[
        [t('deletion.fields.server'), account?.serverUrl ?? ''],
        [t('deletion.fields.owner'), coordinates.owner],
        [t('deletion.fields.package'), coordinates.packageName],
        [t('deletion.fields.version'), coordinates.version],
        [t('deletion.fields.file'), coordinates.fileName],
      ]}
      consequences={[
        ...(isLastFile ? [t('deletion.lastFile', { version: visibleText(coordinates.version) })] : []),
        ...(isLastVersion ? [t('deletion.lastVersion', { name: visibleText(coordinates.packageName) })] : []),
      ]}
      keeps={{ bytes: file.size, isMany: false }}
      confirmation={null}
      notYet={null}
      action={t('deletion.deleteFile')}
      isBusy={remove.isPending}
      failure={remove.error === null ? null : failureOf(remove.error)}
      onDelete={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
