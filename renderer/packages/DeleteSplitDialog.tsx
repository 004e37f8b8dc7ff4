import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { filesOfSet, type SplitSet } from '../../shared/split-volumes.ts';
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
  readonly coordinates: VersionCoordinates;
  readonly set: SplitSet;
  readonly onClose: () => void;
};

/** Asks before a file that is there in parts is deleted with all of them, the manifest first. */
export function DeleteSplitDialog({ accountId, coordinates, set, onClose }: Props): ReactNode {
  const account = useAccount(accountId);
  const listed = useQuery(filesQuery(accountId, coordinates));
  const versions = useListedVersions(accountId, coordinates);
  const files = filesOfSet(set);
  const remove = useMutation({
    mutationFn: () =>
      ask('deletions:delete', {
        accountId,
        owner: coordinates.owner,
        target: filesTarget(coordinates, files, true),
      }),
    onSuccess: ({ isKept }) => {
      onClose();
      sayDeleted(t('deletion.doneFile', { file: visibleText(set.name) }), isKept);
    },
    onSettled: () => refreshFiles(accountId, coordinates.owner),
  });
  const isLast = listed.data?.files.length === files.length && listed.data.damagedRows === 0;
  const isLastVersion = isLast && versions.isComplete && versions.versions.length === 1;
  const count = set.parts.length;
  const first = visibleText(set.manifest?.fileName ?? '');
  return (
    <DeleteDialog
      title={t('deletion.fileTitle', { file: visibleText(set.name) })}
      facts={[
        [t('deletion.fields.server'), account?.serverUrl ?? ''],
        [t('deletion.fields.owner'), coordinates.owner],
        [t('deletion.fields.package'), coordinates.packageName],
        [t('deletion.fields.version'), coordinates.version],
        [t('deletion.fields.file'), set.name],
      ]}
      consequences={[
        set.manifest === null
          ? t('deletion.looseParts', { count })
          : t('deletion.splitParts', { count, first }),
        ...(isLast ? [t('deletion.lastFiles', { version: visibleText(coordinates.version) })] : []),
        ...(isLastVersion ? [t('deletion.lastVersion', { name: visibleText(coordinates.packageName) })] : []),
      ]}
      keeps={{ bytes: files.reduce((sum, { size }) => sum + size, 0), isMany: false }}
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
