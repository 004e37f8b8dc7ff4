import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { useAccount } from '../stores/accounts.ts';
import { sayDeleted } from '../stores/chest.ts';
import { filesQuery, refreshFiles } from '../stores/packages.ts';
import { t } from '../text/text.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { useListedVersions } from './use-listed-versions.ts';

type Props = {
  readonly accountId: AccountId;
  readonly coordinates: VersionCoordinates;
  readonly onClose: () => void;
};

/** Asks before a version goes with all of its files; the version must be typed. */
export function DeleteVersionDialog({ accountId, coordinates, onClose }: Props): ReactNode {
  const account = useAccount(accountId);
  const listed = useQuery(filesQuery(accountId, coordinates));
  const { versions, isComplete } = useListedVersions(accountId, coordinates);
  const files = listed.data?.files;
  const remove = useMutation({
    mutationFn: () =>
      ask('deletions:delete', {
        accountId,
        owner: coordinates.owner,
        target: {
          kind: 'version',
          packageName: coordinates.packageName,
          version: coordinates.version,
          id: versions.find((each) => each.version === coordinates.version)?.id ?? null,
          fileIds: files?.map((file) => file.id) ?? [],
        },
      }),
    onSuccess: ({ isKept }) => {
      onClose();
      sayDeleted(t('deletion.doneVersion', { version: visibleText(coordinates.version) }), isKept);
    },
    onSettled: () => refreshFiles(accountId, coordinates.owner),
  });
  const version = visibleText(coordinates.version);
  const name = visibleText(coordinates.packageName);
  const error = remove.error ?? listed.error;
  return (
    <DeleteDialog
      title={t('deletion.versionTitle', { version, name })}
      facts={[
        [t('deletion.fields.server'), account?.serverUrl ?? ''],
        [t('deletion.fields.owner'), coordinates.owner],
        [t('deletion.fields.package'), coordinates.packageName],
        [t('deletion.fields.version'), coordinates.version],
        ...(files === undefined
          ? []
          : [
              [
                t('deletion.fields.files'),
                `${t('packages.files', { count: files.length })}, ${formatBytes(
                  files.reduce((sum, file) => sum + file.size, 0),
                )}`,
              ] as const,
            ]),
      ]}
      consequences={isComplete && versions.length === 1 ? [t('deletion.lastVersion', { name })] : []}
      keeps={{ bytes: files?.reduce((sum, { size }) => sum + size, 0) ?? null, isMany: false }}
      confirmation={{ label: t('deletion.typeVersion'), text: coordinates.version }}
      notYet={files === undefined ? t('deletion.stillListing') : null}
      action={t('deletion.deleteVersion')}
      isBusy={remove.isPending}
      failure={error === null ? null : failureOf(error)}
      onDelete={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
